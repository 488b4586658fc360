#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace lectern::text {
namespace {

constexpr std::size_t kLongestFileName = 200;
constexpr char32_t kNothing = U' ';  // stands before the first character and after the last

struct Character {
    char32_t code = kNothing;
    std::size_t length = 0;  ///< Bytes; 0 at the end of the text.
};

/// \pre `s` is UTF-8
Character first_character(std::string_view s) {
    if (s.empty()) return {};
    utf8proc_int32_t code = 0;
    auto const length =
        utf8proc_iterate(reinterpret_cast<utf8proc_uint8_t const*>(s.data()),
                         static_cast<utf8proc_ssize_t>(std::min<std::size_t>(s.size(), 4)), &code);
    return {static_cast<char32_t>(code), static_cast<std::size_t>(length)};
}

utf8proc_property_t const& property(char32_t c) {
    return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
}

bool in(char32_t c, char32_t first, char32_t last) {
    return first <= c && c <= last;
}

bool is_break(char32_t c) {
    return in(c, U'\n', U'\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_variation_selector(char32_t c) {
    return in(c, 0xfe00, 0xfe0f) || in(c, 0xe0100, 0xe01ef) || in(c, 0x180b, 0x180d) || c == 0x180f;
}

bool is_joiner(char32_t c) {
    return c == 0x200c || c == 0x200d || c == 0x180e;
}

bool is_pictograph(char32_t c) {
    return property(c).boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool is_visible_letter_or_mark(char32_t c) {
    auto const& facts = property(c);
    return facts.category >= UTF8PROC_CATEGORY_LU && facts.category <= UTF8PROC_CATEGORY_ME &&
           !facts.ignorable;
}

/// Letters and marks of scripts whose shapes depend on joiners: Arabic and its relatives, those of South and
/// Southeast Asia, Mongolian.
bool is_joining_letter(char32_t c) {
    constexpr std::array<std::array<char32_t, 2>, 6> ranges{{{0x0600, 0x109f},
                                                             {0x1700, 0x1cff},
                                                             {0xa800, 0xabff},
                                                             {0xfb50, 0xfefc},
                                                             {0x10a00, 0x11fff},
                                                             {0x1e800, 0x1e95f}}};
    bool const script =
        std::ranges::any_of(ranges, [c](auto const& range) { return in(c, range[0], range[1]); });
    return script && is_visible_letter_or_mark(c);
}

bool keeps_joiner(char32_t previous, char32_t joiner, char32_t next) {
    if (is_joining_letter(previous) && is_joining_letter(next)) return true;
    bool const picture = is_pictograph(previous) || in(previous, 0x1f3fb, 0x1f3ff) || previous == 0xfe0f;
    return joiner == 0x200d && picture && is_pictograph(next);
}

/// A second selector in a row changes nothing that could be seen, so it could only carry hidden data.
bool keeps_variation_selector(char32_t previous, char32_t next) {
    bool const key = in(previous, U'0', U'9') || previous == U'#' || previous == U'*';
    if (key) return next == 0x20e3;  // the keycap emoji, such as "1" in a box
    auto const category = property(previous).category;
    bool const symbol = category >= UTF8PROC_CATEGORY_SM && category <= UTF8PROC_CATEGORY_SO;
    if (previous < 0x80) return false;
    return symbol || is_pictograph(previous) || category == UTF8PROC_CATEGORY_LO;
}

/// Characters that steer a device or the reading direction, or that have no shape of their own.
bool is_hidden(char32_t c) {
    auto const& facts = property(c);
    bool const nonchar = in(c, 0xfdd0, 0xfdef) || (c & 0xfffe) == 0xfffe;
    bool const control = facts.category == UTF8PROC_CATEGORY_CC || facts.category == UTF8PROC_CATEGORY_ZL ||
                         facts.category == UTF8PROC_CATEGORY_ZP;
    return control || nonchar || facts.ignorable || c == 0x061c || in(c, 0xfff9, 0xfffb) ||
           in(c, 0xe0000, 0xe0fff);
}

bool is_special_in_file_name(char32_t c, bool first) {
    constexpr std::u32string_view everywhere = U"/\\:*?\"<>|";
    constexpr std::u32string_view at_start = U".-~";
    return everywhere.find(c) != everywhere.npos || (first && at_start.find(c) != at_start.npos);
}

bool is_shown(char32_t previous, char32_t c, char32_t next) {
    if (in(c, 0x20, 0x7e)) return true;
    if (is_joiner(c)) return keeps_joiner(previous, c, next);
    if (is_variation_selector(c)) return keeps_variation_selector(previous, next);
    return !is_hidden(c);
}

void append_escape(std::string& out, char32_t c) {
    auto const number = static_cast<std::uint32_t>(c);
    if (c == U'\n') {
        out += "\\n";
    } else if (c == U'\t') {
        out += "\\t";
    } else if (c < 0x80) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", number);
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", number);
    }
}

/// What stands for a character that is not shown.
void append_substitute(std::string& out, char32_t c, char32_t next, Medium medium) {
    if (medium == Medium::line) return append_escape(out, c);
    if (medium == Medium::file_name) {
        out += '_';
    } else if (c == U'\t') {
        out += '\t';
    } else if (is_break(c) && !(c == U'\r' && next == U'\n')) {
        out += '\n';
    }
}

}  // namespace

std::string displayable(std::string_view s, Medium medium) {
    // Most text is ASCII, which stays as it is everywhere but in file names.
    auto const is_plain = [&](char c) {
        return (c >= 0x20 && c < 0x7f) || (medium == Medium::page && (c == '\n' || c == '\t'));
    };
    if (medium != Medium::file_name && std::ranges::all_of(s, is_plain)) return std::string(s);
    std::string const valid = replace_invalid_utf8(s);
    std::string out;
    out.reserve(valid.size());
    std::string_view rest = valid;
    char32_t previous = kNothing;
    for (Character c = first_character(rest); c.length > 0;) {
        Character const next = first_character(rest.substr(c.length));
        bool const special = medium == Medium::file_name && is_special_in_file_name(c.code, out.empty());
        bool const shown = !special && is_shown(previous, c.code, next.code);
        if (shown) {
            out += rest.substr(0, c.length);
        } else {
            append_substitute(out, c.code, next.code, medium);
        }
        rest.remove_prefix(c.length);
        previous = shown ? c.code : kNothing;
        c = next;
    }
    if (medium != Medium::file_name) return out;
    return out.empty() ? "_" : truncate(out, kLongestFileName);
}

}  // namespace lectern::text
