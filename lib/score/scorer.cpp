#include <lectern/score/scorer.hpp>

namespace lectern {

Result<ScoreEstimate> Scorer::estimate(std::span<Paper const> papers, ScoreContext const&) const {
    ScoreEstimate estimate;
    estimate.papers = papers.size();
    return estimate;
}

net::awaitable<Result<SummaryReport>> Scorer::summarize(std::span<Paper const>, ScoreContext&) {
    co_return SummaryReport();
}

}  // namespace lectern
