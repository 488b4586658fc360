#pragma once

#include <lectern/core/error.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace lectern {

/// A calendar day without time zone.
using Date = std::chrono::year_month_day;
/// A point of time with a resolution of one second, UTC.
using Time = std::chrono::sys_seconds;

/// Reads `YYYY-MM-DD` (ISO 8601). \par Errors invalid_argument for any other text and for days that do not
/// exist.
Result<Date> parse_date(std::string_view iso);
/// `YYYY-MM-DD`.
std::string format_date(Date date);
/// `MM/DD/YYYY`, as on published digest pages.
std::string format_us_date(Date date);
/// Reads `MM/DD/YYYY`. \par Errors invalid_argument
Result<Date> parse_us_date(std::string_view text);

/// Reads RFC 3339 (`2025-08-20T04:00:19.866337+00:00`, `…Z`; seconds may be missing, fractions are dropped).
/// \par Errors invalid_argument
Result<Time> parse_rfc3339(std::string_view text);
/// Reads RFC 5322 / HTTP dates (`Tue, 21 Apr 2026 00:00:00 -0400`, `… GMT`). The weekday is not checked.
/// \par Errors invalid_argument
Result<Time> parse_rfc822(std::string_view text);
/// `YYYY-MM-DDTHH:MM:SSZ`.
std::string format_time(Time time);

/// The date that the text itself shows, in its own time zone: the day of a feed's `pubDate`
/// (`Tue, 21 Apr 2026 00:00:00 -0400` or `2026-04-21T00:00:00-04:00` give 2026-04-21).
/// \par Errors invalid_argument
Result<Date> parse_written_date(std::string_view text);

/// English abbreviation, `Mon` … `Sun`.
std::string_view weekday_name(Date date) noexcept;

/// The day `days` later (earlier if negative).
Date add_days(Date date, int days) noexcept;

}  // namespace lectern
