// Dates and times in every form that is read.
#include "target.hpp"

#include <lectern/core/calendar.hpp>
#include <lectern/core/date.hpp>
#include <lectern/net/retry.hpp>

void fuzz(std::string_view bytes) {
    if (auto const date = lectern::parse_date(bytes))
        must(lectern::format_date(*date) == bytes, "dates come back");
    (void)lectern::parse_us_date(bytes);
    (void)lectern::parse_written_date(bytes);
    for (auto const& time : {lectern::parse_rfc3339(bytes), lectern::parse_rfc822(bytes)}) {
        if (!time) continue;
        must(lectern::parse_rfc3339(lectern::format_time(*time)).has_value(), "times can be read back");
        (void)lectern::AnnouncementCalendar::eastern_date(*time);
    }
    (void)lectern::net::parse_retry_after(bytes, {});
}
