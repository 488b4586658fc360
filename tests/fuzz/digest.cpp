// Digest files: what can be read is written and read back the same.
#include "target.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/render/json.hpp>
#include <lectern/render/markdown.hpp>
#include <lectern/render/renderer.hpp>

void fuzz(std::string_view bytes) {
    auto const digest = lectern::parse_digest(bytes);
    if (!digest) return;
    auto const renderer = lectern::make_digest_json_renderer();
    auto const written = renderer->render(*digest);
    if (!written) return;
    auto const again = lectern::parse_digest(*written);
    must(again.has_value(), "a written digest can be read");
    must(renderer->render(*again).value() == *written, "a digest is the same after a round trip");
    must(lectern::make_markdown_renderer()->render(*digest).has_value(), "a digest has a page");
}
