#include "detail/html_syntax.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>

namespace lectern::markdown {
namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_alnum(char c) {
    return is_alpha(c) || is_digit(c);
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/// Reads over a text from its start.
class Cursor {
public:
    explicit Cursor(std::string_view s) : s_(s) {}

    bool at_end() const { return pos_ >= s_.size(); }
    char peek() const { return at_end() ? '\0' : s_[pos_]; }
    std::size_t position() const { return pos_; }
    void advance(std::size_t n = 1) { pos_ = std::min(pos_ + n, s_.size()); }
    bool take(char c) {
        if (at_end() || peek() != c) return false;
        ++pos_;
        return true;
    }
    template <class Predicate>
    std::size_t skip_while(Predicate accepts) {
        std::size_t const start = pos_;
        while (!at_end() && accepts(s_[pos_])) ++pos_;
        return pos_ - start;
    }
    std::size_t skip_spaces() { return skip_while(is_space); }

private:
    std::string_view s_;
    std::size_t pos_ = 0;
};

Match until(std::string_view s, std::size_t from, std::string_view end) {
    return s.find(end, from) != std::string_view::npos ? Match::complete : Match::incomplete;
}

/// Value of an attribute, behind the `=`.
Match skip_value(Cursor& cursor) {
    for (char const quote : {'"', '\''}) {
        if (!cursor.take(quote)) continue;
        cursor.skip_while([quote](char c) { return c != quote; });
        return cursor.take(quote) ? Match::complete : Match::incomplete;
    }
    auto const unquoted = [](char c) {
        return !is_space(c) && c != '"' && c != '\'' && c != '=' && c != '<' && c != '>' && c != '`';
    };
    std::size_t const length = cursor.skip_while(unquoted);
    if (cursor.at_end()) return Match::incomplete;
    return length > 0 ? Match::complete : Match::none;
}

/// One attribute, behind white space. `none`: there is no attribute here.
Match skip_attribute(Cursor& cursor) {
    auto const starts_name = [](char c) { return is_alpha(c) || c == '_' || c == ':'; };
    if (cursor.at_end() || !starts_name(cursor.peek())) return Match::none;
    cursor.skip_while([](char c) { return is_alnum(c) || c == '_' || c == '.' || c == ':' || c == '-'; });
    Cursor after = cursor;
    after.skip_spaces();
    if (!after.take('=')) return Match::complete;
    after.skip_spaces();
    Match const value = skip_value(after);
    if (value == Match::complete) cursor = after;
    return value;
}

Match match_open_tag(Cursor cursor) {
    cursor.skip_while([](char c) { return is_alnum(c) || c == '-'; });
    for (;;) {
        std::size_t const spaces = cursor.skip_spaces();
        if (cursor.take('>')) return Match::complete;
        if (cursor.take('/')) return cursor.take('>') ? Match::complete : Match::none;
        if (spaces == 0) return Match::none;
        Match const attribute = skip_attribute(cursor);
        if (attribute != Match::complete) return attribute;
    }
}

Match match_closing_tag(Cursor cursor) {
    if (!is_alpha(cursor.peek())) return Match::none;
    cursor.skip_while([](char c) { return is_alnum(c) || c == '-'; });
    cursor.skip_spaces();
    return cursor.take('>') ? Match::complete : Match::none;
}

Match match_declaration(std::string_view s) {
    if (s.starts_with("<!--")) return until(s, 4, "-->");
    if (s.starts_with("<![CDATA[")) return until(s, 9, "]]>");
    if (s.size() > 2 && is_alpha(s[2])) return until(s, 3, ">");
    return Match::none;
}

bool is_uri_autolink(std::string_view inside) {
    std::size_t const colon = inside.find(':');
    if (colon == std::string_view::npos || colon < 2 || colon > 32 || !is_alpha(inside.front())) return false;
    auto const scheme_char = [](char c) { return is_alnum(c) || c == '+' || c == '.' || c == '-'; };
    auto const uri_char = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '<' && c != 0x7f; };
    return std::ranges::all_of(inside.substr(0, colon), scheme_char) &&
           std::ranges::all_of(inside.substr(colon), uri_char);
}

bool is_mail_autolink(std::string_view inside) {
    std::size_t const at = inside.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 >= inside.size()) return false;
    constexpr std::string_view signs = ".!#$%&'*+/=?^_`{|}~-";
    auto const local_char = [&](char c) { return is_alnum(c) || signs.find(c) != std::string_view::npos; };
    auto const domain_char = [](char c) { return is_alnum(c) || c == '-' || c == '.'; };
    return std::ranges::all_of(inside.substr(0, at), local_char) &&
           std::ranges::all_of(inside.substr(at + 1), domain_char);
}

bool is_autolink(std::string_view s) {
    std::size_t const close = s.find('>');
    if (close == std::string_view::npos || close < 2) return false;
    std::string_view const inside = s.substr(1, close - 1);
    return is_uri_autolink(inside) || is_mail_autolink(inside);
}

/// Element names that start an HTML block of kind 1 or 6.
constexpr std::array<std::string_view, 66> kBlockElements{
    "address",  "article",    "aside",  "base",    "basefont", "blockquote", "body",     "caption",  "center",
    "col",      "colgroup",   "dd",     "details", "dialog",   "dir",        "div",      "dl",       "dt",
    "fieldset", "figcaption", "figure", "footer",  "form",     "frame",      "frameset", "h1",       "h2",
    "h3",       "h4",         "h5",     "h6",      "head",     "header",     "hr",       "html",     "iframe",
    "legend",   "li",         "link",   "main",    "menu",     "menuitem",   "nav",      "noframes", "ol",
    "optgroup", "option",     "p",      "param",   "pre",      "script",     "section",  "source",   "style",
    "summary",  "table",      "tbody",  "td",      "textarea", "tfoot",      "th",       "thead",    "title",
    "tr",       "track",      "ul"};

}  // namespace

Match match_inline_html(std::string_view s) {
    if (s.size() < 2) return Match::none;
    if (is_autolink(s)) return Match::complete;
    if (s[1] == '!') return match_declaration(s);
    if (s[1] == '?') return until(s, 2, "?>");
    Cursor cursor(s);
    cursor.advance(s[1] == '/' ? 2 : 1);
    if (s[1] == '/') return match_closing_tag(cursor);
    return is_alpha(s[1]) ? match_open_tag(cursor) : Match::none;
}

bool starts_html_block(std::string_view s) {
    if (s.starts_with("<!--") || s.starts_with("<?") || s.starts_with("<![CDATA[")) return true;
    if (s.size() > 2 && s[1] == '!' && is_alpha(s[2])) return true;
    s.remove_prefix(s.starts_with("</") ? 2 : 1);
    std::size_t const length =
        std::min(s.size(), static_cast<std::size_t>(std::ranges::find_if_not(s, is_alnum) - s.begin()));
    std::string const name = text::ascii_lower(s.substr(0, length));
    bool const ends =
        length == s.size() || is_space(s[length]) || s[length] == '>' || s.substr(length).starts_with("/>");
    return ends && std::ranges::binary_search(kBlockElements, std::string_view(name));
}

std::size_t entity_length(std::string_view s) {
    Cursor cursor(s);
    if (!cursor.take('&')) return 0;
    std::size_t length = 0;
    std::size_t longest = 0;
    if (cursor.take('#')) {
        bool const hex = cursor.take('x') || cursor.take('X');
        length = hex ? cursor.skip_while(is_hex) : cursor.skip_while(is_digit);
        longest = hex ? 6 : 7;
    } else {
        if (!is_alpha(cursor.peek())) return 0;
        length = cursor.skip_while(is_alnum);
        longest = 32;
        if (length < 2) return 0;
    }
    if (length == 0 || length > longest || !cursor.take(';')) return 0;
    return cursor.position();
}

}  // namespace lectern::markdown
