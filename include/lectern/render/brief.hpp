#pragma once

#include <lectern/render/renderer.hpp>

#include <memory>

namespace lectern {

/// The day in Markdown on a screen or two: for each paper its title, first and last author, why it is here, the
/// sentence that says what it does, and links. Escaped like the daily page (make_markdown_renderer()).
std::unique_ptr<Renderer> make_brief_renderer();

/// How a digest is printed as plain text.
struct TextStyle {
    std::size_t width = 80;  ///< Longest line in characters, 40 or more; longer words are not broken.
    bool color = false;      ///< Whether titles and numbers are set off by ANSI escape sequences.
};

/// The day as plain text, for a terminal: as brief as make_brief_renderer(), with formulas as math::to_plain() has them. Control characters of foreign text are
/// dropped.
std::unique_ptr<Renderer> make_text_renderer(TextStyle style = {});

}  // namespace lectern
