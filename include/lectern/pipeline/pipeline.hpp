#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/selection.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/filter/filter.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/score/scorer.hpp>
#include <lectern/store/store.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace lectern {

/// The steps of a run, for progress displays.
enum class Stage { fetch, filter, score, select };

/// What a run may use. Everything is handed in and outlives the run.
struct Services {
    Clock const& clock;
    Logger const& log;
    AnnouncementCalendar const& calendar;
    net::HttpClient* http = nullptr;  ///< Null: no network.
    /// See FetchContext::keep_raw. May be empty.
    std::function<void(std::string_view name, std::string_view bytes)> keep_raw;
    /// Told of each step and how far it is. May be empty.
    std::function<void(Stage stage, std::size_t done, std::size_t total)> progress;
    /// Remembers papers and decisions; null: every run is the first. Papers of the day that an earlier run
    /// found are judged with those the feed has now.
    Store* store = nullptr;
    /// How often answers that cannot be read are asked for again.
    net::RetryPolicy retry{};
    Secrets secrets{};   ///< Gives keys to scorers that need one; may be empty.
    bool fresh = false;  ///< Ask scorers again, whatever is remembered.
    /// Knows the secrets of the run, and learns those that scorers use; what is written and logged passes through it.
    Redactor redactor{};
};

/// What a feed may use of the services, with the store as its memory where there is one.
/// \par Lifetimes the services must outlive the context
FetchContext fetch_context(Services& services);

/// Feed, filters, scorer, selection: one day's papers on their way into a digest.
///
///     Pipeline pipeline(make_file_feed({"day.xml"}), make_local_scorer(topics));
///     pipeline.add_filter(make_announce_filter({AnnounceType::new_paper}));
///     Result<Digest> digest = runtime.run(pipeline.run(Window{}, services));
///
/// Every fetched paper is accounted for in `Digest::decisions`; announced = filtered + scanned always holds,
/// and papers without a score are listed, never dropped.
class Pipeline {
public:
    /// \param feed where papers come from
    /// \param scorer may be shared with other pipelines of a run, so that its limits hold for all of them
    /// \param selection what is shown
    /// \pre neither is null
    Pipeline(std::unique_ptr<Feed> feed, std::shared_ptr<Scorer> scorer, Selection const& selection = {});

    /// Adds a filter behind those already there.
    /// \pre filter is not null
    Pipeline& add_filter(std::unique_ptr<Filter> filter);

    /// Makes the digest of one announcement.
    /// \return a digest also for a day without announcement and when scoring failed (state, warnings and
    ///         unscored say so)
    /// With a store, papers and listings are recorded at once, decisions are not: see DayLedger::put_digest().
    /// \par Errors those of the feed, if it gave nothing at all; the store's; cancelled
    /// \par Cancellation terminal
    /// \par Lifetimes pipeline and services must outlive the returned coroutine
    net::awaitable<Result<Digest>> run(Window window, Services& services);

    /// What scoring the papers of one announcement would take. Papers are fetched and filtered; no scorer is asked
    /// and nothing is recorded.
    /// \par Errors those of the feed; the store's; cancelled
    net::awaitable<Result<ScoreEstimate>> estimate(Window window, Services& services);

private:
    struct Gathered;
    net::awaitable<Result<Gathered>> gather(Window window, Services& services, bool record);

    std::unique_ptr<Feed> feed_;
    std::shared_ptr<Scorer> scorer_;
    std::vector<std::unique_ptr<Filter>> filters_;
    Selection selection_;
};

}  // namespace lectern
