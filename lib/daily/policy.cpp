#include "detail/policy.hpp"

#include <algorithm>

namespace lectern::policy {

DayRecord const* Known::find(Date day) const {
    auto const found = records.find(day);
    return found == records.end() ? nullptr : &found->second;
}

bool Known::is_settled(Date day) const {
    DayRecord const* const record = find(day);
    return record && lectern::is_settled(record->state);
}

Date announcements_before(AnnouncementCalendar const& calendar, Date day, int count) {
    for (int i = 0; i < count; ++i) day = calendar.previous_feed_day(day);
    return day;
}

std::vector<int> recheck_ages(Rules const& rules) {
    std::vector<int> ages{1};
    if (rules.catch_up_days > 1) ages.push_back(rules.catch_up_days);
    return ages;
}

std::vector<Date> open_days(Date day, AnnouncementCalendar const& calendar, Known const& known,
                            Rules const& rules) {
    std::vector<Date> open;
    if (!known.series_start) return open;
    Date const oldest =
        std::max(*known.series_start, announcements_before(calendar, day, rules.catch_up_days));
    for (Date candidate = oldest; candidate < day; candidate = add_days(candidate, 1))
        if (!known.is_settled(candidate)) open.push_back(candidate);
    return open;
}

Step step_for_missed(Date day, AnnouncementCalendar const& calendar, Known const& known, Rules const& rules) {
    DayRecord const* const record = known.find(day);
    if (record && record->scores_missing) return {Step::Kind::score_again, day};
    if (!calendar.announcement(day)) return {Step::Kind::record_no_announcement, day};
    if (!rules.has_fallback) return {Step::Kind::record_no_source, day};
    return {Step::Kind::backfill, day};
}

std::vector<Step> steps_of_run(Date day, Date today, AnnouncementCalendar const& calendar, Known const& known,
                               Rules const& rules) {
    std::vector<Step> steps;
    for (Date const gap : open_days(day, calendar, known, rules))
        steps.push_back(step_for_missed(gap, calendar, known, rules));
    bool const announced_today = day == today && calendar.announcement(day).has_value();
    if (announced_today && rules.recheck && rules.has_fallback) {
        for (int const age : recheck_ages(rules)) {
            Date const earlier = announcements_before(calendar, day, age);
            if (!known.rechecked.contains({earlier, age}))
                steps.push_back({Step::Kind::recheck, earlier, age});
        }
    }
    steps.push_back({Step::Kind::fetch, day});
    return steps;
}

Turn turn_after_failure(Error const& error, Date day, Date today, AnnouncementCalendar const& calendar,
                        Rules const& rules) {
    bool const of_user = error.code() == make_error_condition(error_kind::user) && error != errc::wrong_day;
    if (error == errc::cancelled || error == errc::store || of_user) return Turn::give_up;
    // The calendar is certain about the past; on the day itself the feed knows better.
    bool const past = day < today || error == errc::wrong_day;
    if (!calendar.announcement(day)) return past ? Turn::record_no_announcement : Turn::record;
    if (day < today && error == errc::wrong_day && rules.has_fallback) return Turn::backfill;
    return Turn::use_fallback;
}

Turn turn_after(Announcement const& announcement, Date day, AnnouncementCalendar const& calendar,
                Known const& known) {
    if (announcement.state == DayState::stale) return Turn::use_fallback;
    if (announcement.day == day || !calendar.announcement(day)) return Turn::make;
    return known.is_settled(announcement.day) ? Turn::use_fallback : Turn::make_other;
}

bool may_use_fallback(Date day, Known const& known, Rules const& rules) {
    return rules.has_fallback && rules.fallback_differs && !known.is_settled(day);
}

}  // namespace lectern::policy
