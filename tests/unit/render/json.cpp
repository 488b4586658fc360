#include "support.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/render/json.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(render_json)

Digest full_digest() {
    Digest digest;
    digest.date = test::day("2026-03-17");
    digest.state = DayState::partial;
    digest.scorer = "local";
    digest.usage.total_cost = std::nullopt;
    digest.totals = {3, 2, 1, 1, 0, 1, 1, 4};
    digest.remedial = Remedial{test::day("2026-03-13"), test::day("2026-03-16"), test::day("2026-03-18")};
    DigestEntry entry;
    entry.paper = make_paper("2603.00001v2", "A \"quoted\" title \\ é", "Line\nbreak <b>",
                             {"cs.LG", "I.2.6; H.3"}, AnnounceType::cross);
    entry.paper.authors[0].affiliations = {"Somewhere"};
    entry.paper.authors[1].remark = "with an appendix";
    entry.paper.listings = {{Category("cs.LG"), AnnounceType::cross}};
    entry.paper.announced = test::day("2026-03-17");
    entry.paper.submitted = test::time("2026-03-16T12:00:00Z");
    entry.paper.doi = "10.1/x";
    entry.paper.position = 4;
    Score score;
    score.relevance = 8.5;
    score.estimated = true;
    score.strength = 0.123456789012345;
    score.comment = "Why.";
    score.topics = {"One"};
    score.evidence = {{"other", -0.5},
                      {"Ann Lee", 0.4, Evidence::Kind::author},
                      {"2401.00001", -0.3, Evidence::Kind::paper},
                      {"term", 0.25}};
    score.topic_scores = {{"first", 0.125}, {"second", 0}};
    entry.score = score;
    entry.order_key = 8.5;
    entry.reason = "Why.";
    entry.gist = "We do.";
    entry.also = {{test::require(ArxivId::parse("2603.00003")), "Alike"}};
    entry.score->terms = {"low-rank", "cache"};
    digest.entries = {entry};
    digest.just_below = {{test::require(ArxivId::parse("2603.00004v1")), "Below"}};
    digest.unscored = {make_paper("2603.00002", "Unscored")};
    Decision decision;
    decision.id = entry.paper.id;
    decision.title = entry.paper.title;
    decision.outcome = Outcome::below_cutoff;
    decision.reason = "because";
    decision.relevance = 8.5;
    digest.decisions = {decision};
    digest.warnings = {"careful"};
    digest.prompt = {"system", "user\n"};
    return digest;
}

BOOST_AUTO_TEST_CASE(a_digest_comes_back_whole) {
    Digest const digest = full_digest();
    std::string const json = test::require(make_digest_json_renderer()->render(digest));
    BOOST_TEST((test::require(parse_digest(json)) == digest));
    test::check_golden(json, "digest.json");
}

BOOST_AUTO_TEST_CASE(the_output_file_has_the_archives_members) {
    test::check_golden(test::require(make_output_json_renderer()->render(full_digest())), "output.json");
}

BOOST_AUTO_TEST_CASE(damaged_digests_are_refused_by_name) {
    std::string const json = test::require(make_digest_json_renderer()->render(full_digest()));
    auto const damaged = [&](std::string const& from, std::string const& to) {
        std::string text = json;
        text.replace(text.find(from), from.size(), to);
        auto const result = parse_digest(text);
        BOOST_REQUIRE(result.has_error());
        BOOST_TEST((result.error() == errc::invalid_digest));
        return result.error().detail();
    };
    BOOST_TEST(damaged("\"schema\": 1", "\"schema\": 2").find("schema 1 only") != std::string::npos);
    BOOST_TEST(damaged("\"2026-03-17\"", "\"yesterday\"").find("yesterday") != std::string::npos);
    BOOST_TEST(damaged("\"partial\"", "\"broken\"").find("broken") != std::string::npos);
    BOOST_TEST(damaged("\"usage\"", "\"usages\"").find("\"usage\" is missing") != std::string::npos);
    BOOST_TEST(damaged("\"relevance\": 8.5", "\"relevance\": \"high\"").find("\"relevance\" is no number") !=
               std::string::npos);
    BOOST_TEST(damaged("\"estimated\": true", "\"estimated\": 1").find("estimated") != std::string::npos);
    BOOST_TEST(parse_digest("{").error().detail().find("not valid JSON") != std::string::npos);
    BOOST_TEST(parse_digest("[]").error().detail().find("JSON object") != std::string::npos);
    BOOST_TEST(parse_digest(std::string(100000, '[')).has_error());
}

BOOST_AUTO_TEST_SUITE_END()
