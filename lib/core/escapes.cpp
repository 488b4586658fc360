#include "detail/escapes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

namespace lectern {
namespace {

/// An escape at the beginning of a text: the character and how many bytes it takes; 0: there is none.
struct Escape {
    std::uint32_t point = 0;
    std::size_t size = 0;
};

/// The number that `count` digits from `at` on make up.
std::optional<std::uint32_t> digits(std::string_view text, std::size_t at, std::size_t count, int base) {
    if (count == 0 || at + count > text.size()) return std::nullopt;
    std::uint32_t number = 0;
    char const* const first = text.data() + at;
    auto const [end, failure] = std::from_chars(first, first + count, number, base);
    return failure == std::errc{} && end == first + count ? std::optional(number) : std::nullopt;
}

bool is_punctuation(char c) {
    return std::ispunct(static_cast<unsigned char>(c)) != 0;
}

/// `\u002d`, `\u{2d}`, `\x2d`, `\055`, `\-`.
Escape backslash(std::string_view text) {
    if (text.size() < 2) return {};
    char const c = text[1];
    if (c == 'u' && text.substr(2, 1) == "{") {
        std::size_t const end = text.substr(0, 12).find('}');
        if (end == std::string_view::npos) return {};
        auto const point = digits(text, 3, end - 3, 16);
        return point ? Escape{*point, end + 1} : Escape{};
    }
    if (c == 'u' || c == 'U' || c == 'x') {
        std::size_t const count = c == 'u' ? 4 : c == 'U' ? 8 : 2;
        auto const point = digits(text, 2, count, 16);
        return point ? Escape{*point, 2 + count} : Escape{};
    }
    if (auto const point = digits(text, 1, 3, 8)) return {*point, 4};
    if (c == 'n' || c == 'r' || c == 't') return {' ', 2};
    return is_punctuation(c) ? Escape{static_cast<unsigned char>(c), 2} : Escape{};
}

/// `%2D` and `=2D`; a `=` at a line's end joins lines.
Escape hexadecimal(std::string_view text) {
    if (text[0] == '=' && text.substr(1, 1) == "\n") return {' ', 2};
    if (text[0] == '=' && text.substr(1, 2) == "\r\n") return {' ', 3};
    auto const byte = digits(text, 1, 2, 16);
    return byte ? Escape{*byte, 3} : Escape{};
}

/// `&#45;`, `&#x2d;`, `&amp;`. The semicolon of a number may be missing, as browsers have it.
Escape reference(std::string_view text) {
    using Name = std::pair<std::string_view, char>;
    static constexpr std::array<Name, 21> names{
        {{"&amp;", '&'},      {"&lt;", '<'},     {"&gt;", '>'},     {"&quot;", '"'},   {"&apos;", '\''},
         {"&sol;", '/'},      {"&bsol;", '\\'},  {"&hyphen;", '-'}, {"&dash;", '-'},   {"&lowbar;", '_'},
         {"&UnderBar;", '_'}, {"&period;", '.'}, {"&colon;", ':'},  {"&plus;", '+'},   {"&equals;", '='},
         {"&commat;", '@'},   {"&num;", '#'},    {"&percnt;", '%'}, {"&dollar;", '$'}, {"&excl;", '!'},
         {"&ast;", '*'}}};
    if (!text.starts_with("&#")) {
        auto const known =
            std::ranges::find_if(names, [&](Name const& name) { return text.starts_with(name.first); });
        return known == names.end() ? Escape{}
                                    : Escape{static_cast<unsigned char>(known->second), known->first.size()};
    }
    bool const hex = text.substr(2, 1) == "x" || text.substr(2, 1) == "X";
    std::size_t const begin = hex ? 3 : 2;
    std::size_t end = begin;
    auto const is_digit = [&](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (hex ? std::isxdigit(byte) : std::isdigit(byte)) != 0;
    };
    while (end < std::min<std::size_t>(text.size(), begin + 7) && is_digit(text[end])) ++end;
    auto const point = digits(text, begin, end - begin, hex ? 16 : 10);
    if (!point) return {};
    return {*point, end + (text.substr(end, 1) == ";" ? 1U : 0U)};
}

Escape escape_at(std::string_view text) {
    switch (text[0]) {
        case '\\':
            return backslash(text);
        case '%':
        case '=':
            return hexadecimal(text);
        case '&':
            return reference(text);
        default:
            return {};
    }
}

/// The size of a character without width at the beginning: white space, soft hyphen, U+200B–U+200F, U+2060, U+FEFF.
std::size_t blank_size(std::string_view text) {
    char const c = text[0];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (static_cast<unsigned char>(c) < 0x80) return 0;
    if (text.starts_with("\xc2\xad") || text.starts_with("\xc2\xa0")) return 2;
    if (text.starts_with("\xe2\x80") && text.size() > 2 && text[2] >= '\x8b' && text[2] <= '\x8f') return 3;
    return text.starts_with("\xe2\x81\xa0") || text.starts_with("\xef\xbb\xbf") ? 3 : 0;
}

}  // namespace

MappedText mapped(std::string_view text) {
    MappedText result;
    result.text = text;
    result.begin.resize(text.size());
    result.end.resize(text.size());
    for (std::uint32_t i = 0; i < text.size(); ++i) {
        result.begin[i] = i;
        result.end[i] = i + 1;
    }
    return result;
}

bool resolve_escapes(MappedText const& from, MappedText& to) {
    constexpr std::size_t longest = 16;
    if (from.text.find_first_of("\\%=&") == std::string::npos) return false;
    std::string_view const text = from.text;
    bool any = false;
    for (std::size_t i = 0; i < text.size();) {
        Escape const escape = escape_at(text.substr(i, longest));
        std::size_t const size = std::max<std::size_t>(1, escape.size);
        // Secrets are sent in headers and are plain ASCII; other characters only separate.
        char const c = escape.size == 0      ? text[i]
                       : escape.point < 0x80 ? static_cast<char>(escape.point)
                                             : '\x7f';
        to.add(c, from.begin[i], from.end[i + size - 1]);
        any = any || escape.size > 0;
        i += size;
    }
    return any;
}

MappedText without_blanks(MappedText const& from) {
    MappedText result;
    std::string_view const text = from.text;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t const blank = blank_size(text.substr(i, 3));
        if (blank == 0) result.add(text[i], from.begin[i], from.end[i]);
        i += std::max<std::size_t>(1, blank);
    }
    return result;
}

}  // namespace lectern
