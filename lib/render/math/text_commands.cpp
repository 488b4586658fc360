#include "core/detail/ascii.hpp"
#include "core/detail/unicode.hpp"
#include "detail/converter.hpp"
#include "detail/named.hpp"

#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>

/// Commands whose argument is text.
namespace lectern::math {
namespace {

/// Text in a formula.
constexpr std::array kTexts{Font{"text", Alphabet::upright},       Font{"textrm", Alphabet::upright},
                            Font{"textnormal", Alphabet::upright}, Font{"mbox", Alphabet::upright},
                            Font{"hbox", Alphabet::upright},       Font{"fbox", Alphabet::upright},
                            Font{"textup", Alphabet::upright},     Font{"textsc", Alphabet::upright},
                            Font{"textbf", Alphabet::bold},        Font{"textit", Alphabet::text_italic},
                            Font{"textsl", Alphabet::text_italic}, Font{"emph", Alphabet::text_italic},
                            Font{"textsf", Alphabet::sans},        Font{"texttt", Alphabet::monospace},
                            Font{"textmd", Alphabet::upright},     Font{"mathtext", Alphabet::upright},
                            Font{"intertext", Alphabet::upright}};

}  // namespace

bool Converter::text_command(std::string_view name, Node& node) {
    if (auto const font = find_named(kTexts, name); font != kTexts.end()) {
        node = text(raw_argument(), font->alphabet);
        return true;
    }
    if (name == "operatorname") {
        node = operator_name();
        return true;
    }
    if (name == "href" || name == "hyperref") {
        (void)raw_argument();
        node = text(raw_argument(), Alphabet::upright);
    } else if (name == "url") {
        node = text(raw_argument(), Alphabet::monospace);
    } else if (name == "tag") {
        node = text(fmt::format(" ({})", raw_argument()), Alphabet::upright);
    } else if (name == "unicode" || name == "char" || name == "symbol") {
        node = text(fmt::format("\\unicode{{{}}}", raw_argument()), Alphabet::upright);
    } else if (name == "label" || name == "ref" || name == "eqref" || name == "cite") {
        throw NoFormula();
    } else if (name == "footnote" || name == "color" || name == "definecolor") {
        (void)raw_argument();
        node = {{}, SymbolKind::letter, 0};
    } else if (name == "textcolor" || name == "colorbox" || name == "raisebox") {
        (void)raw_argument();
        node = name == "textcolor" ? argument() : text(raw_argument(), Alphabet::upright);
    } else if (name == "textsuperscript" || name == "textsubscript") {
        Node const content = text(raw_argument(), Alphabet::upright);
        node = {tag(name == "textsuperscript" ? "msup" : "msub", "<mrow></mrow>" + content.element()),
                SymbolKind::letter, 1};
    } else if (name == "SI" || name == "qty" || name == "num" || name == "si" || name == "unit") {
        node = quantity(name == "SI" || name == "qty");
    } else {
        return false;
    }
    return true;
}

Node Converter::operator_name() {
    bool const limits = peek() == '*';
    if (limits) ++pos_;
    Alphabet const before = std::exchange(alphabet_, Alphabet::upright);
    Node node = argument();
    alphabet_ = before;
    node.kind = limits ? SymbolKind::limits : SymbolKind::function;
    return node;
}

/// Text, with formulas in it as they are.
Node Converter::text(std::string_view content, Alphabet alphabet) {
    Level const level(depth_);
    Node row{{}, SymbolKind::letter, 0};
    for (Piece const& piece : split_formulas(content)) {
        if (piece.kind == Piece::Kind::formula) {
            Converter inner(piece.content);
            inner.depth_ = depth_;
            append(row, inner.formula());
            unknown_.insert(unknown_.end(), inner.unknown_.begin(), inner.unknown_.end());
            continue;
        }
        std::string const plain = to_plain(piece.source);
        std::string styled;
        for (std::size_t i = 0; i < plain.size();) {
            bool const blank = plain[i] == ' ' || plain[i] == '\n';
            bool const ascii = text::is_letter(plain[i]) || text::is_digit(plain[i]);
            if (blank)
                styled += "\u00A0";
            else if (ascii)
                unicode::append(styled, in_alphabet(static_cast<char32_t>(plain[i]), alphabet));
            else
                styled += plain[i];
            ++i;
        }
        if (!styled.empty()) append(row, {tag("mtext", text::escape_html(styled)), SymbolKind::letter, 1});
    }
    return {row.element(), SymbolKind::letter, 1};
}

/// `\SI{25.9}{\percent}`, `\num{5}`.
Node Converter::quantity(bool with_unit) {
    std::string content = to_plain(raw_argument());
    if (with_unit) {
        std::string_view const unit = raw_argument();
        content += "\u2009" + (unit == "\\percent" ? std::string("%") : to_plain(unit));
    } else if (content == "\\percent") {
        content = "%";
    }
    return {tag("mtext", text::escape_html(content)), SymbolKind::letter, 1};
}

}  // namespace lectern::math
