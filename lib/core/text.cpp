#include "detail/unicode.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <utility>

namespace lectern::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
bool is_control(unsigned char c) {
    return c < 0x20 || c == 0x7f;
}

/// Length of the well-formed sequence at the start of `s` (RFC 3629, table in section 4), or 0.
std::size_t sequence_length(std::string_view s) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    auto const tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
        return i < s.size() && byte(i) >= low && byte(i) <= high;
    };
    unsigned const first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        unsigned const low = first == 0xe0 ? 0xa0 : 0x80;
        unsigned const high = first == 0xed ? 0x9f : 0xbf;
        return tail(1, low, high) && tail(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        unsigned const low = first == 0xf0 ? 0x90 : 0x80;
        unsigned const high = first == 0xf4 ? 0x8f : 0xbf;
        return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

/// Bytes at `pos` that are all ASCII, eight at a time.
std::size_t skip_ascii(std::string_view s, std::size_t pos) {
    constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
    while (pos + 8 <= s.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, s.data() + pos, 8);
        if (word & high_bits) break;
        pos += 8;
    }
    return pos;
}

bool is_unwanted_control(char c) {
    return is_control(static_cast<unsigned char>(c)) && c != '\n' && c != '\t' && c != '\r';
}

/// Whether a byte of the word is below 0x20 or equal to 0x7f; may also say yes where a byte is beyond ASCII.
bool may_hold_control(std::uint64_t word) {
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t high_bits = 0x80 * ones;
    std::uint64_t const below_blank = (word - 0x20 * ones) & ~word;
    std::uint64_t const delete_sign = word + ones;
    return ((below_blank | delete_sign) & high_bits) != 0;
}

}  // namespace

std::optional<std::size_t> find_control(std::string_view s) noexcept {
    for (std::size_t i = 0; i < s.size();) {
        std::uint64_t word = 0;
        std::size_t const length = std::min<std::size_t>(8, s.size() - i);
        std::memcpy(&word, s.data() + i, length);
        if (length == 8 && !may_hold_control(word)) {
            i += 8;
            continue;
        }
        for (std::size_t const end = i + length; i < end; ++i) {
            if (is_unwanted_control(s[i])) return i;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view bytes) noexcept {
    for (std::size_t i = skip_ascii(bytes, 0); i < bytes.size();) {
        std::size_t const length = sequence_length(bytes.substr(i, 4));
        if (length == 0) return i;
        i += length;
        if (length > 1) i = skip_ascii(bytes, i);
    }
    return std::nullopt;
}

std::string replace_invalid_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    while (auto const bad = find_invalid_utf8(bytes)) {
        out.append(bytes.substr(0, *bad)).append(kReplacement);
        bytes.remove_prefix(*bad + 1);
    }
    return out.append(bytes);
}

std::string_view trim(std::string_view s) noexcept {
    while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
    while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
    return s;
}

std::string collapse_whitespace(std::string_view s) {
    s = trim(s);
    bool const single = std::ranges::none_of(s, [last = 'x'](char c) mutable {
        bool const other = is_space(c) && (c != ' ' || last == ' ');
        last = c;
        return other;
    });
    if (single) return std::string(s);
    std::string out;
    out.reserve(s.size());
    bool gap = false;
    for (char const c : s) {
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

std::string strip_controls(std::string_view s) {
    auto const unwanted = [](char c) {
        return is_control(static_cast<unsigned char>(c)) && c != '\n' && c != '\t';
    };
    std::string out(s);
    auto const first = std::ranges::find_if(out, unwanted);
    out.erase(std::remove_if(first, out.end(), unwanted), out.end());
    return out;
}

std::string grouped(std::size_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string counted(std::size_t number, std::string_view thing) {
    return fmt::format("{} {}{}", grouped(number), thing, number == 1 ? "" : "s");
}

std::size_t count_characters(std::string_view s) noexcept {
    auto const starts = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(s, starts));
}

std::string truncate(std::string_view s, std::size_t max_bytes) {
    constexpr std::string_view ellipsis = "…";
    if (s.size() <= max_bytes) return std::string(s);
    std::size_t end = max_bytes < ellipsis.size() ? 0 : max_bytes - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(s[end]) & 0xc0) == 0x80) --end;
    std::string out(s.substr(0, end));
    if (max_bytes >= ellipsis.size()) out += ellipsis;
    return out;
}

std::string printable(std::string_view s, std::size_t max_bytes) {
    return truncate(displayable(truncate(s, max_bytes), Medium::line), max_bytes);
}

std::string fold(std::string_view s) {
    bool const ascii = skip_ascii(s, 0) + 8 > s.size() &&
                       std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return ascii_lower(s);
    return unicode::fold(replace_invalid_utf8(s));
}

std::size_t letter_length(std::string_view s) noexcept {
    if (s.empty()) return 0;
    auto const first = static_cast<unsigned char>(s.front());
    if (first < 0x80) return std::isalnum(first) ? 1 : 0;
    utf8proc_int32_t code_point = 0;
    auto const length = utf8proc_iterate(reinterpret_cast<utf8proc_uint8_t const*>(s.data()),
                                         static_cast<utf8proc_ssize_t>(s.size()), &code_point);
    if (length <= 0) return 0;
    auto const category = utf8proc_category(code_point);
    bool const letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
    return letter ? static_cast<std::size_t>(length) : 0;
}

std::string ascii_lower(std::string_view s) {
    std::string out(s);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool iequals(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split(std::string_view s, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0;;) {
        std::size_t const end = s.find(separator, start);
        parts.push_back(s.substr(start, end == std::string_view::npos ? end : end - start));
        if (end == std::string_view::npos) return parts;
        start = end + 1;
    }
}

std::string join(std::span<std::string const> parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({row[j - 1] + 1, last[j] + 1, substitution});
            bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::exchange(last, std::move(row));
    }
    return last[b.size()];
}

std::optional<std::string_view> nearest(std::string_view word, std::span<std::string_view const> candidates) {
    std::string const wanted = ascii_lower(word);
    std::optional<std::string_view> best;
    std::size_t best_distance = 0;
    for (std::string_view const candidate : candidates) {
        std::size_t const distance = edit_distance(wanted, ascii_lower(candidate));
        bool const near_enough = 3 * distance <= std::max(word.size(), candidate.size());
        if (near_enough && (!best || distance < best_distance)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

}  // namespace lectern::text
