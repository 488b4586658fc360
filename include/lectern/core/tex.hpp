#pragma once

#include <string>
#include <string_view>

/// TeX as it occurs in arXiv metadata.
namespace lectern::tex {

/// Accent macros and special letters become Unicode (NFC): `Erd\H{o}s` gives `Erdős`, `{\L}ukasz` gives
/// `Łukasz`, `Nguy\~{\^e}n` gives `Nguyễn`, `~` a blank; braces that only group are dropped. A doubled
/// backslash before an accent is read as one. Unknown macros and `--` stay as they are, as in arXiv's own UTF-8
/// names. For names, not for text with formulas.
std::string decode_name(std::string_view tex);

/// Accent macros outside of formulas become Unicode; formulas (`$…$`, `\(…\)`), other macros and all other
/// bytes stay exactly as they are, so `$0<s<1$` survives. For titles and abstracts.
std::string decode_text(std::string_view tex);

}  // namespace lectern::tex
