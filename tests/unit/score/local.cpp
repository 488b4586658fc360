#include "support.hpp"

#include <lectern/score/local/local_scorer.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(score_local)

constexpr std::string_view kTopics = R"(Some prose first.

1. Model Compression
   - Relevant: pruning, quantization, sparse
     networks and low-rank approximation.
   - Irrelevant: applications to medical images.
2) **Theory**
   * **Relevant:** generalization bounds

**Keywords:**

- Relevant: mixture of experts, etc.
- Irrelevant: federated learning
- Application: recommendation, speech recognition
)";

BOOST_AUTO_TEST_CASE(reads_a_topics_file) {
    Topics const topics = test::require(parse_topics(kTopics, "t.md"));
    BOOST_REQUIRE(topics.topics.size() == 2u);
    BOOST_TEST(topics.topics[0].name == "Model Compression");
    BOOST_TEST(topics.topics[0].relevant.at(0) ==
               "pruning, quantization, sparse networks and low-rank approximation.");
    BOOST_TEST(topics.topics[0].irrelevant.size() == 1u);
    BOOST_TEST(topics.topics[1].name == "Theory");
    BOOST_TEST(topics.topics[1].relevant.at(0) == "generalization bounds");
    BOOST_TEST(topics.keywords == std::vector<std::string>{"mixture of experts"},
               boost::test_tools::per_element());
    BOOST_TEST(topics.irrelevant_keywords.size() == 1u);
    BOOST_TEST(topics.application_keywords.size() == 2u);
    BOOST_TEST(topics.text.starts_with("Some prose first."));
}

BOOST_AUTO_TEST_CASE(accepts_a_pasted_prompt) {
    std::string const prompt =
        "## Instructions\n\n1. Write JSON\n   - Relevant: not this\n\n## Relevant Topics\n\n" +
        std::string(kTopics) + "\n## Papers\n\n1. Foreign\n";
    std::string quoted;
    for (std::size_t start = 0; start < prompt.size();) {
        std::size_t const end = prompt.find('\n', start);
        quoted += "> " + prompt.substr(start, end - start) + "\n";
        start = end + 1;
    }
    auto const plain = test::require(parse_topics(kTopics, "t.md"));
    auto const pasted = test::require(parse_topics(quoted, "t.md"));
    BOOST_TEST((pasted.topics == plain.topics));
    BOOST_TEST((pasted.keywords == plain.keywords));
    BOOST_TEST((test::require(parse_topics(prompt, "t.md")).topics == plain.topics));
}

BOOST_AUTO_TEST_CASE(accepts_the_prompt_of_a_published_page) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    std::string const page = test::read(*shared / "seeds/2025-08-01.md");
    auto const topics = test::require(parse_topics(page.substr(page.find("## User Prompt") + 14), "page"));
    BOOST_TEST(topics.topics.size() == 6u);
    BOOST_TEST(topics.topics[0].name == "Representation Learning");
    BOOST_TEST(topics.keywords.size() == 8u);
    BOOST_TEST(test::require(parse_topics(test::read(*shared / "corpus/topics.txt"), "t")).topics.size() ==
               4u);
}

std::vector<Paper> day() {
    std::vector<Paper> papers;
    char const* const titles[] = {"Pruning Sparse Networks",
                                  "Speech Recognition for Trains",
                                  "Quantization of Mixture of Experts",
                                  "Federated Learning of Recipes",
                                  "Generalization Bounds for Kernels",
                                  "Recommendation of Hats"};
    for (int i = 0; i < 60; ++i) {
        std::string const id = "2601." + std::string(i < 9 ? "0000" : "000") + std::to_string(i + 1);
        bool const titled = i < 6;
        papers.push_back(
            make_paper(id, titled ? titles[i] : "Filler Number " + std::to_string(i),
                       titled ? std::string(titles[i]) + " is what we study."
                              : "Some text on gardens, trains and " + std::to_string(i) + " hats."));
    }
    return papers;
}

BOOST_AUTO_TEST_CASE(ranks_what_matches_first_and_explains) {
    LocalRanker ranker(test::require(parse_topics(kTopics, "t.md")));
    auto const scores = ranker.rank(day());
    BOOST_REQUIRE(scores.size() == 60u);
    for (std::size_t const good : {0u, 2u, 4u}) {
        for (std::size_t const bad : {1u, 3u, 5u}) BOOST_TEST(scores[good].strength > scores[bad].strength);
        BOOST_TEST(scores[good].relevance >= 8.0);
        BOOST_TEST(scores[good].estimated);
        BOOST_TEST(!scores[good].novelty.has_value());
        BOOST_TEST(!scores[good].evidence.empty());
    }
    BOOST_TEST(scores[0].topics.at(0) == "Model Compression");
    BOOST_TEST(scores[4].topics.at(0) == "Theory");
    BOOST_TEST(scores[0].comment.find("pruning") != std::string::npos);
    for (Score const& score : scores) BOOST_TEST((score.relevance >= 1 && score.relevance <= 10));
}

BOOST_AUTO_TEST_CASE(is_deterministic_and_independent_of_the_order) {  // F12
    auto const topics = test::require(parse_topics(kTopics, "t.md"));
    auto const papers = day();
    auto const first = LocalRanker(topics).rank(papers);
    auto const again = LocalRanker(topics).rank(papers);
    BOOST_TEST((first == again));
    auto shuffled = papers;
    std::ranges::rotate(shuffled, shuffled.begin() + 17);
    auto const rotated = LocalRanker(topics).rank(shuffled);
    for (std::size_t i = 0; i < papers.size(); ++i) {
        double const other = rotated[(i + papers.size() - 17) % papers.size()].strength;
        BOOST_TEST(std::abs(first[i].strength - other) < 1e-3);
    }
}

BOOST_AUTO_TEST_CASE(learns_from_judged_papers) {
    auto const papers = day();
    LocalRanker ranker(test::require(parse_topics(kTopics, "t.md")));
    Paper const liked =
        make_paper("2512.00001", "Hats for Everybody", "Hats, recommendation of hats, and more hats.");
    Paper const disliked =
        make_paper("2512.00002", "Pruning Sparse Networks Again", "Pruning sparse networks.");
    auto const before = ranker.rank(papers);
    auto const good = read_features(liked);
    auto const bad = read_features(disliked);
    std::vector<Example> examples{{"2512.00001", &good, Opinion::liked},
                                  {"2512.00002", &bad, Opinion::disliked}};
    auto const seen = read_features(papers, 1);
    for (PaperFeatures const& one : seen) examples.push_back({"", &one});
    ranker.learn(examples);
    auto const after = ranker.rank(papers);
    BOOST_TEST(after[5].strength > after[0].strength);
    BOOST_TEST(before[5].strength < before[0].strength);
}

BOOST_AUTO_TEST_CASE(authors_and_near_papers_are_evidence) {
    auto papers = day();
    papers[5].authors = {Author{"Bea Quiet", {}, {}}, Author{"and Ann Lee", {}, {}}};
    LocalRanker ranker(test::require(parse_topics(kTopics, "t.md")));
    std::vector<Paper> past = day();
    std::vector<Example> examples;
    for (std::size_t i = 0; i < past.size(); ++i) {
        past[i].authors = {Author{i == 5 ? "Ann Lee" : "Someone Else", {}, {}}};
    }
    auto const features = read_features(past, 1);
    for (std::size_t i = 0; i < past.size(); ++i) {
        std::string const id = fmt::format("2512.{:05}", i + 1);
        examples.push_back({id, &features[i], i == 5 ? Opinion::liked : Opinion::disliked});
    }
    ranker.learn(examples);
    auto const evidence = ranker.rank(papers)[5].evidence;
    auto const of_kind = [&](Evidence::Kind kind) {
        return *std::ranges::find(evidence, kind, &Evidence::kind);
    };
    BOOST_TEST(of_kind(Evidence::Kind::author).term == "Ann Lee");
    BOOST_TEST(of_kind(Evidence::Kind::author).weight > 0);
    BOOST_TEST(of_kind(Evidence::Kind::paper).term == "2512.00006");
    BOOST_TEST(of_kind(Evidence::Kind::paper).weight > 0);
    BOOST_TEST(std::ranges::is_sorted(evidence, std::greater{},
                                      [](Evidence const& one) { return std::abs(one.weight); }));
}

BOOST_AUTO_TEST_CASE(every_topic_has_its_score) {
    LocalRanker ranker(test::require(parse_topics(kTopics, "t.md")));
    Score const score = ranker.rank(day())[0];
    BOOST_TEST_REQUIRE(score.topic_scores.size() >= 2u);
    auto const best = std::ranges::max(score.topic_scores, {}, &TopicScore::similarity);
    BOOST_TEST(best.topic == score.topics.at(0));
    BOOST_TEST(best.similarity > 0);
}

BOOST_AUTO_TEST_CASE(copes_with_tiny_and_empty_pools) {
    LocalRanker ranker(test::require(parse_topics(kTopics, "t.md")));
    BOOST_TEST(ranker.rank({}).empty());
    std::vector<Paper> const one{make_paper("2601.00001", "", "")};
    auto const scores = ranker.rank(one);
    BOOST_REQUIRE(scores.size() == 1u);
    BOOST_TEST(scores[0].relevance <= 3.0);
    BOOST_TEST(!std::isnan(scores[0].strength));
    BOOST_TEST(scores[0].comment == "No topic matches this paper.");
}

BOOST_AUTO_TEST_CASE(the_scorer_gives_one_score_a_paper) {
    auto const scorer = make_local_scorer(test::require(parse_topics(kTopics, "t.md")));
    auto const papers = day();
    SystemClock const clock;
    Logger const log;
    std::size_t told = 0;
    ScoreContext context{nullptr, clock, log, [&](std::size_t done, std::size_t) { told = done; }};
    auto const report = test::require(test::run(scorer->score(papers, context)));
    BOOST_TEST(report.scores.size() == papers.size());
    BOOST_TEST(report.scorer == "local");
    BOOST_TEST(report.usage.total_tokens() == 0);
    BOOST_TEST(told == papers.size());
}

BOOST_AUTO_TEST_SUITE_END()
