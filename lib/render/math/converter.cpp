#include "detail/converter.hpp"

#include "core/detail/ascii.hpp"
#include "core/detail/unicode.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

/// Rows, atoms, scripts.
namespace lectern::math {
namespace {

constexpr std::size_t kLongest = 10'000;  // bytes of a formula

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Where scripts stand above and below instead of at the side.
bool has_limits(SymbolKind kind) {
    return kind == SymbolKind::big || kind == SymbolKind::limits;
}

}  // namespace

std::string tag(std::string_view name, std::string_view content, std::string_view attributes) {
    std::string out = "<";
    out.reserve(2 * name.size() + content.size() + attributes.size() + 6);
    out.append(name);
    if (!attributes.empty()) out.append(" ").append(attributes);
    return out.append(">").append(content).append("</").append(name).append(">");
}

void append(Node& row, Node const& node) {
    row.markup += node.markup;
    row.elements += node.elements;
    row.kind = node.kind;
}

Node Converter::formula() {
    Node whole = row(Stop::end);
    if (whole.elements == 0) throw NoFormula();
    return whole;
}

void Converter::skip_spaces() {
    while (!at_end() && is_space(peek())) ++pos_;
}

/// The name of the command at the place, without the backslash: letters, or one other character.
std::string_view Converter::peek_command() const {
    if (peek() != '\\' || pos_ + 1 >= tex_.size()) return {};
    std::size_t end = pos_ + 1;
    while (end < tex_.size() && text::is_letter(tex_[end])) ++end;
    if (end == pos_ + 1) end += std::max<std::size_t>(1, text::letter_length(tex_.substr(end)));
    return tex_.substr(pos_ + 1, end - pos_ - 1);
}

bool Converter::take_command(std::string_view name) {
    if (peek_command() != name) return false;
    pos_ += 1 + name.size();
    return true;
}

/// The text of `{…}`, or the next character or command; braces within it are balanced.
std::string_view Converter::raw_argument() {
    skip_spaces();
    if (peek() != '{') {
        std::size_t const length = peek() == '\\'
                                       ? 1 + peek_command().size()
                                       : std::max<std::size_t>(1, text::letter_length(tex_.substr(pos_)));
        std::string_view const one = tex_.substr(pos_, length);
        pos_ = std::min(pos_ + length, tex_.size());
        return one;
    }
    std::size_t const begin = ++pos_;
    for (int depth = 1; !at_end(); ++pos_) {
        if (peek() == '\\') {
            ++pos_;
            continue;
        }
        if (peek() == '{') ++depth;
        if (peek() == '}' && --depth == 0) break;
    }
    std::size_t const end = std::min(pos_, tex_.size());
    pos_ = std::min(end + 1, tex_.size());
    return tex_.substr(begin, end - begin);
}

/// The text of `[…]`; empty if there is none.
std::string_view Converter::optional_argument() {
    std::size_t const before = pos_;
    skip_spaces();
    std::size_t const close = tex_.find(']', pos_);
    if (peek() != '[' || close == std::string_view::npos) {
        pos_ = before;
        return {};
    }
    std::string_view const content = tex_.substr(pos_ + 1, close - pos_ - 1);
    pos_ = close + 1;
    return content;
}

bool Converter::at(Stop stop) const {
    switch (stop) {
        case Stop::end:
            return false;
        case Stop::brace:
            return peek() == '}';
        case Stop::bracket:
            return peek() == ']';
        case Stop::right: {
            auto const name = peek_command();
            return name == "right" || peek() == '}';
        }
        case Stop::cell: {
            auto const name = peek_command();
            return peek() == '&' || name == "\\" || name == "cr" || name == "end" || peek() == '}';
        }
    }
    return false;
}

Node Converter::row(Stop stop) {
    Level const level(depth_);
    Node row{{}, SymbolKind::letter, 0};
    Alphabet const before = alphabet_;
    for (skip_spaces(); !at_end() && !at(stop); skip_spaces()) {
        if (peek() == '}') {  // without its partner
            ++pos_;
            continue;
        }
        auto const name = peek_command();
        if (name == "over" || name == "choose" || name == "atop") {
            fraction_of_row(row, stop);
            break;
        }
        append(row, with_scripts(atom()));
    }
    alphabet_ = before;
    return row;
}

/// `{a \over b}`: the row so far is above the line.
void Converter::fraction_of_row(Node& numerator, Stop stop) {
    auto const name = peek_command();
    pos_ += 1 + name.size();
    Node const denominator = row(stop);
    std::string const fraction = tag("mfrac", numerator.element() + denominator.element(),
                                     name == "over" ? "" : "linethickness=\"0\"");
    numerator = {fraction, SymbolKind::letter, 1};
    if (name != "choose") return;
    numerator = {"<mo>(</mo>" + fraction + "<mo>)</mo>", SymbolKind::letter, 3};
}

Node Converter::group() {
    ++pos_;
    Node content = row(Stop::brace);
    if (!at_end()) ++pos_;
    // Scripts go to the group as a whole.
    bool const single = content.elements == 1;
    return {content.element(), single ? content.kind : SymbolKind::letter, 1};
}

Node Converter::argument() {
    Level const level(depth_);
    skip_spaces();
    if (at_end() || peek() == '}') return {"<mrow></mrow>", SymbolKind::letter, 1};
    if (peek() == '{') return group();
    if (peek() == '\\') {
        Node node = command();
        return {node.element(), node.kind, 1};
    }
    // One digit or letter, not a whole number.
    if (text::is_digit(peek())) {
        std::string digit;
        unicode::append(digit, in_alphabet(static_cast<char32_t>(tex_[pos_++]), alphabet_));
        return {tag("mn", digit), SymbolKind::letter, 1};
    }
    return character();
}

std::string Converter::primes() {
    std::size_t count = 0;
    for (; peek() == '\''; ++pos_) ++count;
    constexpr std::array<std::string_view, 4> signs{"", "′", "″", "‴"};
    std::string text;
    for (; count > 3; --count) text += signs[1];
    return tag("mo", text.append(signs[count]));
}

Node Converter::with_scripts(Node base) {
    std::string above;
    std::string below;
    bool limits = has_limits(base.kind);
    for (;;) {
        std::size_t const before = pos_;
        skip_spaces();
        if (take_command("limits")) {
            limits = true;
        } else if (take_command("nolimits")) {
            limits = false;
        } else if (peek() == '\'') {
            if (!above.empty()) throw NoFormula();
            above = primes();
            if (peek() != '^') continue;
            ++pos_;
            above = "<mrow>" + above + argument().element() + "</mrow>";
        } else if (peek() == '^' || peek() == '_') {
            std::string& place = peek() == '^' ? above : below;
            if (!place.empty()) throw NoFormula();
            ++pos_;
            place = argument().element();
        } else {
            pos_ = before;
            break;
        }
    }
    if (above.empty() && below.empty()) return base;
    std::string_view const name = above.empty()   ? (limits ? "munder" : "msub")
                                  : below.empty() ? (limits ? "mover" : "msup")
                                                  : (limits ? "munderover" : "msubsup");
    return {tag(name, base.element() + below + above), SymbolKind::letter, 1};
}

Node Converter::atom() {
    char const c = peek();
    if (c == '{') return group();
    if (c == '\\') return command();
    if (c == '^' || c == '_' || c == '\'')
        return {"<mrow></mrow>", SymbolKind::letter, 1};  // scripts before a base
    return character();
}

/// A letter, or as many as an upright or bold word has.
Node Converter::letters() {
    std::string content;
    std::size_t count = 0;
    while (std::size_t const length = text::letter_length(tex_.substr(pos_))) {
        if (text::is_digit(peek())) break;
        char32_t const c = unicode::first(tex_.substr(pos_, length));
        unicode::append(content, in_alphabet(c, alphabet_));
        pos_ += length;
        ++count;
        if (alphabet_ == Alphabet::italic) break;
    }
    bool const one_upright = alphabet_ == Alphabet::upright && count == 1;
    return {tag("mi", content, one_upright ? "mathvariant=\"normal\"" : ""), SymbolKind::letter, 1};
}

Node Converter::number() {
    std::string content;
    for (; !at_end(); ++pos_) {
        bool const point = peek() == '.' && pos_ + 1 < tex_.size() && text::is_digit(tex_[pos_ + 1]);
        if (!text::is_digit(peek()) && !point) break;
        unicode::append(content, in_alphabet(static_cast<char32_t>(peek()), alphabet_));
    }
    return {tag("mn", content), SymbolKind::letter, 1};
}

Node Converter::character() {
    char const c = peek();
    bool const number_begins =
        text::is_digit(c) || (c == '.' && pos_ + 1 < tex_.size() && text::is_digit(tex_[pos_ + 1]));
    if (number_begins) return number();
    if (text::letter_length(tex_.substr(pos_)) > 0) return letters();
    if (static_cast<unsigned char>(c) >= 0x80) {
        std::size_t length = 1;
        while (pos_ + length < tex_.size() &&
               (static_cast<unsigned char>(tex_[pos_ + length]) & 0xC0U) == 0x80U)
            ++length;
        std::string_view const sign = tex_.substr(pos_, length);
        pos_ += length;
        return {tag("mo", text::escape_html(sign)), SymbolKind::op, 1};
    }
    ++pos_;
    switch (c) {
        case '-':
            return {"<mo>−</mo>", SymbolKind::op, 1};
        case '*':
            return {"<mo>∗</mo>", SymbolKind::op, 1};
        case '~':
            return {"<mtext>\u00A0</mtext>", SymbolKind::op, 1};
        case '(':
        case ')':
        case '[':
        case ']':
        case '|':
            return {tag("mo", std::string(1, c), "stretchy=\"false\""), SymbolKind::fence, 1};
        default:
            return {tag("mo", text::escape_html(std::string_view(&c, 1))), SymbolKind::op, 1};
    }
}

Node Converter::symbol(Symbol const& symbol) {
    std::string const content = text::escape_html(symbol.text);
    switch (symbol.kind) {
        case SymbolKind::letter:
        case SymbolKind::upright: {
            bool const bold = alphabet_ == Alphabet::bold || alphabet_ == Alphabet::bold_italic;
            std::string styled;
            if (bold) unicode::append(styled, in_alphabet(unicode::first(symbol.text), alphabet_));
            bool const normal = symbol.kind == SymbolKind::upright && styled.empty();
            return {tag("mi", styled.empty() ? content : styled, normal ? "mathvariant=\"normal\"" : ""),
                    SymbolKind::letter, 1};
        }
        case SymbolKind::fence:
            return {tag("mo", content, "stretchy=\"false\""), SymbolKind::fence, 1};
        case SymbolKind::big:
        case SymbolKind::integral:
        case SymbolKind::op:
            return {tag("mo", content), symbol.kind, 1};
        case SymbolKind::limits:
            return {tag("mo", content, "movablelimits=\"true\" form=\"prefix\""), symbol.kind, 1};
        case SymbolKind::function:
            return {tag("mi", content), symbol.kind, 1};
    }
    return {};
}

std::optional<MathMl> to_mathml(std::string_view tex, bool display) {
    if (tex.size() > kLongest) return std::nullopt;
    std::string const clean = text::displayable(tex, text::Medium::page);
    try {
        Converter converter(clean);
        Node const node = converter.formula();
        MathMl result;
        result.markup = tag("math", node.element(), display ? "display=\"block\"" : "");
        result.unknown = std::move(converter.unknown());
        return result;
    } catch (NoFormula const&) {
        return std::nullopt;
    }
}

}  // namespace lectern::math
