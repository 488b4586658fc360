#include "support.hpp"

#include <lectern/archive/archive_page.hpp>
#include <lectern/archive/digest_reader.hpp>
#include <lectern/render/json.hpp>
#include <lectern/render/markdown.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(render_markdown)

std::string render(Digest const& digest) {
    return test::require(make_markdown_renderer()->render(digest));
}

Digest example() {
    Digest digest;
    digest.date = test::day("2026-03-17");
    digest.scorer = "some-model";
    digest.usage.prompt_tokens = 12345;
    digest.usage.completion_tokens = 678;
    digest.usage.prompt_cost = test::require(Money::parse("0.1"));
    digest.usage.completion_cost = std::nullopt;
    digest.usage.total_cost = Money::from_dollars(1.5);
    digest.totals = {10, 8, 2, 2, 1, 7, 1, 0};
    DigestEntry pinned;
    pinned.paper = make_paper("hep-th/9901001v2", "A Pinned Paper");
    pinned.pinned = true;
    pinned.reason = "Author match";
    pinned.order_key = 20;
    DigestEntry scored;
    scored.paper = make_paper("2603.00001v1", "[0,1) Bounds for $a<b$ & <Tags>",
                              "First line with $0<s<1$.\n\n# No heading\n- no list");
    Score score;
    score.relevance = 9;
    score.novelty = 7.5;
    score.comment = "Matches <b>topic</b> 1.";
    scored.score = score;
    scored.order_key = score.total();
    digest.entries = {pinned, scored};
    digest.prompt = {"System.\nTwo lines.", "User.\n\n> quoted"};
    return digest;
}

BOOST_AUTO_TEST_CASE(renders_the_page) {
    test::check_golden(render(example()), "page.md");
}

BOOST_AUTO_TEST_CASE(renders_a_partial_remedial_page) {
    Digest digest = example();
    digest.state = DayState::partial;
    digest.warnings = {"The source broke off."};
    digest.remedial = Remedial{test::day("2026-03-13"), test::day("2026-03-16"), test::day("2026-03-18")};
    digest.unscored = {make_paper("2603.00009", "Left *Alone*")};
    test::check_golden(render(digest), "partial_page.md");
}

BOOST_AUTO_TEST_CASE(renders_a_day_without_announcement) {
    Digest digest;
    digest.date = test::day("2026-03-15");
    digest.state = DayState::no_announcement;
    digest.scorer = "local";
    digest.warnings = {"By arXiv's calendar there is no announcement on 2026-03-15 (Sun)."};
    test::check_golden(render(digest), "empty_page.md");
}

// Archives.

struct Seed {
    char const* name;
    char const* page;
    bool with_prompt;
};
std::ostream& operator<<(std::ostream& out, Seed const& seed) {
    return out << seed.name;
}

Seed const seeds[] = {{"2025-04-08", "2025-04-08.md", false},
                      {"2025-05-19", "2025-05-19.remedial.md", false},
                      {"2025-07-08", "2025-07-08.md", true},
                      {"2025-08-01", "2025-08-01.md", true},
                      {"2025-08-12", "2025-08-12.md", true}};

BOOST_DATA_TEST_CASE(published_pages_come_back_byte_for_byte, boost::unit_test::data::make(seeds), seed) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    std::string const page = test::read(*shared / "seeds" / seed.page);
    Digest const digest = test::require(
        import_archive_page(page, test::read(*shared / "seeds" / (std::string(seed.name) + ".json"))));
    // Through the digest file, as the command does it.
    Digest const again =
        test::require(parse_digest(test::require(make_digest_json_renderer()->render(digest))));
    BOOST_TEST((again == digest));
    std::string const rendered = render(again);
    std::size_t const compared = seed.with_prompt ? page.size() : page.find("# Paper Selection Prompt");
    BOOST_TEST((rendered.substr(0, compared) == page.substr(0, compared)));
    if (seed.with_prompt) BOOST_TEST(rendered.size() == page.size());
}

BOOST_AUTO_TEST_CASE(import_reads_back_what_was_rendered) {
    Digest digest = example();
    digest.remedial = Remedial{test::day("2026-03-13"), test::day("2026-03-16"), test::day("2026-03-18")};
    std::string const page = render(digest);
    std::string const json = test::require(make_output_json_renderer()->render(digest));
    Digest const imported = test::require(import_archive_page(page, json));
    BOOST_TEST(!imported.imported);  // our own page, escaped in full
    BOOST_TEST(imported.prompt.user == digest.prompt.user);
    BOOST_TEST(render(imported) == page);
    BOOST_TEST(test::require(make_output_json_renderer()->render(imported)) == json);
}

BOOST_AUTO_TEST_CASE(import_names_what_is_wrong) {
    std::string const page = render(example());
    std::string const json = test::require(make_output_json_renderer()->render(example()));
    auto const failure = [](std::string const& p, std::string const& j) {
        return import_archive_page(p, j).error().detail();
    };
    BOOST_TEST(failure("", "{}").find("title is missing") != std::string::npos);
    BOOST_TEST(failure(page, "[]").find("JSON object") != std::string::npos);
    BOOST_TEST(failure(page, "{").find("not valid JSON") != std::string::npos);
    BOOST_TEST(failure(page, "{}").find("paper 1: the page has hep-th/9901001, the output file no paper") !=
               std::string::npos);
    std::string other = json;
    other.replace(other.find("2603.00001"), 10, "2603.00002");
    BOOST_TEST(failure(page, other).find("paper 2: the page has 2603.00001, the output file 2603.00002") !=
               std::string::npos);
    std::string table = page;
    table.replace(table.find("12345"), 5, "12x45");
    BOOST_TEST(failure(table, json).find("prompt tokens \"12x45\" is no number") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
