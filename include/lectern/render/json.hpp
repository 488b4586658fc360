#pragma once

#include <lectern/render/renderer.hpp>

#include <memory>
#include <string_view>

namespace lectern {

/// `…-output.json`: an object keyed by arXiv id in page order, with the members that existing archives have.
std::unique_ptr<Renderer> make_output_json_renderer();

/// `…-digest.json`: the whole digest; schema in docs/digest-format.md.
std::unique_ptr<Renderer> make_digest_json_renderer();

/// Reads what the digest renderer wrote; unknown members are ignored.
/// \par Errors invalid_digest, naming the member; a digest of a newer schema is refused.
Result<Digest> parse_digest(std::string_view json);

}  // namespace lectern
