#include <lectern/core/date.hpp>
#include <lectern/core/text.hpp>

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>

namespace lectern {
namespace {

/// Reads `text` wholly by a format of the date library (strptime's letters).
template <class T>
std::optional<T> parse_with(char const* format, std::string_view text) {
    std::istringstream in{std::string(text)};
    T value{};
    in >> date::parse(format, value);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    return value;
}

Error bad_date(std::string_view text, std::string_view expected) {
    return {errc::invalid_argument, fmt::format("\"{}\" is no {}", text, expected)};
}

std::optional<int> digits(std::string_view text, std::size_t pos, std::size_t count) {
    if (pos + count > text.size()) return std::nullopt;
    int value = 0;
    auto const [end, error] = std::from_chars(text.data() + pos, text.data() + pos + count, value);
    if (error != std::errc{} || end != text.data() + pos + count || value < 0) return std::nullopt;
    return value;
}

template <class MakeError>
Result<Date> make_date(std::optional<int> year, std::optional<int> month, std::optional<int> day,
                       MakeError error) {
    if (!year || !month || !day) return error();
    Date const date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                    std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return error();
    return date;
}

/// Drops a fraction of seconds, which date::parse would otherwise need another type for.
std::string without_fraction(std::string_view text) {
    std::size_t const point = text.find('.');
    if (point == std::string_view::npos) return std::string(text);
    std::size_t end = point + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    return std::string(text.substr(0, point)).append(text.substr(end));
}

}  // namespace

Result<Date> parse_date(std::string_view iso) {
    auto const error = [&] { return bad_date(iso, "date of the form YYYY-MM-DD"); };
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return error();
    return make_date(digits(iso, 0, 4), digits(iso, 5, 2), digits(iso, 8, 2), error);
}

Result<Date> parse_us_date(std::string_view text) {
    auto const error = [&] { return bad_date(text, "date of the form MM/DD/YYYY"); };
    if (text.size() != 10 || text[2] != '/' || text[5] != '/') return error();
    return make_date(digits(text, 6, 4), digits(text, 0, 2), digits(text, 3, 2), error);
}

std::string format_date(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_us_date(Date date) {
    return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), static_cast<int>(date.year()));
}

Result<Time> parse_rfc3339(std::string_view text) {
    std::string const plain = without_fraction(text::trim(text));
    for (char const* format : {"%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%Ez", "%Y-%m-%dT%H:%MZ"}) {
        if (auto const time = parse_with<Time>(format, plain)) return *time;
    }
    return bad_date(text, "time of the form YYYY-MM-DDTHH:MM:SSZ");
}

Result<Time> parse_rfc822(std::string_view text) {
    std::string_view plain = text::trim(text);
    if (std::size_t const comma = plain.find(','); comma != std::string_view::npos) {
        plain = text::trim(plain.substr(comma + 1));
    }
    for (char const* format : {"%d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S GMT", "%d %b %Y %H:%M:%S UTC"}) {
        if (auto const time = parse_with<Time>(format, plain)) return *time;
    }
    return bad_date(text, "time of the form \"Tue, 21 Apr 2026 00:00:00 -0400\"");
}

std::string format_time(Time time) {
    return date::format("%Y-%m-%dT%H:%M:%SZ", time);
}

Result<Date> parse_written_date(std::string_view text) {
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::string_view plain = text::trim(text);
    if (plain.size() >= 10 && plain[4] == '-') return parse_date(plain.substr(0, 10));
    if (std::size_t const comma = plain.find(','); comma != std::string_view::npos) {
        plain = text::trim(plain.substr(comma + 1));
    }
    // Every item of a feed has one of these, so no stream is set up for it: "21 Apr 2026" or "2 Apr 2026".
    std::size_t const day_digits = plain.find(' ');
    auto const error = [&] { return bad_date(text, "date"); };
    if (day_digits == 0 || day_digits > 2 || plain.size() < day_digits + 9) return error();
    auto const month = std::ranges::find(months, plain.substr(day_digits + 1, 3));
    if (month == months.end() || plain[day_digits + 4] != ' ') return error();
    return make_date(digits(plain, day_digits + 5, 4), static_cast<int>(month - months.begin()) + 1,
                     digits(plain, 0, day_digits), error);
}

std::string_view weekday_name(Date date) noexcept {
    static constexpr std::array<std::string_view, 7> names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    return names[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()];
}

Date add_days(Date date, int days) noexcept {
    return Date(std::chrono::sys_days(date) + std::chrono::days(days));
}

}  // namespace lectern
