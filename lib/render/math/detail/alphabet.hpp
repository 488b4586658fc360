#pragma once

namespace lectern::math {

/// Alphabets of mathematics. MathML Core has no attribute for them: their letters are characters of their own.
enum class Alphabet {
    italic,         ///< As variables are; single letters need no other character.
    upright,        ///< As in \mathrm.
    bold,           ///< As in \mathbf.
    bold_italic,    ///< As in \boldsymbol.
    calligraphic,   ///< As in \mathcal.
    fraktur,        ///< As in \mathfrak.
    double_struck,  ///< As in \mathbb.
    sans,           ///< As in \mathsf.
    monospace,      ///< As in \mathtt.
    text_italic,    ///< As in \mathit and \textit.
};

/// The character of the alphabet for a letter or digit (ASCII or Greek); the same character where the alphabet has
/// none (Unicode 15, "Mathematical Alphanumeric Symbols" and "Letterlike Symbols").
char32_t in_alphabet(char32_t character, Alphabet alphabet) noexcept;

}  // namespace lectern::math
