#pragma once

#include <lectern/render/renderer.hpp>

#include <memory>

namespace lectern {

/// The daily page in Markdown (CommonMark 0.30, as on GitHub): table of tokens and costs, totals, table of
/// contents, entries, selection prompt. The layout is that of the published archives, byte for byte.
///
/// Titles, authors, abstracts and comments are escaped where a CommonMark parser would take them for markup
/// that breaks out (tags, comments, autolinks, links, entities, block starts); formulas and emphasis signs
/// stay. The prompts are the reader's own text and are quoted as they are.
std::unique_ptr<Renderer> make_markdown_renderer();

}  // namespace lectern
