#pragma once

#include <string>
#include <string_view>

namespace lectern::net {

/// Bytes as base64 (RFC 4648), without line breaks.
std::string base64(std::string_view bytes);

}  // namespace lectern::net
