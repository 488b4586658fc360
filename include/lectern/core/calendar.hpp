#pragma once

#include <lectern/core/date.hpp>

#include <optional>
#include <set>
#include <string_view>

namespace lectern {

/// Half-open interval of time, [from, to).
struct Interval {
    Time from;  ///< First second inside.
    Time to;    ///< First second after it.

    friend bool operator==(Interval const&, Interval const&) = default;
};

/// What arXiv's schedule says about one feed day.
struct AnnouncementDay {
    Date feed_day;       ///< Date that the feed shows (US Eastern).
    Interval submitted;  ///< When the papers of the batch were normally submitted.
    Time announced;      ///< Evening before, 20:00 US Eastern.
    Time feed_ready;     ///< 00:00 US Eastern of the feed day.

    friend bool operator==(AnnouncementDay const&, AnnouncementDay const&) = default;
};

/// arXiv's announcement schedule: which days bring papers, and from when these were submitted.
///
/// Source: https://info.arxiv.org/help/availability.html (weekday deadlines of 14:00 US Eastern; the batches
/// closed Monday to Thursday are announced the same evening, Friday's on Sunday evening). A batch is deferred
/// when its evening is on arXiv's list of deferred days or when its deadline day is a listed Friday; the next
/// announcement then holds both. The list is a strong prior, not a promise.
///
/// A regular value; const functions are thread-safe. Needs the system's time zone data at the first call that
/// converts a time and throws std::runtime_error where there is none (Debian package tzdata).
class AnnouncementCalendar {
public:
    /// With the deferred days arXiv published for 2023–2026.
    AnnouncementCalendar();
    /// With a list of one's own in place of the built-in one.
    explicit AnnouncementCalendar(std::set<Date> deferred) : deferred_(std::move(deferred)) {}

    /// Reads a list of deferred days: one `YYYY-MM-DD` a line, `#` comments and empty lines allowed.
    /// \param text the list, as plain_text() accepts it
    /// \param name what to call the text in errors, usually a file name
    /// \par Errors invalid_config with name and line; plain_text()'s.
    static Result<AnnouncementCalendar> parse_deferred(std::string_view text, std::string_view name);

    /// The announcement whose feed carries `feed_day`, or nothing if that feed is empty.
    std::optional<AnnouncementDay> announcement(Date feed_day) const;
    /// The first feed day after `day` that has an announcement.
    Date next_feed_day(Date day) const;
    /// The last feed day before `day` that has an announcement.
    Date previous_feed_day(Date day) const;

    /// The day a feed fetched at `time` should carry: the date in US Eastern.
    static Date eastern_date(Time time);
    /// The UTC time of a US Eastern wall-clock hour.
    /// \param date the day
    /// \param hour 0–23
    static Time eastern_time(Date date, int hour);

private:
    bool deferred(Date deadline_day) const;

    std::set<Date> deferred_;
};

}  // namespace lectern
