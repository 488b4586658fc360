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

/// Finds the JSON objects in a model's text: one a line, in a list, in a wrapper, in a code fence, with prose
/// around. Innermost objects are given, as soon as they are complete, so the text may come in pieces of any
/// size and end anywhere; text within JSON strings is never taken for an object.
///
/// Mended are escapes that JSON does not know (`\alpha`), raw line breaks and tabs in strings, commas before a
/// closing bracket, and single quotes for double ones. An object that stays unreadable is passed over; a string
/// that was never closed ends at a line that begins with `{`.
class ObjectReader {
public:
    /// Takes the next piece. \return the objects it completed, as JSON text
    std::vector<std::string> add(std::string_view piece);

private:
    void take(char c);
    void complete();

    std::string object_;  ///< From the last opening brace on.
    bool open_ = false;
    bool in_string_ = false;
    bool escaped_ = false;
    bool line_begins_ = false;  ///< Within a string: only blanks since the last line break.
    std::vector<std::string> found_;
};

/// A model's judgement of one paper, as it came.
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
};

/// What an answer about titles holds.
struct TitleAnswer {
    std::set<std::string> dropped;  ///< Ids without version; papers of the batch only.
    std::vector<std::string> remarks;
};

/// Ids of the papers that were asked about, without version.
using Batch = std::set<std::string>;

/// Reads an answer about abstracts. Members are ARXIVID (or id), COMMENT, RELEVANCE, NOVELTY, TOPICS in any case;
/// scores may be numbers, texts (`"9"`, `"9/10"`) or fractions, and must lie within 1–10. A model's own SCORE is
/// ignored. The first valid object of a paper counts; ids in any form (`arXiv:…`, URL, version) are understood.
/// What is missing is not an error: see which of the batch have no score.
ScoreAnswer parse_scores(std::string_view text, Batch const& batch);

/// Reads an answer about titles: a list of ids, alone, in an object, in a code fence or with prose around.
/// \return nothing if no list can be found: the papers then stay
std::optional<TitleAnswer> parse_titles(std::string_view text, Batch const& batch);

}  // namespace lectern::llm
