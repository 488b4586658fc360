#pragma once

#include <lectern/core/arxiv_id.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::llm {

/// A model's judgment of one paper, as it came.
struct AnswerScore {
    double relevance = 0;             ///< 1–10
    double novelty = 0;               ///< 1–10
    std::string comment;              ///< One paragraph, cut after 2000 bytes.
    std::vector<std::string> topics;  ///< Numbers or names as the model wrote them.

    friend bool operator==(AnswerScore const&, AnswerScore const&) = default;
};

/// What an answer about abstracts holds.
struct ScoreAnswer {
    std::map<std::string, AnswerScore> scores;  ///< By id without version; papers of the batch only.
    std::vector<std::string>
        remarks;  ///< What was passed over, in sentences: foreign ids, contradictions, bad scores.
    bool unfinished_thought = false;  ///< The text breaks off within a thought; there are no scores.
};

/// What an answer about titles holds.
struct TitleAnswer {
    std::set<std::string> dropped;     ///< Ids without version; papers of the batch only.
    std::vector<std::string> remarks;  ///< What was passed over, in sentences.
};

/// Ids of the papers that were asked about, without version.
using Batch = std::set<std::string>;

/// Reads an answer about abstracts: JSON objects, one a line, in a list, in an object by id, in prose or a
/// code fence, cut anywhere, with the usual faults of JSON that models write (quotes that are not escaped,
/// Python's words, comments, names without quotes, TeX).
///
/// Members are ARXIVID (or id), COMMENT, RELEVANCE, NOVELTY, TOPICS in any case; scores may be numbers, texts
/// (`"9"`, `"9/10"`) or fractions, and must lie within 1–10. A model's own SCORE is ignored. The first valid
/// object of a paper counts; ids in any form (`arXiv:…`, URL, version) are understood. An object that can be
/// read in two ways is refused. What is missing is not an error: see which of the batch have no score.
///
/// Only what stands behind the last end of reasoning (`</think>`, `[/THINK]`, `<|channel|>final`, …) counts,
/// and nothing if a thought breaks off. Time is linear in the text.
ScoreAnswer parse_scores(std::string_view text, Batch const& batch);

/// What an answer says that papers do, by id without version; papers of the batch only. Each is one line of at most 800 bytes. The
/// first one of a paper counts. Forms as parse_scores(), with the member SUMMARY.
std::map<std::string, std::string> parse_summaries(std::string_view text, Batch const& batch);

/// Reads an answer about titles: a list of ids, alone, in an object, in a code fence or with prose around.
/// Reasoning as above.
/// \return nothing if no whole list can be found, or one with other papers only: the papers then stay
std::optional<TitleAnswer> parse_titles(std::string_view text, Batch const& batch);

}  // namespace lectern::llm
