#pragma once

#include <lectern/core/paper.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace lectern::llm {

/// Papers that are asked about in one request.
struct PaperBatch {
    std::vector<Paper const*> papers;
    int tries = 0;  ///< Answered requests that left some of these papers out.
};

/// Cuts papers into batches of at most `size`, and of at most `max_tokens` by the papers' estimates; a paper that is
/// larger alone has a batch of its own. The cut depends on all papers of a stage, so that a run that goes on after
/// an interruption asks the same questions; papers that `is_done` says need not be asked about are then taken out,
/// and what is left of broken batches is joined.
std::vector<PaperBatch> cut(std::span<Paper const* const> papers, std::size_t size, std::int64_t max_tokens,
                            std::function<std::int64_t(Paper const&)> const& tokens,
                            std::function<bool(Paper const&)> const& is_done);

/// The two halves of a batch. \pre it has two papers at least
std::vector<PaperBatch> halves(PaperBatch const& batch);

}  // namespace lectern::llm
