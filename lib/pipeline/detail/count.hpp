#pragma once

#include "trace.hpp"

#include <vector>

namespace lectern {

/// The numbers of a day on its page.
Totals count_totals(Trace const& trace, std::size_t duplicates);

/// The numbers of a day in the ledger: the whole, then each category that lists a paper.
std::vector<Coverage> count_coverage(Trace const& trace, Announcement const& announcement);

}  // namespace lectern
