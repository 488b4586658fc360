#pragma once

#include <lectern/render/renderer.hpp>

#include <memory>

namespace lectern {

/// The daily page in Markdown (CommonMark 0.30 and GitHub Flavored Markdown): table of tokens and costs, totals,
/// table of contents, entries, selection prompt. The layout is that of the published archives, byte for byte.
///
/// Every text from outside (titles, authors, abstracts, comments, warnings, the model's name, prompts) goes
/// through text::escape_markdown() and reads as the same text in CommonMark and on GitHub. A digest with
/// Digest::imported keeps a text as it was published if neither dialect finds raw HTML, a hidden link or
/// anything that reaches beyond the text in it. A paper without a visible title is listed as `(no title)`.
/// \param compact leaves the table of tokens and the prompt off a digest that no model judged; what is left is as it was
std::unique_ptr<Renderer> make_markdown_renderer(bool compact = false);

}  // namespace lectern
