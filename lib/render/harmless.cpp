#include "detail/harmless.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>

namespace lectern::markdown {
namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_alnum(char c) {
    return is_alpha(c) || (c >= '0' && c <= '9');
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}
bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

template <class Predicate>
std::string_view leading(std::string_view s, Predicate accepts) {
    return s.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(s, accepts) - s.begin()));
}

/// Whether a tag, comment or autolink can start with a `<` that `rest` follows. `closable`: a `>` may come
/// later.
bool can_start_markup(std::string_view rest, bool closable) {
    if (rest.empty() || is_space(rest.front())) return false;
    if (is_one_of(rest.front(), "/!?")) return true;
    std::string_view const name = leading(rest, [](char c) { return is_alnum(c) || c == '-'; });
    std::string_view const after = rest.substr(name.size());
    bool const tag = is_alpha(rest.front()) &&
                     (after.empty() || is_space(after.front()) || is_one_of(after.front(), "/>"));
    if (tag && closable) return true;
    constexpr std::string_view address_signs = ".!#$%&'*+/=?^_`{|}~-";
    std::string_view const address =
        leading(rest, [&](char c) { return is_alnum(c) || is_one_of(c, address_signs); });
    return address.size() < rest.size() && is_one_of(rest[address.size()], ":@");
}

bool holds_markup(std::string_view text, Place place) {
    std::size_t const last_end = text.find_last_of('>');
    std::size_t const start = text.find_first_not_of(" \t\n");
    for (std::size_t i = text.find('<'); i != std::string_view::npos; i = text.find('<', i + 1)) {
        // Behind a link's text the page has a tag of its own. What starts a list item or a line of a block may start
        // an HTML block, which needs no end.
        bool const closable = place == Place::link || place == Place::blocks || i == start ||
                              (last_end != std::string_view::npos && last_end > i);
        if (can_start_markup(text.substr(i + 1), closable)) return true;
    }
    return false;
}

bool holds_link(std::string_view text) {
    constexpr std::array<std::string_view, 5> signs{"](", "][", "]:", "[^", "!["};
    return std::ranges::any_of(signs, [&](std::string_view sign) { return text.find(sign) != sign.npos; });
}

/// Whether the text leaves the brackets of the link around it alone.
bool fits_link(std::string_view text) {
    constexpr std::array<std::string_view, 6> signs{"`", "\\[", "\\]", "\\\\", "://", "www."};
    if (text.starts_with('^') || text.ends_with('\\')) return false;
    if (std::ranges::any_of(signs, [&](std::string_view sign) { return text.find(sign) != sign.npos; }))
        return false;
    std::ptrdiff_t depth = 0;
    for (char const c : text) {
        depth += c == '[' ? 1 : (c == ']' ? -1 : 0);
        if (depth < 0) return false;
    }
    return depth == 0;
}

/// Whether a line can start a block, or be the rule of a table.
bool can_start_block(std::string_view line) {
    std::string_view const body = text::trim(line);
    if (body.empty()) return false;
    // Four columns would make code of a line that starts a paragraph.
    bool const indented = line.starts_with("    ") || line.find('\t') < line.find(body.front());
    std::string_view const number = leading(body, [](char c) { return c >= '0' && c <= '9'; });
    bool const numbered =
        !number.empty() && number.size() < body.size() && is_one_of(body[number.size()], ".)");
    return indented || numbered || is_one_of(body.front(), "#>+-=|:<[*_~`");
}

bool starts_blocks(std::string_view text) {
    bool first = true;  // the first line follows a label
    for (std::string_view const line : text::split(text, '\n')) {
        if (!first && can_start_block(line)) return true;
        first = false;
    }
    return false;
}

}  // namespace

bool is_harmless(std::string_view text, Place place) {
    if (text::displayable(text, text::Medium::page) != text) return false;
    if (holds_markup(text, place) || holds_link(text)) return false;
    bool const several_lines = place == Place::lines || place == Place::blocks;
    if (!several_lines && text::collapse_whitespace(text) != text) return false;
    if (place == Place::link) return fits_link(text);
    if (place == Place::cell) return !text.starts_with('^') && text.find('|') == std::string_view::npos;
    return place == Place::blocks || !starts_blocks(text);
}

}  // namespace lectern::markdown
