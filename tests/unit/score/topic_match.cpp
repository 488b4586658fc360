#include "score/local/detail/topic_match.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace lectern;
using local::TopicMatch;

BOOST_AUTO_TEST_SUITE(topic_match)

Score with_likeness(double likeness) {
    Score score;
    score.topic_scores = {{"first", likeness / 2}, {"second", likeness}};
    return score;
}

/// A pool whose nearest twentieth, five papers, has this likeness.
std::vector<Score> pool_of(double nearest) {
    std::vector<Score> scores(100, with_likeness(0));
    for (std::size_t i = 0; i < 5; ++i) scores[i * 7] = with_likeness(nearest);
    return scores;
}

BOOST_AUTO_TEST_CASE(a_pool_that_suits_the_topics_bounds_nothing_but_chance_words) {
    TopicMatch const match(pool_of(0.15));
    BOOST_TEST(match.highest_grade(with_likeness(0.15)) == 10);
    BOOST_TEST(match.highest_grade(with_likeness(0.031)) == 10);
    BOOST_TEST(match.highest_grade(with_likeness(0.029)) == 7);
    BOOST_TEST(match.highest_grade(with_likeness(0)) == 7);
}

BOOST_AUTO_TEST_CASE(a_doubtful_pool_claims_no_more_than_an_8) {
    TopicMatch const match(pool_of(0.07));
    BOOST_TEST(match.highest_grade(with_likeness(0.07)) == 8);
    BOOST_TEST(match.highest_grade(with_likeness(0.02)) == 7);
}

BOOST_AUTO_TEST_CASE(a_foreign_pool_passes_no_cutoff) {
    TopicMatch const match(pool_of(0.04));
    BOOST_TEST(match.highest_grade(with_likeness(0.16)) == 3);
    BOOST_TEST(match.highest_grade(with_likeness(0)) == 3);
}

BOOST_AUTO_TEST_CASE(a_near_paper_may_pass_in_a_foreign_pool) {
    std::vector<Score> scores(300, with_likeness(0));
    scores[17] = with_likeness(0.2);
    BOOST_TEST(TopicMatch(scores).highest_grade(scores[17]) == 8);
    BOOST_TEST(TopicMatch(scores).highest_grade(scores[18]) == 3);
}

BOOST_AUTO_TEST_CASE(pools_of_few_papers_are_judged_by_the_nearest) {
    std::vector<Score> const scores{with_likeness(0.12), with_likeness(0)};
    BOOST_TEST(TopicMatch(scores).highest_grade(scores[0]) == 10);
    BOOST_TEST(TopicMatch({}).highest_grade(with_likeness(0)) == 3);
}

BOOST_AUTO_TEST_CASE(without_topics_nothing_is_claimed) {
    std::vector<Score> const scores(20);
    BOOST_TEST(TopicMatch(scores).highest_grade(scores[0]) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
