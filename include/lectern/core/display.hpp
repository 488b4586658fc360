#pragma once

#include <string>
#include <string_view>

namespace lectern::text {

/// Where text from outside is shown.
enum class Medium {
    line,       ///< One line of a terminal, a log or an error message.
    page,       ///< A page in Markdown or HTML, before that format's own escaping.
    file_name,  ///< One component of a path.
};

/// The text with only those characters that the medium can show without side effects. Everything that shows
/// text from outside uses this function, so the rules are in one place:
///
/// | characters                                                 | line    | page    | file name |
/// |------------------------------------------------------------|---------|---------|-----------|
/// | line breaks: LF, CR, CR LF, VT, FF, U+0085, U+2028, U+2029 | escaped | LF      | `_`       |
/// | tab                                                        | escaped | kept    | `_`       |
/// | other controls: C0, DEL, C1                                | escaped | dropped | `_`       |
/// | direction marks, overrides, isolates: U+200E, U+202E…      | escaped | dropped | `_`       |
/// | invisible: soft hyphen, U+200B, U+2060, U+FEFF, tags…      | escaped | dropped | `_`       |
/// | noncharacters, interlinear annotation: U+FFFE, U+FFF9…     | escaped | dropped | `_`       |
/// | joiners U+200C and U+200D where a script or emoji needs them | kept  | kept    | kept      |
/// | a variation selector after a symbol, emoji or ideograph    | kept    | kept    | kept      |
/// | joiners and variation selectors elsewhere                  | escaped | dropped | `_`       |
/// | what file systems give a meaning to (below)                | kept    | kept    | `_`       |
/// | malformed UTF-8                                            | U+FFFD  | U+FFFD  | U+FFFD    |
///
/// Escapes are `\n`, `\t`, `\x1b` for ASCII and `\u{202e}` for the rest. "Invisible" is the Unicode property
/// Default_Ignorable_Code_Point. File systems give a meaning to slash, backslash, colon, star, question mark,
/// quotation mark, angle brackets and bar anywhere, and to dot, hyphen and tilde at the start. Joiners are needed between letters of scripts such as Arabic and Devanagari
/// and within emoji. A file name has 1 to 200 bytes: a longer one is cut at a character and ends in "…", an
/// empty one becomes `_`. Applied to its own result, the function changes nothing. Pure and thread-safe; the
/// cost is linear in the input.
std::string displayable(std::string_view s, Medium medium);

}  // namespace lectern::text
