#pragma once

#include <lectern/pipeline/pipeline.hpp>

#include <vector>

namespace lectern {

/// A paper behind the filters.
struct Judged {
    Paper paper;
    Verdict verdict;  ///< drop, pin or keep: the one that counted.
};

/// The verdict of a chain of filters: the first drop, unless a pin came before it.
Verdict judge(std::vector<std::unique_ptr<Filter>> const& filters, Paper const& paper,
              FilterContext const& context);

/// Fills entries, unscored papers, decisions and totals.
/// \param judged all papers, in announcement order
/// \param scored a score or reason, and perhaps steps, for each paper that was not dropped, in the same order
void assemble(std::vector<Judged> judged, ScoreReport const& scored, Selection const& selection,
              Digest& digest);

}  // namespace lectern
