#include <lectern/core/calendar.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>

#include <date/tz.h>
#include <fmt/format.h>

#include <array>

namespace lectern {
namespace {

using namespace std::chrono_literals;

constexpr int kDeadlineHour = 14;
constexpr int kAnnouncementHour = 20;
constexpr int kLongestBreak = 60;  // days; longer than any series of deferred batches

struct Day {
    int year;
    unsigned month;
    unsigned day;
};

// https://info.arxiv.org/help/availability.html, years 2023–2026.
constexpr std::array<Day, 36> kDeferred{{
    {2023, 1, 16},  {2023, 6, 14},  {2023, 6, 19},  {2023, 7, 4},   {2023, 8, 17},  {2023, 9, 4},
    {2023, 11, 23}, {2023, 12, 25}, {2023, 12, 27}, {2024, 1, 15},  {2024, 5, 22},  {2024, 6, 19},
    {2024, 7, 4},   {2024, 9, 2},   {2024, 10, 8},  {2024, 11, 28}, {2024, 12, 25}, {2024, 12, 26},
    {2024, 12, 31}, {2025, 1, 1},   {2025, 1, 20},  {2025, 6, 19},  {2025, 7, 6},   {2025, 9, 1},
    {2025, 11, 27}, {2025, 12, 25}, {2025, 12, 30}, {2026, 1, 1},   {2026, 1, 19},  {2026, 6, 19},
    {2026, 7, 3},   {2026, 9, 7},   {2026, 11, 26}, {2026, 12, 25}, {2026, 12, 29}, {2026, 12, 31},
}};

unsigned weekday(Date date) {
    return std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding();
}

constexpr unsigned kFriday = 5;

bool is_weekend(Date date) {
    return weekday(date) > kFriday;
}

/// Evening on which the batch closed on `deadline_day` is announced: Friday's on Sunday.
Date evening_of(Date deadline_day) {
    return weekday(deadline_day) == kFriday ? add_days(deadline_day, 2) : deadline_day;
}

/// The deadline before which the papers of the feed of a Monday to Friday were submitted.
Date deadline_of(Date feed_day) {
    return add_days(feed_day, weekday(feed_day) == 1 ? -3 : -1);
}

Date previous_weekday(Date date) {
    do date = add_days(date, -1);
    while (is_weekend(date));
    return date;
}

date::time_zone const* eastern() {
    static date::time_zone const* const zone = date::locate_zone("America/New_York");
    return zone;
}

}  // namespace

AnnouncementCalendar::AnnouncementCalendar() {
    for (Day const& day : kDeferred) {
        deferred_.insert(
            Date{std::chrono::year(day.year), std::chrono::month(day.month), std::chrono::day(day.day)});
    }
}

Result<AnnouncementCalendar> AnnouncementCalendar::parse_deferred(std::string_view text,
                                                                  std::string_view name) {
    auto const plain = plain_text(text, name);
    if (!plain) return plain.error();
    std::set<Date> days;
    int number = 0;
    for (std::string_view line : text::split(*plain, '\n')) {
        ++number;
        line = text::trim(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        auto const day = parse_date(line);
        if (!day) {
            return Error(errc::invalid_config, fmt::format("{}:{}: {}", name, number, day.error().detail()));
        }
        days.insert(*day);
    }
    return AnnouncementCalendar(std::move(days));
}

bool AnnouncementCalendar::deferred(Date deadline_day) const {
    bool const listed_friday = weekday(deadline_day) == kFriday && deferred_.contains(deadline_day);
    return listed_friday || deferred_.contains(evening_of(deadline_day));
}

std::optional<AnnouncementDay> AnnouncementCalendar::announcement(Date feed_day) const {
    if (is_weekend(feed_day)) return std::nullopt;
    Date const deadline = deadline_of(feed_day);
    if (deferred(deadline)) return std::nullopt;
    Date opened = previous_weekday(deadline);
    for (int i = 0; deferred(opened) && i < kLongestBreak; ++i) opened = previous_weekday(opened);
    return AnnouncementDay{feed_day,
                           {eastern_time(opened, kDeadlineHour), eastern_time(deadline, kDeadlineHour)},
                           eastern_time(add_days(feed_day, -1), kAnnouncementHour),
                           eastern_time(feed_day, 0)};
}

Date AnnouncementCalendar::next_feed_day(Date day) const {
    for (int i = 1; i < kLongestBreak; ++i) {
        if (announcement(add_days(day, i))) return add_days(day, i);
    }
    return add_days(day, 1);
}

Date AnnouncementCalendar::previous_feed_day(Date day) const {
    for (int i = 1; i < kLongestBreak; ++i) {
        if (announcement(add_days(day, -i))) return add_days(day, -i);
    }
    return add_days(day, -1);
}

Date AnnouncementCalendar::eastern_date(Time time) {
    auto const local = eastern()->to_local(time);
    return Date(std::chrono::sys_days(date::floor<date::days>(local).time_since_epoch()));
}

Time AnnouncementCalendar::eastern_time(Date date, int hour) {
    date::local_days const day(std::chrono::sys_days(date).time_since_epoch());
    return eastern()->to_sys(day + std::chrono::hours(hour), date::choose::earliest);
}

}  // namespace lectern
