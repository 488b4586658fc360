// What of the scored papers a page shows: the limit, the quota of topics, papers that are much alike.
#include "pipeline/detail/alike.hpp"
#include "pipeline/detail/trace.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(selection)

/// Estimated papers, the best first; each has a topic.
Choice choose_of(std::vector<std::pair<std::string, std::string>> const& titles_and_topics,
                 Selection const& selection, std::string const& author = {}) {
    std::vector<Paper> papers;
    for (std::size_t i = 0; i < titles_and_topics.size(); ++i) {
        papers.push_back(make_paper("2603.0000" + std::to_string(i + 1), titles_and_topics[i].first));
        if (!author.empty()) papers.back().authors = {{author, {}, {}}};
    }
    Announcement announcement;
    announcement.day = test::day("2026-03-17");
    Trace trace = filter_papers(std::move(papers), {}, {announcement.day, nullptr});
    ScoreReport scored;
    for (std::size_t i = 0; i < titles_and_topics.size(); ++i) {
        Score score;
        score.relevance = 9;
        score.estimated = true;
        score.strength = 10 - static_cast<double>(i);
        score.topics = {titles_and_topics[i].second};
        scored.scores.emplace_back(std::move(score));
    }
    take_scores(scored, trace);
    return choose(std::move(trace), announcement, selection);
}

std::string ids(std::vector<DigestEntry> const& entries) {
    std::string all;
    for (DigestEntry const& entry : entries) all += entry.paper.id.base().back();
    return all;
}

BOOST_AUTO_TEST_CASE(papers_beyond_the_limit_are_named) {
    Selection selection;
    selection.max_papers = 2;
    Choice const choice =
        choose_of({{"Roses", "a"}, {"Tulips", "a"}, {"Trains", "b"}, {"Rails", "b"}}, selection);
    BOOST_TEST(ids(choice.entries) == "12");
    BOOST_REQUIRE(choice.just_below.size() == 2u);
    BOOST_TEST(choice.just_below[0].title == "Trains");
    BOOST_TEST(choice.decisions[2].reason == "beyond the 2 best papers");
    BOOST_TEST((choice.decisions[2].outcome == Outcome::below_cutoff));
    BOOST_TEST(choice.totals.relevant == 2u);
}

BOOST_AUTO_TEST_CASE(each_topic_gets_its_quota_within_the_limit) {
    Selection selection;
    selection.max_papers = 3;
    selection.per_topic = 1;
    std::vector<std::pair<std::string, std::string>> const papers{
        {"Roses", "a"}, {"Tulips", "a"}, {"Lilies", "a"}, {"Trains", "b"}, {"Songs", "c"}};
    BOOST_TEST(ids(choose_of(papers, selection).entries) == "145");
    selection.max_papers = 4;
    BOOST_TEST(ids(choose_of(papers, selection).entries) == "1245");
    selection.per_topic = 0;
    BOOST_TEST(ids(choose_of(papers, selection).entries) == "1234");
    selection.max_papers = 0;
    BOOST_TEST(ids(choose_of(papers, selection).entries) == "12345");
}

BOOST_AUTO_TEST_CASE(papers_much_alike_are_named_under_the_best) {
    std::vector<std::pair<std::string, std::string>> const papers{
        {"Sparse caches for long contexts", "a"},
        {"Trains in winter", "a"},
        {"Sparse caches for very long contexts", "a"}};
    Selection selection;
    BOOST_TEST(ids(choose_of(papers, selection, "Ann Roe").entries) == "123");
    selection.fold = true;
    Choice const folded = choose_of(papers, selection, "Ann Roe");
    BOOST_TEST(ids(folded.entries) == "12");
    BOOST_REQUIRE(folded.entries[0].also.size() == 1u);
    BOOST_TEST(folded.entries[0].also[0].id.base() == "2603.00003");
    BOOST_TEST(folded.decisions[2].reason == "named under 2603.00001, which it is much like");
}

BOOST_AUTO_TEST_CASE(alike_takes_words_and_authors) {
    auto const paper = [](std::string const& title, std::string const& author) {
        Paper made = make_paper("2603.00001", title);
        made.authors = {{author, {}, {}}};
        return made;
    };
    BOOST_TEST(are_alike(paper("Sparse caches", "Ann Roe"), paper("Sparse Caches, revisited", "ann roe")));
    BOOST_TEST(!are_alike(paper("Sparse caches", "Ann Roe"), paper("Sparse caches", "Bob Poe")));
    BOOST_TEST(!are_alike(paper("Sparse caches", "Ann Roe"), paper("Dense trains", "Ann Roe")));
    BOOST_TEST(!are_alike(paper("", "Ann Roe"), paper("", "Ann Roe")));
}

BOOST_AUTO_TEST_SUITE_END()
