#pragma once

#include <lectern/core/paper.hpp>
#include <lectern/core/score.hpp>
#include <lectern/score/local/topics.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace lectern {

/// A paper the reader has judged. \par Lifetimes the paper must outlive the call it is passed to
struct Judgement {
    Paper const* paper;
    bool liked;
};

/// Weights of LocalRanker; docs/ranking.md says how the defaults were found.
struct RankerOptions {
    double title = 3.0;             ///< How many times a word of the title counts.
    double pair = 0.5;              ///< Weight of word pairs against words.
    double irrelevant = 0.5;        ///< Weight of the topics' Irrelevant lines against the Relevant ones.
    double application = 2.0;       ///< Weight of Application keywords within the Irrelevant text.
    double feedback = 1.5;          ///< Weight of the pool's own best papers against the topics.
    double feedback_share = 0.1;    ///< Share of the pool taken as liked, best first, with falling weight.
    double background_share = 0.8;  ///< Share of the pool, worst first, that they are set against.
    int feedback_rounds = 2;        ///< 0: rank by the topics alone.
    double judged = 3.0;            ///< Weight of judged papers against the topics.
};

/// Ranks papers by a topics file, without a server, a key, or anything learnt beforehand.
///
/// Titles and abstracts become tf-idf vectors over words and word pairs (sublinear term frequency, inverse
/// document frequency of the pool; Salton & Buckley, 1988). The query is the topics' Relevant text minus a
/// share of the Irrelevant text; the pool's best-ranked papers are then taken as liked and move the query
/// towards them (pseudo-relevance feedback after Rocchio, 1971). Judged papers move it the same way.
///
/// Deterministic: the same calls give the same scores, bit for bit. Time is linear in the text, about 0.1 ms
/// a paper. Not thread-safe; use one ranker per thread.
class LocalRanker {
public:
    explicit LocalRanker(Topics const& topics, RankerOptions const& options = {});
    LocalRanker(LocalRanker&&) noexcept;
    LocalRanker& operator=(LocalRanker&&) noexcept;
    ~LocalRanker();

    /// Scores every paper of the pool, in the pool's order. `Score::strength` orders them; relevance is the
    /// rank within the pool as 1–10 and marked as estimated; comment, topics and evidence say why.
    /// \param pool the papers of one day
    /// \param judged papers to learn from; may be empty. The text of every paper seen is read once per ranker.
    std::vector<Score> rank(std::span<Paper const> pool, std::span<Judgement const> judged = {});

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern
