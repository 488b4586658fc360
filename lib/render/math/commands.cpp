#include "core/detail/ascii.hpp"
#include "core/detail/unicode.hpp"
#include "detail/converter.hpp"
#include "detail/named.hpp"

#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

/// Commands with arguments.
namespace lectern::math {
namespace {

struct Accent {
    std::string_view name;
    std::string_view sign;
    bool under = false;
    bool stretchy = false;
};

constexpr std::array kAccents{Accent{"hat", "ˆ"},
                              Accent{"Hat", "ˆ"},
                              Accent{"widehat", "ˆ", false, true},
                              Accent{"tilde", "~"},
                              Accent{"Tilde", "~"},
                              Accent{"widetilde", "~", false, true},
                              Accent{"bar", "‾"},
                              Accent{"Bar", "‾"},
                              Accent{"overline", "‾", false, true},
                              Accent{"widebar", "‾", false, true},
                              Accent{"vec", "→"},
                              Accent{"Vec", "→"},
                              Accent{"overrightarrow", "→", false, true},
                              Accent{"overleftarrow", "←", false, true},
                              Accent{"overleftrightarrow", "↔", false, true},
                              Accent{"dot", "˙"},
                              Accent{"Dot", "˙"},
                              Accent{"ddot", "¨"},
                              Accent{"dddot", "⃛"},
                              Accent{"check", "ˇ"},
                              Accent{"widecheck", "ˇ", false, true},
                              Accent{"breve", "˘"},
                              Accent{"acute", "´"},
                              Accent{"grave", "`"},
                              Accent{"mathring", "˚"},
                              Accent{"underline", "_", true, true},
                              Accent{"underbar", "_", true, true},
                              Accent{"overbrace", "⏞", false, true},
                              Accent{"underbrace", "⏟", true, true},
                              Accent{"overbracket", "⎴", false, true},
                              Accent{"underbracket", "⎵", true, true},
                              Accent{"underrightarrow", "→", true, true},
                              Accent{"underleftarrow", "←", true, true},
                              Accent{"utilde", "~", true, true}};

/// Commands with an argument.
constexpr std::array kFonts{
    Font{"mathbb", Alphabet::double_struck}, Font{"Bbb", Alphabet::double_struck},
    Font{"mathds", Alphabet::double_struck}, Font{"mathbbm", Alphabet::double_struck},
    Font{"mathcal", Alphabet::calligraphic}, Font{"mathscr", Alphabet::calligraphic},
    Font{"mathfrak", Alphabet::fraktur},     Font{"frak", Alphabet::fraktur},
    Font{"mathbf", Alphabet::bold},          Font{"boldsymbol", Alphabet::bold_italic},
    Font{"bm", Alphabet::bold_italic},       Font{"boldmath", Alphabet::bold_italic},
    Font{"pmb", Alphabet::bold_italic},      Font{"mathrm", Alphabet::upright},
    Font{"mathup", Alphabet::upright},       Font{"mathnormal", Alphabet::italic},
    Font{"mathsf", Alphabet::sans},          Font{"mathtt", Alphabet::monospace},
    Font{"mathit", Alphabet::text_italic},   Font{"symbf", Alphabet::bold},
    Font{"symrm", Alphabet::upright}};

/// Commands that hold to the end of the group.
constexpr std::array kSwitches{Font{"cal", Alphabet::calligraphic},
                               Font{"rm", Alphabet::upright},
                               Font{"bf", Alphabet::bold},
                               Font{"it", Alphabet::text_italic},
                               Font{"em", Alphabet::text_italic},
                               Font{"sl", Alphabet::text_italic},
                               Font{"sf", Alphabet::sans},
                               Font{"tt", Alphabet::monospace},
                               Font{"sc", Alphabet::upright},
                               Font{"bfseries", Alphabet::bold},
                               Font{"itshape", Alphabet::text_italic}};

struct Space {
    std::string_view name;
    std::string_view width;
};

constexpr std::array kSpaces{
    Space{",", "0.1667em"},          Space{"thinspace", "0.1667em"}, Space{":", "0.2222em"},
    Space{">", "0.2222em"},          Space{"medspace", "0.2222em"},  Space{";", "0.2778em"},
    Space{"thickspace", "0.2778em"}, Space{"enspace", "0.5em"},      Space{"quad", "1em"},
    Space{"qquad", "2em"},           Space{"!", "-0.1667em"},        Space{"negthinspace", "-0.1667em"},
    Space{"enskip", "0.5em"}};

/// Commands that change nothing that can be seen here.
constexpr auto kIgnored =
    std::to_array<std::string_view>({"displaystyle",  "textstyle",  "scriptstyle", "scriptscriptstyle",
                                     "nonumber",      "notag",      "allowbreak",  "nobreak",
                                     "protect",       "normalfont", "limits",      "nolimits",
                                     "displaylimits", "/",          "-",           "break",
                                     "relax",         "noindent",   "small",       "large",
                                     "normalsize",    "mathstrut",  "strut",       "hfill",
                                     "newline"});

/// Commands whose argument stands as it is.
constexpr auto kTransparent =
    std::to_array<std::string_view>({"mathop", "mathbin", "mathrel", "mathord", "mathopen", "mathclose",
                                     "mathpunct", "mathinner", "ensuremath", "boxed", "cancel", "bcancel",
                                     "xcancel", "smash", "mathllap", "mathrlap", "mathclap", "substack"});

/// Commands that would change what other commands mean.
constexpr auto kDefinitions =
    std::to_array<std::string_view>({"def", "edef", "gdef", "xdef", "let", "newcommand", "renewcommand",
                                     "providecommand", "csname", "DeclareMathOperator", "catcode", "input"});

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kNegations{{{"=", "≠"},
                                                                                    {"∈", "∉"},
                                                                                    {"∋", "∌"},
                                                                                    {"⊂", "⊄"},
                                                                                    {"⊆", "⊈"},
                                                                                    {"⊃", "⊅"},
                                                                                    {"∃", "∄"},
                                                                                    {"≡", "≢"},
                                                                                    {"∼", "≁"},
                                                                                    {"≈", "≉"},
                                                                                    {"≤", "≰"},
                                                                                    {"≥", "≱"},
                                                                                    {"&lt;", "≮"},
                                                                                    {"∥", "∦"}}};

}  // namespace

Node Converter::command() {
    auto const name = peek_command();
    if (name.empty()) {  // a lone backslash
        ++pos_;
        return {"<mo>\\</mo>", SymbolKind::op, 1};
    }
    pos_ += 1 + name.size();
    return named_command(name);
}

Node Converter::named_command(std::string_view name) {
    if (std::ranges::count(kDefinitions, name)) throw NoFormula();
    if (Symbol const* known = find_symbol(name)) return symbol(*known);
    Node node;
    bool const done = spacing_command(name, node) || font_command(name, node) || text_command(name, node) ||
                      accent_command(name, node) || bracket_command(name, node) || layout_command(name, node);
    return done ? node : unknown_command(name);
}

Node Converter::unknown_command(std::string_view name) {
    std::string source = "\\" + std::string(name);
    std::string markup = tag("mtext", text::escape_html(source));
    unknown_.push_back(std::move(source));
    return {std::move(markup), SymbolKind::letter, 1};
}

bool Converter::spacing_command(std::string_view name, Node& node) {
    auto const space = find_named(kSpaces, name);
    if (space != kSpaces.end()) {
        node = {tag("mspace", "", fmt::format("width=\"{}\"", space->width)), SymbolKind::op, 1};
        return true;
    }
    if (name == " " || name == "\n" || name == "space" || name == "nobreakspace") {
        node = {"<mtext>\u00A0</mtext>", SymbolKind::op, 1};
        return true;
    }
    if (name == "hspace" || name == "hskip" || name == "kern" || name == "mkern" || name == "mskip" ||
        name == "vspace") {
        (void)take_command("*");
        if (name == "hspace" || name == "vspace") (void)raw_argument();
        node = {tag("mspace", "", "width=\"0.5em\""), SymbolKind::op, 1};
        return true;
    }
    bool const ignored = std::ranges::count(kIgnored, name) > 0;
    if (ignored) node = {{}, SymbolKind::letter, 0};
    return ignored;
}

Node Converter::in_font(Alphabet alphabet) {
    Alphabet const before = std::exchange(alphabet_, alphabet);
    skip_spaces();
    Node node = argument();
    alphabet_ = before;
    return node;
}

bool Converter::font_command(std::string_view name, Node& node) {
    if (auto const font = find_named(kFonts, name); font != kFonts.end()) {
        node = in_font(font->alphabet);
        return true;
    }
    auto const change = find_named(kSwitches, name);
    if (change == kSwitches.end()) return false;
    alphabet_ = change->alphabet;
    node = {{}, SymbolKind::letter, 0};
    return true;
}

bool Converter::accent_command(std::string_view name, Node& node) {
    auto const accent = find_named(kAccents, name);
    if (accent == kAccents.end()) return false;
    std::string const base = argument().element();
    std::string const sign = tag("mo", accent->sign, accent->stretchy ? "" : "stretchy=\"false\"");
    bool const brace = name.ends_with("brace") || name.ends_with("bracket");
    node.markup = accent->under ? tag("munder", base + sign, "accentunder=\"true\"")
                                : tag("mover", base + sign, "accent=\"true\"");
    node.kind = brace ? SymbolKind::big : SymbolKind::letter;  // a brace takes its label above or below
    return true;
}

bool Converter::layout_command(std::string_view name, Node& node) {
    if (name == "frac" || name == "dfrac" || name == "tfrac" || name == "cfrac" || name == "nicefrac" ||
        name == "sfrac") {
        node = fraction("", false);
    } else if (name == "binom" || name == "dbinom" || name == "tbinom") {
        node = fraction("linethickness=\"0\"", true);
    } else if (name == "sqrt") {
        node = root();
    } else if (name == "stackrel" || name == "overset") {
        node = stacked(true);
    } else if (name == "underset") {
        node = stacked(false);
    } else if (name == "xrightarrow") {
        node = long_arrow("→");
    } else if (name == "xleftarrow") {
        node = long_arrow("←");
    } else if (name == "not") {
        node = negated();
    } else if (name == "pmod" || name == "pod") {
        node = {"<mo>(</mo><mi>mod</mi><mspace width=\"0.3333em\"></mspace>" + argument().element() +
                    "<mo>)</mo>",
                SymbolKind::letter, 5};
    } else if (name == "phantom" || name == "hphantom" || name == "vphantom") {
        node = {tag("mphantom", argument().element()), SymbolKind::letter, 1};
    } else if (name == "bra" || name == "ket" || name == "abs" || name == "norm") {
        std::string_view const open = name == "bra" ? "⟨" : name == "norm" ? "‖" : "|";
        std::string_view const close = name == "ket" ? "⟩" : name == "norm" ? "‖" : "|";
        node = {tag("mo", open) + argument().element() + tag("mo", close), SymbolKind::letter, 3};
    } else if (name == "begin") {
        node = environment();
    } else if (name == "mathchoice") {
        node = argument();
        for (int unused = 0; unused < 3; ++unused) (void)raw_argument();
    } else if (std::ranges::count(kTransparent, name)) {
        node = argument();
        if (name == "mathop") node.kind = SymbolKind::limits;
    } else if (name == "\\" || name == "cr") {
        (void)optional_argument();
        node = {tag("mspace", "", "width=\"1em\""), SymbolKind::op, 1};
    } else if (name == "end" || name == "right") {  // without its partner
        if (name == "end")
            (void)raw_argument();
        else
            (void)delimiter();
        node = {{}, SymbolKind::letter, 0};
    } else {
        return false;
    }
    return true;
}

Node Converter::fraction(std::string_view attributes, bool parentheses) {
    std::string const above = argument().element();
    std::string const below = argument().element();
    std::string markup = tag("mfrac", above + below, attributes);
    if (!parentheses) return {std::move(markup), SymbolKind::letter, 1};
    return {"<mrow><mo>(</mo>" + markup + "<mo>)</mo></mrow>", SymbolKind::letter, 1};
}

Node Converter::root() {
    skip_spaces();
    if (peek() != '[') return {tag("msqrt", argument().element()), SymbolKind::letter, 1};
    ++pos_;
    std::string const degree = row(Stop::bracket).element();
    if (!at_end()) ++pos_;
    return {tag("mroot", argument().element() + degree), SymbolKind::letter, 1};
}

Node Converter::stacked(bool over) {
    std::string const small = argument().element();
    std::string const base = argument().element();
    return {tag(over ? "mover" : "munder", base + small), SymbolKind::letter, 1};
}

Node Converter::long_arrow(std::string_view arrow) {
    skip_spaces();
    std::string below;
    if (peek() == '[') {
        ++pos_;
        below = row(Stop::bracket).element();
        if (!at_end()) ++pos_;
    }
    std::string const above = argument().element();
    std::string const base = tag("mo", arrow, "stretchy=\"true\"");
    std::string markup = below.empty() ? tag("mover", base + above) : tag("munderover", base + below + above);
    return {std::move(markup), SymbolKind::op, 1};
}

/// The character behind \left, \right, \big; empty for a dot.
std::string Converter::delimiter() {
    skip_spaces();
    if (at_end()) return {};
    if (peek() == '\\') {
        auto const name = peek_command();
        pos_ += 1 + name.size();
        Symbol const* known = find_symbol(name);
        return text::escape_html(known ? known->text : name);
    }
    std::size_t const length = std::max<std::size_t>(1, text::letter_length(tex_.substr(pos_)));
    std::string_view sign = tex_.substr(pos_, length);
    pos_ += length;
    if (sign == ".") return {};
    if (sign == "<") sign = "⟨";
    if (sign == ">") sign = "⟩";
    return text::escape_html(sign);
}

Node Converter::left_right() {
    std::string const open = delimiter();
    Node content = row(Stop::right);
    std::string close;
    if (take_command("right")) close = delimiter();
    auto const fence = [](std::string const& sign, std::string_view form) {
        return sign.empty() ? std::string()
                            : tag("mo", sign, fmt::format("fence=\"true\" form=\"{}\"", form));
    };
    return {tag("mrow", fence(open, "prefix") + content.markup + fence(close, "postfix")), SymbolKind::letter,
            1};
}

Node Converter::sized_bracket(std::string_view size) {
    std::string const sign = delimiter();
    if (sign.empty()) return {{}, SymbolKind::letter, 0};
    return {tag("mo", sign, fmt::format("stretchy=\"true\" minsize=\"{0}\" maxsize=\"{0}\"", size)),
            SymbolKind::fence, 1};
}

bool Converter::bracket_command(std::string_view name, Node& node) {
    if (name == "left") {
        node = left_right();
        return true;
    }
    if (name == "middle") {
        node = {tag("mo", delimiter(), "stretchy=\"true\""), SymbolKind::fence, 1};
        return true;
    }
    constexpr std::array<Space, 4> sizes{
        {{"big", "1.2em"}, {"Big", "1.8em"}, {"bigg", "2.4em"}, {"Bigg", "3em"}}};
    for (Space const& size : sizes) {
        std::string_view const rest =
            name.starts_with(size.name) ? name.substr(size.name.size()) : std::string_view("x");
        if (!rest.empty() && rest != "l" && rest != "r" && rest != "m") continue;
        node = sized_bracket(size.width);
        return true;
    }
    return false;
}

/// The next symbol, struck through.
Node Converter::negated() {
    skip_spaces();
    if (at_end()) return {"<mo≯</mo>", SymbolKind::op, 1};
    Node node = peek() == '\\' ? command() : argument();
    std::size_t const end = node.markup.rfind("</");
    std::size_t const begin = node.markup.rfind('>', end);
    if (end == std::string::npos || begin == std::string::npos || begin > end) return node;
    std::string const sign = node.markup.substr(begin + 1, end - begin - 1);
    auto const known =
        std::ranges::find(kNegations, sign, &std::pair<std::string_view, std::string_view>::first);
    if (known != kNegations.end())
        node.markup.replace(begin + 1, sign.size(), known->second);
    else
        node.markup.insert(end, "\u0338");
    return node;
}

}  // namespace lectern::math
