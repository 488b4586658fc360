#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// TeX as it stands in titles and abstracts, for pages without a typesetter.
namespace lectern::math {

/// A formula as MathML Core (https://www.w3.org/TR/mathml-core/).
struct MathMl {
    std::string markup;  ///< A `<math>` element: well-formed, without style, class or foreign addresses.
    std::vector<std::string> unknown;  ///< Commands that are not known, and are shown as they are written.
};

/// Converts the inside of a formula (without its dollar signs).
///
/// Knows the symbols, alphabets, accents, fractions, roots, scripts, limits, delimiters, matrices and spaces of LaTeX
/// and amsmath; an unknown command is shown by its source and the rest is typeset. Definitions are not followed. Text
/// is escaped. Takes a microsecond or two for a usual formula, and grows linearly.
/// \param tex UTF-8, at most 10,000 bytes
/// \param display whether it stands on a line of its own
/// \return nothing if it cannot be a formula: it is empty, defines macros, has two superscripts on one base, is nested
/// deeper than 50 levels or too long; show the source then
std::optional<MathMl> to_mathml(std::string_view tex, bool display = false);

/// A part of a text.
struct Piece {
    /// What a part of a text is.
    enum class Kind {
        text,     ///< As it is, with TeX's commands for text.
        formula,  ///< Between dollar signs, `\(…\)` or `\[…\]`.
    };
    Kind kind = Kind::text;    ///< What it is.
    std::string_view content;  ///< Without the delimiters. \par Lifetimes points into the text
    std::string_view source;   ///< With them.
    bool display = false;      ///< Of `$$…$$` and `\[…\]`.
};

/// Splits a text into formulas and what is between them. Knows `\$`, dollar signs within braces, and money: `$5 and
/// $10` is text. A delimiter without its partner is text.
std::vector<Piece> split_formulas(std::string_view text);

/// A title, abstract or comment as HTML: formulas as MathML, `\emph{…}` and the like as elements, `\href` and `\url`
/// with an https address as links, accents, quotes and dashes as characters, everything else escaped. What cannot be
/// typeset stands as its source. Line breaks stay. Elements are closed within the text.
std::string to_html(std::string_view text);

/// The same as plain text, with Unicode where that can be read: `ℝ^d`, `θ`, `x₁`, `√n`, `a/b`.
std::string to_plain(std::string_view text);

}  // namespace lectern::math
