#pragma once

#include <lectern/core/calendar.hpp>
#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/harvest_memory.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/warnings.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What to fetch.
struct Window {
    /// Day of the announcement (US Eastern), or nothing for the current one.
    std::optional<Date> day;
    /// How many announcement days before it to search for papers that appear late. Only feeds that reach into
    /// the past do.
    int tail_days = 0;
};

/// What a feed may use. Everything is handed in and outlives the call.
struct FetchContext {
    net::HttpClient* http = nullptr;  ///< Null where no network is wanted; feeds that need it then fail.
    Clock const& clock;               ///< Tells which day is the current one.
    Logger const& log;                ///< Told of repeated requests and of lookups that failed.
    AnnouncementCalendar const&
        calendar;  ///< Tells which days have an announcement, and when their papers were submitted.
    /// Receives bytes that could not be read, for diagnosis: a name fit for a file, and the bytes. May be
    /// empty.
    std::function<void(std::string_view name, std::string_view bytes)> keep_raw;
    /// How often an answer that arrived but cannot be read is asked for again.
    net::RetryPolicy retry{};
    /// Tells whether a paper was announced before a day; an id with a version must have had that version. May
    /// be empty: then nothing is known of earlier days.
    std::function<bool(ArxivId const& id, Date day)> announced_before{};
    /// Keeps long harvests; null if there is no such memory.
    HarvestMemory* memory = nullptr;
};

/// One request of a feed and what came of it.
struct SourceReport {
    std::string name;                     ///< What was asked for: categories or a file name.
    std::optional<std::size_t> declared;  ///< Items the source says it has, where it says so.
    std::size_t items = 0;                ///< Items in the answer.
    std::size_t parsed = 0;               ///< Papers read from them.
    std::optional<Error> error;           ///< Why there is no answer.
};

/// The outcome of a fetch.
struct FetchReport {
    std::optional<Date> day;            ///< The announcement day as the source names it.
    std::vector<Paper> papers;          ///< In announcement order; a paper may be there once per listing.
    std::vector<SourceReport> sources;  ///< One for each request, also for those that failed.
    WarningList warnings;               ///< Everything doubtful; nothing of it was fatal.
    /// Whether something the source should have is missing: the day is then done only in part.
    bool incomplete = false;
    /// Whether the source shows an earlier announcement under the day's date.
    bool stale = false;
};

/// A source of announced papers.
class Feed {
public:
    virtual ~Feed() = default;

    /// Fetches one announcement.
    /// \return the papers with what was noticed on the way; a single bad item is a warning
    /// \par Errors any; only when there are no papers to work with
    /// \par Cancellation terminal; ends with errc::cancelled
    /// \par Lifetimes the feed and the context must outlive the returned coroutine
    virtual net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext& context) = 0;
};

}  // namespace lectern
