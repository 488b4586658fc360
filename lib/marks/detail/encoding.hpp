#pragma once

#include <lectern/core/error.hpp>

#include <string>
#include <string_view>

namespace lectern::marks {

/// UTF-16 with a byte order mark as UTF-8; other bytes as they are. \par Errors invalid_argument for UTF-16
/// that is cut or malformed
Result<std::string> from_utf16(std::string_view bytes);

/// Windows-1252, the superset of Latin-1 that programs write under that name, as UTF-8.
std::string from_windows_1252(std::string_view bytes);

}  // namespace lectern::marks
