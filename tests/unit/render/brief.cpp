#include "support.hpp"

#include <lectern/render/brief.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace lectern;
using test::make_paper;
using test::require;

BOOST_AUTO_TEST_SUITE(render_brief)

Digest example() {
    Digest digest;
    digest.date = test::day("2026-03-17");
    digest.scorer = "some-model";
    digest.totals.announced = 1200;
    digest.totals.scanned = 900;
    digest.totals.relevant = 2;
    digest.totals.scored = 880;
    digest.totals.judged = 500;
    digest.totals.unscored = 19;
    digest.totals.pinned = 1;
    digest.state = DayState::partial;
    digest.warnings = {"A *source* broke off."};
    digest.remedial = Remedial{test::day("2026-03-13"), test::day("2026-03-16"), test::day("2026-03-18")};
    DigestEntry pinned;
    pinned.paper = make_paper("hep-th/9901001v2", "A \x1b[31mPinned\x1b[0m <Paper> *of* Note");
    pinned.paper.authors = {
        {"Ada Lovelace", {}, {}}, {"Ann Roe", {}, {}}, {"Bob Poe", {}, {}}, {"Grace Hopper", {}, {}}};
    pinned.pinned = true;
    pinned.reason = "Author match";
    DigestEntry scored;
    scored.paper = make_paper("2603.00001v1", "Caches of Rank One", "Code at https://github.com/a/b.");
    scored.score = Score{};
    scored.score->relevance = 9;
    scored.score->novelty = 7.5;
    scored.score->estimated = true;
    scored.reason = "Matches \"Theory\": rank one.";
    scored.gist =
        "We show that caches of rank one suffice for every $n \\le 2^k$ and that none of rank zero does, "
        "however long "
        "it is.";
    scored.also = {{require(ArxivId::parse("2603.00002")), "Caches of Rank Two"}};
    digest.entries = {pinned, scored};
    digest.just_below = {{require(ArxivId::parse("2603.00003")), "Just [Below]"}};
    digest.unscored = {make_paper("2603.00004", "Left Alone")};
    return digest;
}

BOOST_AUTO_TEST_CASE(renders_markdown) {
    test::check_golden(require(make_brief_renderer()->render(example())), "brief.md");
}

BOOST_AUTO_TEST_CASE(renders_text) {
    std::string const text = require(make_text_renderer()->render(example()));
    test::check_golden(text, "brief.txt");
    BOOST_TEST(text.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(text_keeps_its_width_and_colors_when_asked) {
    std::string const text = require(make_text_renderer({50, true})->render(example()));
    BOOST_TEST(text.find("\x1b[1mA [31mPinned") != std::string::npos, text);
    std::istringstream lines(require(make_text_renderer({50, false})->render(example())));
    for (std::string line; std::getline(lines, line);)
        BOOST_TEST((line.size() <= 60 || line.find("https://") != std::string::npos), line);
}

BOOST_AUTO_TEST_SUITE_END()
