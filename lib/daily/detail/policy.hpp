#pragma once

#include <lectern/core/calendar.hpp>
#include <lectern/core/coverage.hpp>
#include <lectern/core/error.hpp>
#include <lectern/pipeline/announcement.hpp>

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

/// What to do about which day: calendar and ledger in, a list of steps out. Nothing here reads or writes anything.
namespace lectern::policy {

/// What the configuration says.
struct Rules {
    int catch_up_days = 5;         ///< Announcements before the day that are looked at for gaps.
    bool recheck = true;           ///< Whether recent days are searched for papers that came late.
    bool has_fallback = true;      ///< Whether there is a feed that reaches into the past.
    bool fallback_differs = true;  ///< Whether that is another feed than the first one.
};

/// What the ledger knows.
struct Known {
    std::optional<Date> series_start;
    std::map<Date, DayRecord> records;
    std::set<std::pair<Date, int>> rechecked;  ///< Day, and how many announcements old it was.

    /// The record of a day, or null.
    DayRecord const* find(Date day) const;
    bool is_settled(Date day) const;
};

/// Something to do about a day.
struct Step {
    enum class Kind {
        fetch,                   ///< Ask the first feed.
        backfill,                ///< Ask the feed that reaches into the past.
        score_again,             ///< Nothing but scores is missing.
        record_no_announcement,  ///< The calendar has none.
        record_no_source,        ///< No feed reaches into the past.
        recheck,                 ///< Search for papers that came late.
    };
    Kind kind;
    Date day;
    int age = 0;  ///< Of recheck: announcements between the day and the current one.

    friend bool operator==(Step const&, Step const&) = default;
};

/// The announcement day so many announcements before `day`.
Date announcements_before(AnnouncementCalendar const& calendar, Date day, int count);

/// The ages at which a day is searched for late papers: the morning after, since id ranges have been missing for a
/// night, and when it is about to leave the days that are caught up with.
std::vector<int> recheck_ages(Rules const& rules);

/// Days from the first gap that is looked at up to the day before `day` that are not settled.
std::vector<Date> open_days(Date day, AnnouncementCalendar const& calendar, Known const& known,
                            Rules const& rules);

/// What to do about a day that was missed.
Step step_for_missed(Date day, AnnouncementCalendar const& calendar, Known const& known, Rules const& rules);

/// A whole run: gaps, oldest first; days to search again; the day itself.
std::vector<Step> steps_of_run(Date day, Date today, AnnouncementCalendar const& calendar, Known const& known,
                               Rules const& rules);

/// What the answer of the first feed means for the day it was asked for.
enum class Turn {
    make,          ///< Make the digest.
    make_other,    ///< It is another day's, which is still open: make that one, then use the fallback.
    use_fallback,  ///< Another feed may have it.
    backfill,      ///< The feed has no past days.
    record,        ///< Write down that it failed.
    record_no_announcement,  ///< Write down that nothing was due.
    give_up,                 ///< No other feed would help.
};

Turn turn_after_failure(Error const& error, Date day, Date today, AnnouncementCalendar const& calendar,
                        Rules const& rules);
Turn turn_after(Announcement const& announcement, Date day, AnnouncementCalendar const& calendar,
                Known const& known);

/// Whether the fallback is asked for a day that its first feed did not have.
bool may_use_fallback(Date day, Known const& known, Rules const& rules);

}  // namespace lectern::policy
