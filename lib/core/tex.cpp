#include "detail/ascii.hpp"
#include "detail/unicode.hpp"

#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace lectern::tex {
namespace {

struct Macro {
    std::string_view name;
    std::string_view utf8;
};

/// Accents written as a sign or a word; the value is the combining character.
constexpr std::array<Macro, 18> kAccents{{{"'", "\u0301"},
                                          {"`", "\u0300"},
                                          {"^", "\u0302"},
                                          {"\"", "\u0308"},
                                          {"~", "\u0303"},
                                          {"=", "\u0304"},
                                          {".", "\u0307"},
                                          {"u", "\u0306"},
                                          {"v", "\u030c"},
                                          {"H", "\u030b"},
                                          {"c", "\u0327"},
                                          {"k", "\u0328"},
                                          {"r", "\u030a"},
                                          {"d", "\u0323"},
                                          {"b", "\u0331"},
                                          {"h", "\u0309"},
                                          {"textcommabelow", "\u0326"},
                                          {"t", "\u0361"}}};

constexpr std::array<Macro, 25> kLetters{
    {{"ss", "ß"},    {"ae", "æ"},    {"AE", "Æ"},    {"oe", "œ"},   {"OE", "Œ"}, {"o", "ø"},  {"O", "Ø"},
     {"l", "ł"},     {"L", "Ł"},     {"aa", "å"},    {"AA", "Å"},   {"i", "ı"},  {"j", "ȷ"},  {"dh", "ð"},
     {"DH", "Ð"},    {"th", "þ"},    {"TH", "Þ"},    {"dj", "đ"},   {"DJ", "Đ"}, {"ng", "ŋ"}, {"NG", "Ŋ"},
     {"ohorn", "ơ"}, {"OHORN", "Ơ"}, {"uhorn", "ư"}, {"UHORN", "Ư"}}};

/// Accents on one letter, nested: Vietnamese has two, and the limit keeps hostile text linear.
constexpr int kMostAccents = 4;

template <std::size_t N>
Macro const* find(std::array<Macro, N> const& table, std::string_view name) {
    for (Macro const& macro : table) {
        if (macro.name == name) return &macro;
    }
    return nullptr;
}

/// What one macro became, and how many bytes of input it took.
struct Decoded {
    std::string utf8;
    std::size_t length = 0;
};

std::string_view macro_name(std::string_view s) {
    if (s.empty() || !text::is_letter(s.front())) return s.substr(0, 1);
    std::size_t end = 1;
    while (end < s.size() && text::is_letter(s[end])) ++end;
    return s.substr(0, end);
}

std::size_t skip_blanks(std::string_view s, std::size_t pos) {
    while (pos < s.size() && s[pos] == ' ') ++pos;
    return pos;
}

std::optional<Decoded> read_accent(std::string_view s, Macro const& accent, int depth);

/// The letter an accent stands on: `e`, `ê`, `\i`, or one that has an accent already, `\^e`.
std::optional<Decoded> read_base(std::string_view s, int depth) {
    if (s.empty()) return std::nullopt;
    if (text::is_letter(s.front())) return Decoded{std::string(1, s.front()), 1};
    if (s.front() != '\\') {
        bool const ascii = static_cast<unsigned char>(s.front()) < 0x80;
        std::size_t const length = ascii ? 0 : text::letter_length(s);
        if (length == 0) return std::nullopt;
        return Decoded{std::string(s.substr(0, length)), length};
    }
    std::string_view const name = macro_name(s.substr(1));
    if (Macro const* accent = find(kAccents, name)) return read_accent(s, *accent, depth + 1);
    Macro const* letter = find(kLetters, name);
    if (!letter) return std::nullopt;
    // An accent takes the place of the dot.
    bool const dotless = name == "i" || name == "j";
    // TeX drops the blank of `Garc\'\i a`; before a capital it was meant to part two names.
    std::size_t const next = skip_blanks(s, 1 + name.size());
    bool const same_word = next < s.size() && s[next] >= 'a' && s[next] <= 'z';
    return Decoded{std::string(dotless ? name : letter->utf8), same_word ? next : 1 + name.size()};
}

/// `{e}` or `e`; `\t{oo}` takes two letters.
std::optional<Decoded> read_argument(std::string_view s, bool two_letters, int depth) {
    if (s.empty() || s.front() != '{') return two_letters ? std::nullopt : read_base(s, depth);
    std::size_t const start = skip_blanks(s, 1);
    auto inner = read_base(s.substr(start), depth);
    if (!inner) return std::nullopt;
    std::size_t end = start + inner->length;
    if (two_letters && end < s.size() && text::is_letter(s[end])) inner->utf8 += s[end++];
    end = skip_blanks(s, end);
    if (end >= s.size() || s[end] != '}') return std::nullopt;
    inner->length = end + 1;
    return inner;
}

std::optional<Decoded> read_accent(std::string_view s, Macro const& accent, int depth) {
    if (depth >= kMostAccents) return std::nullopt;
    std::size_t start = 1 + accent.name.size();
    if (text::is_letter(accent.name.front())) start = skip_blanks(s, start);
    auto base = read_argument(s.substr(start), accent.name == "t", depth);
    if (!base) return std::nullopt;
    // The tie stands between its two letters, every other accent behind its one.
    bool const ascii = static_cast<unsigned char>(base->utf8.front()) < 0x80;
    std::size_t const first = ascii ? 1 : text::letter_length(base->utf8);
    base->utf8.insert(accent.name == "t" ? first : base->utf8.size(), accent.utf8);
    return Decoded{unicode::compose(base->utf8), start + base->length};
}

std::optional<Decoded> read_letter(std::string_view s, std::string_view name) {
    Macro const* letter = find(kLetters, name);
    if (!letter) return std::nullopt;
    std::size_t end = 1 + name.size();
    if (s.substr(end).starts_with("{}")) {
        end += 2;
    } else {
        end = skip_blanks(s, end);
    }
    return Decoded{std::string(letter->utf8), end};
}

/// Reads the accent or special letter whose backslash is the first byte of `s`.
std::optional<Decoded> read_macro(std::string_view s) {
    std::string_view const name = macro_name(s.substr(1));
    if (name.empty()) return std::nullopt;
    if (Macro const* accent = find(kAccents, name)) return read_accent(s, *accent, 0);
    return read_letter(s, name);
}

/// The same when the macro may stand in a group of its own, `{\'e}`.
std::optional<Decoded> read_group(std::string_view s) {
    if (s.size() < 2 || s[1] != '\\') return std::nullopt;
    auto decoded = read_macro(s.substr(1));
    if (!decoded || decoded->length + 1 >= s.size() || s[decoded->length + 1] != '}') return std::nullopt;
    decoded->length += 2;
    return decoded;
}

/// Length of the formula that starts `s`, or 0 if it is not closed.
std::size_t formula_length(std::string_view s) {
    bool const dollars = s.front() == '$';
    std::string_view const open = dollars && !s.starts_with("$$") ? "$" : s.substr(0, 2);
    std::string_view const close = open == "\\(" ? "\\)" : open == "\\[" ? "\\]" : open;
    for (std::size_t i = open.size(); i < s.size(); ++i) {
        if (s[i] == close.front() && s.substr(i, close.size()) == close) return i + close.size();
        if (s[i] == '\\') ++i;
    }
    return 0;
}

/// Place of the next character that may start a macro, group or formula.
std::size_t find_special(std::string_view s, std::size_t pos) {
    auto const special = [](char c) { return c == '\\' || c == '{' || c == '$'; };
    auto const found = std::find_if(s.begin() + static_cast<std::ptrdiff_t>(pos), s.end(), special);
    return static_cast<std::size_t>(found - s.begin());
}

std::string decode_macros_of_name(std::string_view tex) {
    std::string out;
    for (std::size_t i = 0; i < tex.size();) {
        std::string_view rest = tex.substr(i);
        if (rest.front() != '\\') {
            out += rest.front();
            ++i;
            continue;
        }
        // Some sources double the backslash or leave one before an already decoded letter.
        if (rest.size() > 1 && (rest[1] == '\\' || static_cast<unsigned char>(rest[1]) >= 0x80)) {
            ++i;
            continue;
        }
        if (auto const decoded = read_macro(rest)) {
            out += decoded->utf8;
            i += decoded->length;
            continue;
        }
        std::size_t const kept = std::min(rest.size(), std::size_t{2});
        out += rest.substr(0, kept);
        i += kept;
    }
    return out;
}

/// Ties become blanks, grouping braces go; what a backslash precedes stays.
std::string drop_typesetting(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        char const c = s[i];
        if (c == '\\' && i + 1 < s.size()) {
            out += c;
            out += s[++i];
        } else if (c == '~') {
            out += ' ';
        } else if (c != '{' && c != '}') {
            out += c;
        }
    }
    return out;
}

/// Whether the text holds the spelling of an accent or special letter anywhere, be it within a formula.
bool may_hold_macro(std::string_view tex) {
    for (std::size_t i = tex.find('\\'); i != std::string_view::npos; i = tex.find('\\', i + 2)) {
        std::string_view const name = macro_name(tex.substr(i + 1));
        if (find(kAccents, name) || find(kLetters, name)) return true;
        if (i + 2 >= tex.size()) return false;
    }
    return false;
}

}  // namespace

std::string decode_name(std::string_view tex) {
    bool const plain =
        std::ranges::none_of(tex, [](char c) { return c == '\\' || c == '~' || c == '{' || c == '}'; });
    if (plain) return text::collapse_whitespace(tex);
    return text::collapse_whitespace(drop_typesetting(decode_macros_of_name(tex)));
}

std::string decode_text(std::string_view tex) {
    if (!may_hold_macro(tex)) return std::string(tex);
    std::string out;
    out.reserve(tex.size());
    std::array<bool, 3> closed{true, true, true};  // once a kind of formula is not closed, none further is
    for (std::size_t i = 0; i < tex.size();) {
        std::size_t const next = find_special(tex, i);
        out += tex.substr(i, next - i);
        if (next == tex.size()) break;
        std::string_view const rest = tex.substr(next);
        std::size_t taken = 1;
        std::string_view const two = rest.substr(0, 2);
        std::optional<Decoded> decoded;
        int const kind = rest.front() == '$' ? 0 : two == "\\(" ? 1 : two == "\\[" ? 2 : -1;
        if (kind >= 0) {
            auto const index = static_cast<std::size_t>(kind);
            std::size_t const length = closed[index] ? formula_length(rest) : 0;
            closed[index] = length != 0;
            taken = length != 0 ? length : (kind == 0 ? 1 : 2);
        } else if (rest.front() == '{') {
            decoded = read_group(rest);
        } else {
            decoded = read_macro(rest);
            if (!decoded) taken = std::min(rest.size(), std::size_t{2});
        }
        if (decoded) {
            out += decoded->utf8;
            i = next + decoded->length;
        } else {
            out += rest.substr(0, taken);
            i = next + taken;
        }
    }
    return out;
}

}  // namespace lectern::tex
