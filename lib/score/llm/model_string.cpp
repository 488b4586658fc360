#include "detail/model_string.hpp"

#include "core/detail/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace lectern::llm {
namespace {

constexpr std::size_t kLongestName = 64;

bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_name(char c) {
    return text::is_letter(c) || text::is_digit(c) || c == '_' || c == '-' || c == '.';
}

/// Whether a character within a string means itself: no quote, no escape, no end of a line.
bool is_ordinary(char c) {
    return c != '"' && c != '\\' && c != '\n' && c != '\'' && c != '\xe2' && c != '\xef';
}

bool begins_with(std::string_view text, std::size_t at, std::string_view prefix) {
    return text.compare(std::min(at, text.size()), prefix.size(), prefix) == 0;
}

/// Whether a member's name and a colon begin at `at`.
bool member_at(std::string_view text, std::size_t at) {
    Quote const quote = quote_at(text, at);
    std::size_t end = at + quote.size;
    std::size_t const limit = std::min(text.size(), end + kLongestName);
    if (quote.kind == 0) {
        while (end < limit && is_name(text[end])) ++end;
        return end > at && colon_at(text, skip_white(text, end)) > 0;
    }
    while (end < limit && text[end] != '\n' && quote_at(text, end).kind != quote.kind) ++end;
    if (end == limit || text[end] == '\n') return false;
    return colon_at(text, skip_white(text, end + quote_at(text, end).size)) > 0;
}

/// Whether a list's item, or its end, begins at `at`.
bool item_at(std::string_view text, std::size_t at) {
    char const c = text[at];
    return quote_at(text, at).kind != 0 || c == '{' || c == '[' || c == ']' || c == '-' ||
           (c >= '0' && c <= '9');
}

/// Whether the `}` at `at` ends an object and is not part of a sentence.
bool ends_object(std::string_view text, std::size_t at) {
    std::size_t next = at + 1;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\r')) ++next;
    return next == text.size() || std::string_view("\n,]}`").find(text[next]) != std::string_view::npos ||
           comma_at(text, next) > 0;
}

/// Whether what stands at `at` can follow a string in this place.
bool can_follow(std::string_view text, std::size_t at, StringPlace place, bool has_quotes) {
    std::size_t const next = skip_white(text, at);
    if (next == text.size()) return true;
    if (place == StringPlace::member_name) return colon_at(text, next) > 0;
    bool const in_list = place == StringPlace::list_item;
    if (begins_with(text, next, "//") || begins_with(text, next, "/*")) return true;
    if (text[next] == ']') return in_list;
    if (text[next] == '}') return !in_list && (!has_quotes || ends_object(text, next));
    std::size_t const comma = comma_at(text, next);
    // A comma may be missing at the end of a line.
    if (comma == 0)
        return !in_list && text.substr(at, next - at).find('\n') != std::string_view::npos &&
               quote_at(text, next).kind != 0 && member_at(text, next);
    std::size_t const after = skip_white(text, next + comma);
    if (after == text.size() || comment_at(text, after)) return true;
    return in_list ? item_at(text, after) : text[after] == '}' || member_at(text, after);
}

/// Letters after `\t`, `\n` or `\r` that continue a TeX command: `\theta` is no tab.
bool continues_tex(std::string_view word) {
    static constexpr std::array<std::string_view, 24> commands{
        "tau", "theta", "times",  "to",         "text", "tilde",  "top",   "tanh",
        "tr",  "nu",    "nabla",  "neq",        "ne",   "not",    "norm",  "nmid",
        "rho", "right", "rangle", "rightarrow", "rm",   "rfloor", "rceil", "rVert"};
    return std::ranges::find(commands, word) != commands.end();
}

/// The letters from the start of the text on; no command is longer.
std::string_view leading_letters(std::string_view text) {
    constexpr std::size_t longest = 12;
    std::size_t end = 0;
    while (end < std::min(text.size(), longest) && text::is_letter(text[end])) ++end;
    return text.substr(0, end);
}

/// The four hexadecimal digits at `at`.
std::optional<std::uint32_t> code_unit(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) return std::nullopt;
    std::uint32_t unit = 0;
    char const* const begin = text.data() + at;
    auto const [end, failure] = std::from_chars(begin, begin + 4, unit, 16);
    return failure == std::errc{} && end == begin + 4 ? std::optional(unit) : std::nullopt;
}

void append_utf8(std::string& out, std::uint32_t point) {
    auto const put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
        put(0xc0 | (point >> 6));
    } else if (point < 0x10000) {
        put(0xe0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3f));
    } else {
        put(0xf0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3f));
        put(0x80 | ((point >> 6) & 0x3f));
    }
    put(0x80 | (point & 0x3f));
}

void append_plain(std::string& out, char c) {
    bool const control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    if (!control) out += c;
}

/// Appends the character of the `\u` at `at`. \return how many bytes it takes
std::size_t append_unicode(std::string& out, std::string_view text, std::size_t at, std::uint32_t unit) {
    constexpr std::uint32_t replacement = 0xfffd;
    bool const high = unit >= 0xd800 && unit < 0xdc00;
    bool const low = unit >= 0xdc00 && unit < 0xe000;
    auto const second = high && begins_with(text, at + 6, "\\u") ? code_unit(text, at + 8) : std::nullopt;
    if (second && *second >= 0xdc00 && *second < 0xe000) {
        append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (*second - 0xdc00));
        return 12;
    }
    if (unit < 0x80)
        append_plain(out, static_cast<char>(unit));
    else
        append_utf8(out, high || low ? replacement : unit);
    return 6;
}

/// Appends what the backslash at `at` begins. \return how many bytes that takes
std::size_t append_escape(std::string& out, std::string_view text, std::size_t at) {
    char const c = at + 1 < text.size() ? text[at + 1] : '\0';
    std::string_view const word = leading_letters(text.substr(std::min(at + 1, text.size())));
    if (c == 'u') {
        if (auto const unit = code_unit(text, at + 2)) return append_unicode(out, text, at, *unit);
    }
    bool const punctuation = c == '"' || c == '\\' || c == '/' || c == '\'';
    bool const layout = (c == 'n' || c == 'r' || c == 't') && !continues_tex(word);
    bool const rare = (c == 'b' || c == 'f') && word.size() == 1;
    if (punctuation) out += c;
    if (layout) out += c == 't' ? '\t' : '\n';
    if (punctuation || layout || rare) return 2;
    out += '\\';
    return 1;
}

}  // namespace

Quote quote_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return {};
    char const c = text[at];
    if (c == '"' || c == '\'') return {c, 1};
    if (c == '\xe2') {
        for (std::string_view const mark : {"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e"})
            if (begins_with(text, at, mark)) return {'"', 3};
        for (std::string_view const mark : {"\xe2\x80\x98", "\xe2\x80\x99"})
            if (begins_with(text, at, mark)) return {'\'', 3};
    }
    if (begins_with(text, at, "\xef\xbc\x82")) return {'"', 3};
    return {};
}

RawString read_string(std::string_view text, std::size_t at, StringPlace place) {
    Quote const opening = quote_at(text, at);
    bool const plain = opening.size == 1;
    RawString string;
    string.begin = at + opening.size;
    std::size_t i = string.begin;
    if (place == StringPlace::member_name) text = text.substr(0, at + 4 * kLongestName);
    while (i < text.size()) {
        char const c = text[i];
        if (is_ordinary(c)) {
            ++i;
            continue;
        }
        if (c == '\\') {
            i += 2;
            continue;
        }
        if (place == StringPlace::member_name && c == '\n') break;
        if (c == '\n') {
            i = skip_white(text, i);
            if (i < text.size() && text[i] == '{') break;
            continue;
        }
        Quote const quote = quote_at(text, i);
        bool const may_close = quote.kind == opening.kind && (!plain || quote.size == 1);
        if (may_close && can_follow(text, i + quote.size, place, string.has_quotes)) {
            string.end = i;
            string.next = i + quote.size;
            string.closed = true;
            return string;
        }
        if (may_close) {
            string.has_quotes = true;
            bool const named = colon_at(text, skip_white(text, i + quote.size)) > 0;
            string.has_member = string.has_member || named;
        }
        i += std::max<std::size_t>(1, quote.size);
    }
    string.end = string.next = std::min(i, text.size());
    return string;
}

std::string decode_string(std::string_view contents) {
    std::string out;
    out.reserve(contents.size());
    for (std::size_t i = 0; i < contents.size();) {
        if (contents[i] == '\\')
            i += append_escape(out, contents, i);
        else
            append_plain(out, contents[i++]);
    }
    return out;
}

std::size_t skip_white(std::string_view text, std::size_t at) {
    while (at < text.size() && is_white(text[at])) ++at;
    return at;
}

std::size_t colon_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    if (text[at] == ':') return 1;
    return begins_with(text, at, "\xef\xbc\x9a") ? 3 : 0;
}

std::size_t comma_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    if (text[at] == ',') return 1;
    return begins_with(text, at, "\xef\xbc\x8c") || begins_with(text, at, "\xe3\x80\x81") ? 3 : 0;
}

bool comment_at(std::string_view text, std::size_t at) {
    return begins_with(text, at, "//") || begins_with(text, at, "/*") || begins_with(text, at, "#");
}

}  // namespace lectern::llm
