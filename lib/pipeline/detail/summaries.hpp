#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/score/scorer.hpp>

#include <string_view>

namespace lectern {

/// Whether every number of a summary stands in the title or the abstract: what a model added is most easily seen by its numbers.
bool numbers_are_of(std::string_view summary, Paper const& paper);

/// Gives the entries the summaries that hold. \return how many were left out because of a number
std::size_t take_summaries(SummaryReport const& report, std::vector<DigestEntry>& entries);

}  // namespace lectern
