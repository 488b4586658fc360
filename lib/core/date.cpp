#include "detail/ascii.hpp"

#include <lectern/core/date.hpp>
#include <lectern/core/text.hpp>

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace lectern {
namespace {

// No paper is older or younger, and no sum of such a time and an offset overflows.
constexpr std::chrono::year kFirstYear{1900};
constexpr std::chrono::year kLastYear{2999};
constexpr int kMostZoneHours = 14;
constexpr std::size_t kMostFractionDigits = 30;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Zone {
    std::string_view name;
    int hours;
};

// RFC 822, section 5.1; its military letters are of doubtful sign (RFC 1123, 5.2.14) and refused.
constexpr std::array<Zone, 12> kZones{{{"GMT", 0},
                                       {"UT", 0},
                                       {"UTC", 0},
                                       {"Z", 0},
                                       {"EST", -5},
                                       {"EDT", -4},
                                       {"CST", -6},
                                       {"CDT", -5},
                                       {"MST", -7},
                                       {"MDT", -6},
                                       {"PST", -8},
                                       {"PDT", -7}}};

Error bad_date(std::string_view text, std::string_view expected) {
    return {errc::invalid_argument, fmt::format("\"{}\" is not a {}", text::truncate(text, 100), expected)};
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
/// Takes a text apart from its front.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool take_blanks() { return !take_while(is_blank, rest_.size()).empty(); }

    std::string_view take_word() { return take_while(text::is_letter, rest_.size()); }

    /// A number of `least` to `most` digits (at most 9), with no further digit behind it.
    std::optional<int> take_number(std::size_t least, std::size_t most) {
        std::string_view const digits = take_while(text::is_digit, most);
        if (digits.size() < least || (!rest_.empty() && text::is_digit(rest_.front()))) return std::nullopt;
        int value = 0;
        for (char const digit : digits) value = 10 * value + (digit - '0');
        return value;
    }

    /// `.` and digits, or nothing at all.
    bool take_fraction() {
        if (!take('.')) return true;
        return !take_while(text::is_digit, kMostFractionDigits).empty();
    }

private:
    template <class Predicate>
    std::string_view take_while(Predicate wanted, std::size_t most) {
        std::size_t end = 0;
        while (end < std::min(most, rest_.size()) && wanted(rest_[end])) ++end;
        std::string_view const taken = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return taken;
    }

    std::string_view rest_;
};

/// A date as written, and the point of time if there is a time of day with a zone.
struct Written {
    Date day;
    std::optional<Time> time{};
};

bool is_plausible(std::chrono::year year) {
    return year >= kFirstYear && year <= kLastYear;
}

std::optional<Date> make_date(std::optional<int> year, std::optional<int> month, std::optional<int> day) {
    if (!year || !month || !day || !is_plausible(std::chrono::year(*year))) return std::nullopt;
    Date const date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                    std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return date;
}

/// Three numbers with the separator between them, by width.
std::optional<std::array<int, 3>> take_triple(Reader& in, std::array<std::size_t, 3> widths, char separator) {
    std::array<int, 3> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && !in.take(separator)) return std::nullopt;
        auto const number = in.take_number(widths[i], widths[i]);
        if (!number) return std::nullopt;
        numbers[i] = *number;
    }
    return numbers;
}

std::optional<Date> take_iso_date(Reader& in) {
    auto const parts = take_triple(in, {4, 2, 2}, '-');
    if (!parts) return std::nullopt;
    return make_date((*parts)[0], (*parts)[1], (*parts)[2]);
}

/// `HH:MM` or `HH:MM:SS`; a leap second counts as the first of the next minute.
std::optional<std::chrono::seconds> take_clock(Reader& in) {
    auto const hours = in.take_number(2, 2);
    if (!hours || *hours > 23 || !in.take(':')) return std::nullopt;
    auto const minutes = in.take_number(2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    std::optional<int> seconds = 0;
    if (in.take(':')) seconds = in.take_number(2, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(*seconds);
}

/// `+HH:MM` or `-HHMM`: what local time is ahead of UTC.
std::optional<std::chrono::minutes> take_offset(Reader& in, bool with_colon) {
    bool const behind = in.take('-');
    if (!behind && !in.take('+')) return std::nullopt;
    std::optional<int> hours;
    std::optional<int> minutes;
    if (with_colon) {
        hours = in.take_number(2, 2);
        if (!in.take(':')) return std::nullopt;
        minutes = in.take_number(2, 2);
    } else if (auto const both = in.take_number(4, 4)) {
        hours = *both / 100;
        minutes = *both % 100;
    }
    if (!hours || !minutes || *hours > kMostZoneHours || *minutes > 59) return std::nullopt;
    auto const offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return behind ? -offset : offset;
}

std::optional<std::chrono::minutes> take_named_zone(Reader& in) {
    std::string_view const name = in.take_word();
    auto const zone =
        std::ranges::find_if(kZones, [name](Zone const& known) { return text::iequals(known.name, name); });
    if (zone == kZones.end()) return std::nullopt;
    return std::chrono::hours(zone->hours);
}

/// The day and its time in UTC, which must be of a year that may be written too.
std::optional<Written> at_time(Date day, std::chrono::seconds clock, std::chrono::minutes offset) {
    Time const time = Time(std::chrono::sys_days(day)) + clock - offset;
    Date const utc(std::chrono::floor<std::chrono::days>(time));
    if (!is_plausible(utc.year())) return std::nullopt;
    return Written{day, time};
}

/// RFC 3339, or its date alone.
std::optional<Written> read_rfc3339(std::string_view text) {
    Reader in(text);
    auto const day = take_iso_date(in);
    if (!day) return std::nullopt;
    if (in.at_end()) return Written{*day};
    if (!in.take('T') && !in.take('t')) return std::nullopt;
    auto const clock = take_clock(in);
    if (!clock || !in.take_fraction()) return std::nullopt;
    bool const utc = in.take('Z') || in.take('z');
    auto const offset = utc ? std::chrono::minutes(0) : take_offset(in, true);
    if (!offset || !in.at_end()) return std::nullopt;
    return at_time(*day, *clock, *offset);
}

/// A year of four digits, or of two as RFC 5322, section 4.3, reads them.
std::optional<int> take_year(Reader& in) {
    auto const year = in.take_number(2, 4);
    if (!year || *year >= 1000) return year;
    constexpr int next_century = 50;
    if (*year >= 100) return std::nullopt;
    return *year + (*year < next_century ? 2000 : 1900);
}

std::optional<int> take_month(Reader& in) {
    std::string_view const name = in.take_word();
    auto const month =
        std::ranges::find_if(kMonths, [name](std::string_view known) { return text::iequals(known, name); });
    if (month == kMonths.end()) return std::nullopt;
    return static_cast<int>(month - kMonths.begin()) + 1;
}

/// The day of the week and a comma, or nothing at all.
bool take_weekday(Reader& in) {
    std::string_view const name = in.take_word();
    if (name.empty()) return true;
    bool const known = std::ranges::any_of(
        kWeekdays, [name](std::string_view weekday) { return text::iequals(weekday, name); });
    if (!known || !in.take(',')) return false;
    (void)in.take_blanks();
    return true;
}

/// RFC 822 with the years of RFC 1123, or its date alone.
std::optional<Written> read_rfc822(std::string_view text) {
    Reader in(text);
    if (!take_weekday(in)) return std::nullopt;
    auto const number = in.take_number(1, 2);
    if (!in.take_blanks()) return std::nullopt;
    auto const month = take_month(in);
    if (!in.take_blanks()) return std::nullopt;
    auto const day = make_date(take_year(in), month, number);
    if (!day) return std::nullopt;
    if (in.at_end()) return Written{*day};
    if (!in.take_blanks()) return std::nullopt;
    auto const clock = take_clock(in);
    if (!clock || !in.take_blanks()) return std::nullopt;
    auto offset = take_offset(in, false);
    if (!offset) offset = take_named_zone(in);
    if (!offset || !in.at_end()) return std::nullopt;
    return at_time(*day, *clock, *offset);
}

}  // namespace

Result<Date> parse_date(std::string_view iso) {
    Reader in(iso);
    auto const date = take_iso_date(in);
    if (!date || !in.at_end()) return bad_date(iso, "date of the form YYYY-MM-DD");
    return *date;
}

Result<Date> parse_us_date(std::string_view text) {
    Reader in(text);
    auto const parts = take_triple(in, {2, 2, 4}, '/');
    auto const date = parts ? make_date((*parts)[2], (*parts)[0], (*parts)[1]) : std::nullopt;
    if (!date || !in.at_end()) return bad_date(text, "date of the form MM/DD/YYYY");
    return *date;
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
    auto const written = read_rfc3339(text::trim(text));
    if (written && written->time) return *written->time;
    return bad_date(text, "time of the form YYYY-MM-DDTHH:MM:SSZ");
}

Result<Time> parse_rfc822(std::string_view text) {
    auto const written = read_rfc822(text::trim(text));
    if (written && written->time) return *written->time;
    return bad_date(text, "time of the form \"Tue, 21 Apr 2026 00:00:00 -0400\"");
}

std::string format_time(Time time) {
    return date::format("%Y-%m-%dT%H:%M:%SZ", time);
}

Result<Date> parse_written_date(std::string_view text) {
    std::string_view const plain = text::trim(text);
    auto written = read_rfc3339(plain);
    if (!written) written = read_rfc822(plain);
    if (!written) return bad_date(text, "date");
    return written->day;
}

std::string_view weekday_name(Date date) noexcept {
    return kWeekdays[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()];
}

Date add_days(Date date, int days) noexcept {
    return Date(std::chrono::sys_days(date) + std::chrono::days(days));
}

}  // namespace lectern
