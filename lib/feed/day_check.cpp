#include "detail/day_check.hpp"

#include <lectern/core/calendar.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::feed {
namespace {

constexpr int kDaysAhead = 2;

/// Drops the time if it is later than `last`. \return whether it was
template <class T>
bool drop_if_later(std::optional<T>& date, T last) {
    if (!date || *date <= last) return false;
    date.reset();
    return true;
}

}  // namespace

Date last_believable_day(Time now) {
    return add_days(AnnouncementCalendar::eastern_date(now), kDaysAhead);
}

Result<void> check_announcement_day(Date day, std::optional<Date> asked, Time now) {
    if (day <= last_believable_day(now) || day == asked) return {};
    return Error(
        errc::wrong_day,
        fmt::format(
            "the source is dated {0}, more than {1} days after the clock ({2}); it is used only if that "
            "day is asked for (--date {0})",
            format_date(day), kDaysAhead, format_date(AnnouncementCalendar::eastern_date(now))));
}

void drop_future_dates(std::vector<Paper>& papers, std::optional<Date> asked, Time now,
                       WarningList& warnings) {
    Date const last_day = std::max(last_believable_day(now), asked.value_or(last_believable_day(now)));
    Time const last_time = now + std::chrono::days(kDaysAhead);
    for (Paper& paper : papers) {
        bool const announced = drop_if_later(paper.announced, last_day);
        bool const submitted = drop_if_later(paper.submitted, last_time);
        bool const updated = drop_if_later(paper.updated, last_time);
        if (!announced && !submitted && !updated) continue;
        warnings.add(Error(errc::wrong_day, fmt::format("{} is dated in the future; the date is dropped",
                                                        paper.id.to_string())),
                     "papers dated in the future");
    }
}

}  // namespace lectern::feed
