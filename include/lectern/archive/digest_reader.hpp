#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>

#include <string_view>

namespace lectern {

/// Reads what the digest renderer wrote (`…-digest.json`, docs/digest-format.md); unknown members are ignored.
/// \par Errors invalid_digest, naming the member; a digest of a newer schema is refused.
Result<Digest> parse_digest(std::string_view json);

}  // namespace lectern
