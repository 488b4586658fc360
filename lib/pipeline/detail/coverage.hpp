#pragma once

#include <lectern/core/coverage.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/feed/feed.hpp>

#include <vector>

namespace lectern {

/// A paper of the day as far as counting goes.
struct ListedPaper {
    std::vector<Listing> listings;
    bool fresh = false;
};

/// The numbers of a day: the whole, then each category that lists a paper.
/// \param sources what was asked and received
/// \param papers in the order of the digest's decisions
std::vector<Coverage> count_coverage(std::vector<SourceReport> const& sources,
                                     std::vector<ListedPaper> const& papers, Digest const& digest);

}  // namespace lectern
