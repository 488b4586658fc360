#pragma once

#include <lectern/render/renderer.hpp>

#include <memory>

namespace lectern {

/// `…-output.json`: an object keyed by arXiv id in page order, with the members that existing archives have.
std::unique_ptr<Renderer> make_output_json_renderer();

/// `…-digest.json`: the whole digest; schema in docs/digest-format.md.
std::unique_ptr<Renderer> make_digest_json_renderer();

}  // namespace lectern
