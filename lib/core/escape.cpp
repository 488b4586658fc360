#include "detail/ascii.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>

#include <algorithm>

namespace lectern::text {
namespace {

bool is_alnum(char c) {
    return is_digit(c) || is_letter(c);
}
/// ASCII punctuation, which a backslash escapes.
bool is_punctuation(char c) {
    return c > ' ' && c < '\x7f' && !is_alnum(c);
}
bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

/// Place of the `.` or `)` behind a number at the start of the line, where it could start a list item; else
/// npos.
std::size_t find_list_sign(std::string_view line) {
    auto const digits = static_cast<std::size_t>(std::ranges::find_if_not(line, is_digit) - line.begin());
    bool const marker = digits > 0 && digits < line.size() && is_one_of(line[digits], ".)");
    bool const item = marker && (digits + 1 == line.size() || is_one_of(line[digits + 1], " \t"));
    return item ? digits : std::string_view::npos;
}

enum class Place { line, cell };

/// Whether the character at `i` gets a backslash. Looks at the direct neighbors only.
bool needs_backslash(std::string_view line, std::size_t i, Place place) {
    char const next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (i == 0 && is_one_of(line[i], "#>+-=|:^")) return true;
    switch (line[i]) {
        case '`':
        case '*':
        case '~':
        case '[':
        case ']':
            return true;
        case '|':
            return place == Place::cell;  // a table takes the backslash away before the cell is read
        case '_':
            return i == 0 || !is_alnum(line[i - 1]);
        case '\\':
            return next == '\0' || is_punctuation(next);
        case ':':
            return line.substr(i + 1).starts_with("//");
        case '.':
            return i >= 3 && iequals(line.substr(i - 3, 3), "www");
        default:
            return false;
    }
}

/// \pre no line break in `line`, and no white space at its ends
void append_line(std::string& out, std::string_view line, Place place) {
    std::size_t const list_sign = find_list_sign(line);
    for (std::size_t i = 0; i < line.size(); ++i) {
        bool const before_blank = i + 1 < line.size() && line[i + 1] == ' ';
        if (line[i] == '<' && !before_blank) {
            out += "&lt;";
        } else if (line[i] == '&' && !before_blank) {
            out += "&amp;";
        } else {
            if (i == list_sign || needs_backslash(line, i, place)) out += '\\';
            out += line[i];
        }
    }
}

std::string escape_line(std::string_view s, Place place) {
    std::string out;
    append_line(out, collapse_whitespace(displayable(s, Medium::page)), place);
    return out;
}

std::string_view html_reference(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

}  // namespace

std::string escape_html(std::string_view s) {
    std::string const shown = displayable(s, Medium::page);
    std::string out;
    out.reserve(shown.size());
    for (char const c : shown) {
        std::string_view const reference = html_reference(c);
        if (reference.empty()) {
            out += c;
        } else {
            out += reference;
        }
    }
    return out;
}

std::string escape_markdown(std::string_view s) {
    return escape_line(s, Place::line);
}

std::string escape_markdown_cell(std::string_view s) {
    return escape_line(s, Place::cell);
}

std::string escape_markdown_lines(std::string_view s) {
    std::string const shown = displayable(s, Medium::page);
    std::string out;
    for (std::string_view const line : split(trim(shown), '\n')) {
        if (!out.empty()) out += '\n';
        append_line(out, trim(line), Place::line);
    }
    return out;
}

std::string unescape_markdown(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    while (!s.empty()) {
        std::size_t used = 1;
        char c = s.front();
        if (c == '\\' && s.size() > 1 && (is_punctuation(s[1]) || s[1] == '\n')) {
            c = s[1];
            used = 2;
        } else if (s.starts_with("&lt;")) {
            c = '<';
            used = 4;
        } else if (s.starts_with("&amp;")) {
            c = '&';
            used = 5;
        }
        out += c;
        s.remove_prefix(used);
    }
    return out;
}

}  // namespace lectern::text
