#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// A term that spoke for (positive) or against (negative) a paper.
struct Evidence {
    std::string term;
    double weight = 0.0;

    friend bool operator==(Evidence const&, Evidence const&) = default;
};

/// A scorer's judgement of one paper.
struct Score {
    double relevance = 0.0;           ///< 1–10, nearness to the reader's topics.
    std::optional<double> novelty;    ///< 1–10, or nothing if the scorer cannot tell.
    bool estimated = false;           ///< Relative to the day's other papers, without an absolute scale.
    double strength = 0.0;            ///< The scorer's own fine scale; orders papers of equal relevance.
    std::string comment;              ///< Why: topic and evidence, in words.
    std::vector<std::string> topics;  ///< Topics matched, best first.
    std::vector<Evidence> evidence;   ///< Terms that weighed most, by absolute weight.
    /// Why the scorer dropped the paper before judging it in full (its title, a low rank); empty if it did not.
    /// Such a paper is never shown; relevance is then 0 if nobody but an estimate spoke.
    std::string left_out;

    /// relevance + novelty: the key that orders a digest.
    double total() const noexcept { return relevance + novelty.value_or(0.0); }

    friend bool operator==(Score const&, Score const&) = default;
};

}  // namespace lectern
