#include "detail/topic_match.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

namespace lectern::local {
namespace {

constexpr std::size_t kNearestShare = 20;  // one in so many papers of the pool
constexpr double kForeignPool = 0.05;      // below, the topics are about something else
constexpr double kDoubtfulPool = 0.1;      // below, they may be
constexpr double kCertain = 0.17;          // likeness of a paper that counts in any pool
constexpr double kFaint = 0.03;  // below, a paper has a word or two in common with the topics by chance
constexpr double kUnlikely = 7;
constexpr double kPossible = 8;
constexpr double kHighest = 10;

double likeness(Score const& score) {
    double best = 0;
    for (TopicScore const& topic : score.topic_scores) best = std::max(best, topic.similarity);
    return best;
}

}  // namespace

TopicMatch::TopicMatch(std::span<Score const> scores) {
    if (scores.empty()) return;
    std::vector<double> values;
    for (Score const& score : scores) values.push_back(likeness(score));
    std::size_t const count = std::max<std::size_t>(1, values.size() / kNearestShare);
    std::ranges::partial_sort(values, values.begin() + static_cast<std::ptrdiff_t>(count), std::greater{});
    values.resize(count);
    pool_ = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(count);
}

double TopicMatch::highest_grade(Score const& score) const {
    double const own = likeness(score);
    // One word with two meanings may make a short text near to topics about something else.
    if (pool_ < kForeignPool) return own >= kCertain ? kPossible : kNothingForIt;
    if (own >= kCertain) return kHighest;
    if (own < kFaint) return kUnlikely;
    return pool_ < kDoubtfulPool ? kPossible : kHighest;
}

}  // namespace lectern::local
