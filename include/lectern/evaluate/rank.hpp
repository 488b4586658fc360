#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/evaluate/labels.hpp>
#include <lectern/score/local/ranker.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// What to rank, and what to learn from.
struct RankPlan {
    std::optional<Date> from;  ///< First day to rank; none: every day that has labels.
    RankerOptions ranker;      ///< Weights of the ranking.
    std::optional<std::size_t>
        train_days;  ///< Learn from the last so many labeled days; none: from all, 0: nothing.
};

/// The score of a paper on a day; higher is better.
struct RankedPaper {
    Date date;              ///< Of the pool it was ranked in.
    ArxivId id;             ///< As its label has it.
    double score = 0;       ///< Score::strength; compares papers of one day only.
    double relevance = 0;   ///< 1–10, as a digest would show it.
    bool selected = false;  ///< What the label said.
};

/// The outcome of ranking.
struct RankReport {
    std::vector<RankedPaper> papers;  ///< By day, then in the labels' order.
    std::size_t unknown = 0;          ///< Labels whose paper is not among the papers; they get no score.
};

/// Ranks every labeled day, using labels of earlier days only: never the day's own or a later one's. The
/// text of papers seen on earlier days (labeled then, or announced) is used also where their labels are not.
/// \param papers every paper the labels may name
/// \param labels the judgments, in any order
/// \param topics the reader's interests
/// \param plan which days to rank and what to learn from
/// \param progress told how many days are done, of how many; may be empty
RankReport rank_days(std::vector<Paper> const& papers, std::vector<Label> const& labels, Topics const& topics,
                     RankPlan const& plan,
                     std::function<void(std::size_t, std::size_t)> const& progress = {});

/// The report as JSON Lines `{"date", "id", "score"}`.
std::string to_json_lines(std::vector<RankedPaper> const& papers);

}  // namespace lectern
