#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/score/local/ranker.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// That a paper was selected, or not, on a day.
struct Label {
    Date date;
    ArxivId id;
    bool selected = false;
};

/// Reads labels: JSON Lines `{"date", "id", "selected": 0|1}`, plain or gzip; further members are ignored.
/// \par Errors file, invalid_argument with file and line
Result<std::vector<Label>> read_labels(std::filesystem::path const& path);

/// Reads papers from files as the file feed does, of any number of days.
/// \par Errors as make_file_feed(); unreadable lines go to `warnings`
Result<std::vector<Paper>> read_papers(std::vector<std::filesystem::path> const& files,
                                       std::vector<Error>& warnings);

/// What to rank, and what to learn from.
struct RankPlan {
    std::optional<Date> from;  ///< First day to rank; none: every day that has labels.
    std::optional<std::size_t>
        train_days;  ///< Learn from the last so many labelled days; none: from all, 0: nothing.
};

/// The score of a paper on a day; higher is better.
struct RankedPaper {
    Date date;
    ArxivId id;
    double score = 0;
};

/// The outcome of ranking.
struct RankReport {
    std::vector<RankedPaper> papers;  ///< By day, then in the labels' order.
    std::size_t unknown = 0;          ///< Labels whose paper is not among the papers; they get no score.
};

/// Ranks every labelled day, using labels of earlier days only: never the day's own or a later one's.
/// \param papers every paper the labels may name
/// \param labels the judgements, in any order
/// \param topics the reader's interests
/// \param plan which days to rank and what to learn from
/// \param progress told how many days are done, of how many; may be empty
RankReport rank_days(std::vector<Paper> const& papers, std::vector<Label> const& labels, Topics const& topics,
                     RankPlan const& plan,
                     std::function<void(std::size_t, std::size_t)> const& progress = {});

/// The report as JSON Lines `{"date", "id", "score"}`.
std::string to_json_lines(std::vector<RankedPaper> const& papers);

}  // namespace lectern
