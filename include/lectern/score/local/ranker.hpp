#pragma once

#include <lectern/core/paper.hpp>
#include <lectern/core/score.hpp>
#include <lectern/score/local/features.hpp>
#include <lectern/score/local/topics.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lectern {

/// What is known of the reader's opinion about a paper.
enum class Opinion : std::uint8_t { unknown, liked, disliked };

/// A paper to learn from.
struct Example {
    std::string id;                      ///< Names the paper in comments.
    PaperFeatures const* features{};     ///< \par Lifetimes must outlive the call of learn()
    Opinion opinion = Opinion::unknown;  ///< unknown: only the paper's words are learned from.
    double age = 0;     ///< Days from the judgment to the day that is ranked; old judgments count less.
    double weight = 1;  ///< How far the judgment is trusted, above 0; 1: fully.
    /// Relevance 1–10 that a scorer with an absolute scale gave it: teaches what the grades mean, not the
    /// order.
    std::optional<double> grade = {};
    std::string title = {};  ///< Shown where a liked paper is close to another; may be empty.
    bool marked = true;      ///< Whether the opinion is the reader's own; else a model's.
};

/// Weights of LocalRanker; docs/ranking.md says how the defaults were found.
struct RankerOptions {
    /// \name Text
    /// @{
    double title = 0.5;         ///< Length of the title's vector against that of the whole text.
    double opening = 0.5;       ///< Of the first sentence's.
    double closing = 0.5;       ///< Of the last sentence's.
    double contribution = 0.6;  ///< Of that of the sentences that say what the paper does.
    double pair = 0.5;          ///< Weight of word pairs against words.
    double idf_power = 1.2;     ///< How strongly rare words are preferred.
    /// @}

    /// \name Topics
    /// @{
    double irrelevant = 0.5;        ///< Weight of the topics' Irrelevant lines against the Relevant ones.
    int application = 2;            ///< How many times Application keywords count within the Irrelevant text.
    double feedback = 2.0;          ///< Weight of the best papers found so far against the topics.
    double feedback_share = 0.1;    ///< Share of the papers taken as liked, best first, with falling weight.
    double background_share = 0.8;  ///< Share of the papers, worst first, that they are set against.
    int feedback_rounds = 2;        ///< 0: rank by the topics alone.
    /// @}

    /// \name Judgments
    /// @{
    double cost = 5.0;          ///< C of the logistic regression: how much one judgment may bend the weights.
    double half_life = 40.0;    ///< Days after which a judgment counts half.
    double prior = 2.0;         ///< What the topics alone say, in log-odds for one standard deviation.
    double prior_likes = 50;    ///< Likes that halve it.
    double unknown = 0.05;      ///< Weight of a paper without judgment as a disliked one.
    double neighbors = 0.3;     ///< Weight of the opinion about the nearest papers.
    double author_prior = 0.5;  ///< Weight of how the authors' earlier papers were judged; 0: not looked at.
    /// @}

    unsigned threads = 1;  ///< At least 1. Changes the time only, never the result.
};

/// Ranks papers by what one reader wants: from a topics file alone, and better with every judgment. Works
/// without a server, a key, or anything learned beforehand.
///
/// Titles and abstracts become tf-idf vectors over words and word pairs, one per part of the text
/// (TermSpace). The topics are a query; the papers nearest to it are taken as liked and move it
/// (pseudo-relevance feedback after Rocchio, 1971). Judged papers are learned by a logistic regression to
/// which the query's similarity is a given advantage: with no judgment the query decides alone, with many
/// the judgments do, and nothing is switched over in between. Nearest judged papers and the authors' history
/// are added.
///
/// Deterministic: the same calls give the same scores, bit for bit, on any number of threads. Learning takes
/// about 60 µs a paper on one thread, and grows a little faster than the papers. Ranking takes about 200 µs a
/// paper with 20,000 learned, and grows more slowly than those. Memory: about 5 kB per paper learned from while
/// learning, 1 kB afterwards, and 40 MB.
/// \par Thread safety one thread at a time; rank() of a const object from several is fine
class LocalRanker {
public:
    /// Knows the topics only, until learn() is called.
    explicit LocalRanker(Topics const& topics, RankerOptions const& options = {});
    /// Movable only. Do not use the other one afterwards.
    LocalRanker(LocalRanker&&) noexcept;
    /// Takes over all that the other one has; do not use that one afterwards.
    LocalRanker& operator=(LocalRanker&&) noexcept;
    ~LocalRanker();

    /// Learns from scratch; what was learned before only makes it faster. Papers without an opinion are worth
    /// giving: they tell how common words are, and what the reader passed over.
    /// The order of the examples does not matter.
    /// \param examples what is known
    /// \param pool the papers to be ranked next: while there are few examples (below 2000), they too tell how
    /// common words are. Without them, a lone liked paper would be all the words there are.
    void learn(std::span<Example const> examples, std::span<Paper const> pool = {});

    /// Scores every paper of the pool, in the pool's order. `Score::strength` orders them (log-odds once
    /// there are judgments); relevance is 1–10 and marked as estimated: the rank within the pool, or from 50
    /// likes and as many dislikes on the chance of being liked, on the scale of the examples' grades where
    /// there are any; comment, topics and evidence say why. If nothing was learned, the pool shows how
    /// common words are; without papers seen before there is no novelty.
    /// \param pool the papers of one day
    std::vector<Score> rank(std::span<Paper const> pool) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern
