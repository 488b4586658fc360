#pragma once

#include <lectern/core/paper.hpp>

#include <cstddef>
#include <vector>

namespace lectern {

/// Papers without repetitions.
struct MergedPapers {
    std::vector<Paper> papers;   ///< Positions count from 0 again.
    std::size_t duplicates = 0;  ///< Listings that were merged into another.
};

/// Merges entries of the same paper: the first place in the order stays, with the highest version, all
/// listings, and the strongest announce type (new before cross before replace before replace-cross). Linear
/// in the number of papers.
MergedPapers merge_duplicates(std::vector<Paper> papers);

/// The categories among `wanted` that list the paper, each with the announce type relative to it alone.
std::vector<Listing> listings_in(Paper const& paper, std::vector<Category> const& wanted);

}  // namespace lectern
