#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/selection.hpp>
#include <lectern/filter/filter.hpp>
#include <lectern/pipeline/announcement.hpp>
#include <lectern/score/scorer.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// A paper on its way through filters and scorer, and what was decided about it.
struct TracedPaper {
    Paper* paper;     ///< Not null.
    Verdict verdict;  ///< The one that counted.
    /// Its score, or why it has none; nothing for a paper that was dropped.
    std::optional<Result<Score>> score = std::nullopt;
    Decision decision{};
};

/// The day's papers behind the filters. Those that were not dropped lie side by side, as a scorer wants them.
struct Trace {
    std::vector<Paper> kept;
    std::vector<Paper> dropped;
    std::vector<TracedPaper> papers;  ///< All, in the order of the announcement.
};

/// Judges the papers by the filters: the first drop counts, unless a pin came before it.
Trace filter_papers(std::vector<Paper> papers, std::vector<std::unique_ptr<Filter>> const& filters,
                    FilterContext const& context);

/// Gives each kept paper its score and its steps. \pre the report has one score for each kept paper
void take_scores(ScoreReport& scored, Trace& trace);

/// What of a digest follows from the trace.
struct Choice {
    std::vector<DigestEntry> entries;
    std::vector<PaperName> just_below;
    std::vector<Paper> unscored;
    std::vector<Decision> decisions;
    Totals totals;
    std::vector<Coverage> coverage;
};

/// Decides about each paper, and counts. The papers move out of the trace.
Choice choose(Trace trace, Announcement const& announcement, Selection const& selection);

}  // namespace lectern
