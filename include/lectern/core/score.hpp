#pragma once

#include <lectern/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Something that spoke for (positive) or against (negative) a paper.
struct Evidence {
    /// What `term` names.
    enum class Kind : std::uint8_t {
        term,    ///< A word or word pair of its text.
        author,  ///< How an author's earlier papers were judged.
        paper,   ///< What is known of a paper near to it.
    };

    std::string term;        ///< The words, the author's name, or the paper's arXiv id.
    double weight = 0.0;     ///< Above 0: speaks for the paper. On the ranker's own scale.
    Kind kind = Kind::term;  ///< What `term` is.

    friend bool operator==(Evidence const&, Evidence const&) = default;
};

/// Names as the digest file has them.
std::string_view to_string(Evidence::Kind kind) noexcept;
/// \par Errors invalid_argument for any other word.
Result<Evidence::Kind> parse_evidence_kind(std::string_view word);

/// How near a paper is to one topic.
struct TopicScore {
    std::string topic;        ///< Its name in the topics file.
    double similarity = 0.0;  ///< 0: not a word in common.

    friend bool operator==(TopicScore const&, TopicScore const&) = default;
};

/// A scorer's judgment of one paper.
struct Score {
    double relevance = 0.0;           ///< 1–10, nearness to the reader's topics.
    std::optional<double> novelty;    ///< 1–10, or nothing if the scorer cannot tell.
    bool estimated = false;           ///< Relative to the day's other papers, without an absolute scale.
    double strength = 0.0;            ///< The scorer's own fine scale; orders papers of equal relevance.
    std::string comment;              ///< Why: topic and evidence, in words.
    std::vector<std::string> topics;  ///< Topics matched, best first.
    std::vector<std::string>
        terms{};                     ///< Words of the topics that the paper shares, as `comment` names them.
    std::vector<Evidence> evidence;  ///< What weighed most, by absolute weight.
    /// Every topic in the topic file's order, whether matched or not; empty if the scorer does not tell.
    std::vector<TopicScore> topic_scores;
    /// Why the scorer dropped the paper before judging it in full (its title, a low rank); empty if it did
    /// not. Such a paper is never shown; relevance is then 0 if nobody but an estimate spoke.
    std::string rejection_reason;

    /// relevance + novelty: the key that orders a digest.
    double total() const noexcept { return relevance + novelty.value_or(0.0); }

    friend bool operator==(Score const&, Score const&) = default;
};

}  // namespace lectern
