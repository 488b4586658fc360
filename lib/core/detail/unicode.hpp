#pragma once

#include <string>
#include <string_view>

/// Unicode's own mappings, by utf8proc. Malformed UTF-8 comes back as it is.
namespace lectern::unicode {

/// Canonical composition (NFC): a letter and its marks become one character where there is one.
std::string compose(std::string_view s);

/// The characters of a keyboard for their look-alikes: NFKC, dashes as `-`, quotes as `'`, blanks of all widths
/// as a blank; characters that are invisible (zero-width, soft hyphen, direction marks) are left out.
std::string to_keyboard(std::string_view s);

/// Case folding without marks, compatibility forms unified.
std::string fold(std::string_view s);

/// The first code point; U+FFFD if the text is empty or malformed there.
char32_t first(std::string_view s) noexcept;

/// Appends a code point. \pre it is a valid one
void append(std::string& out, char32_t code_point);

}  // namespace lectern::unicode
