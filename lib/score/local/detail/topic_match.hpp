#pragma once

#include <lectern/core/score.hpp>

#include <span>

namespace lectern::local {

/// The highest grade of a paper that has nothing to do with what the reader wants.
inline constexpr double kNothingForIt = 3;

/// How much of a pool the topics speak of. A place within a pool says nothing of a pool that has nothing for the
/// reader, so this bounds the grades while too few judgments tell what they mean.
///
/// The bounds were set on days of two readers of different fields: the mean likeness of the nearest twentieth of a day
/// was .15 and more for their own topics, .06 to .15 for each other's, and below .05 for topics of a foreign kind.
class TopicMatch {
public:
    /// \param scores of the whole pool, with Score::topic_scores
    explicit TopicMatch(std::span<Score const> scores);

    /// The highest grade that a paper may have.
    double highest_grade(Score const& score) const;

private:
    double pool_ = 0;  ///< Mean likeness of the pool's nearest papers.
};

}  // namespace lectern::local
