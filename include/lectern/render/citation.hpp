#pragma once

#include <lectern/core/paper.hpp>
#include <lectern/render/renderer.hpp>

#include <memory>
#include <span>
#include <string>

namespace lectern {

/// Formats of bibliographies.
enum class CitationFormat {
    bibtex,  ///< `@misc` entries with eprint, archivePrefix and primaryClass, keyed `arxiv:ID`.
    ris,     ///< https://en.wikipedia.org/wiki/RIS_(file_format), with CR LF.
    csl,     ///< A JSON array: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html.
};

/// The papers in order, each with title, authors, date, abstract, addresses, comment, and DOI. A key or id is made of
/// the paper's arXiv id without its version, so that it stays. BibTeX keeps TeX, with what would break it escaped and
/// unbalanced braces left out; the others have plain text (math::to_plain()). Pure; cost is linear.
/// \return text; empty (an empty array for csl) without papers
std::string cite(std::span<Paper const> papers, CitationFormat format);

/// The shown papers of a digest as a bibliography.
std::unique_ptr<Renderer> make_citation_renderer(CitationFormat format);

}  // namespace lectern
