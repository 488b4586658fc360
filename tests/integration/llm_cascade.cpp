// A language model behind the local ranker, which decides what it is asked about.
#include "scored_day.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace lectern;
using test::check_accounts;
using test::require;
using test::ScoredDay;

BOOST_AUTO_TEST_SUITE(llm_cascade)

BOOST_FIXTURE_TEST_CASE(a_cascade_asks_about_the_best_part, ScoredDay) {
    make_papers(100);
    cascade = true;
    cascade_options.share = 0.3;
    cascade_options.probe = 0;
    Digest const digest = run();
    check_accounts(digest);
    BOOST_TEST(model.total_scored() == 30);
    BOOST_TEST(digest.entries.size() == 20u);
    BOOST_TEST((digest.state == DayState::ok));
    std::size_t dropped = 0;
    for (Decision const& decision : digest.decisions) {
        if (decision.reason.find("beyond the first 30") == std::string::npos) continue;
        ++dropped;
        BOOST_TEST(!decision.relevance.has_value());
        BOOST_TEST(decision.steps.at(0).find("the first 30 pass (cascade_share 0.3)") != std::string::npos);
    }
    BOOST_TEST(dropped == 70u);
    cascade_options.papers = 10;
    BOOST_TEST(estimate().basis.find("10 of 100 papers pass") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_cascade_learns_its_cut_from_past_days, ScoredDay) {
    make_papers(100);
    cascade = true;
    cascade_options.share = 1;
    cascade_options.probe = 0.1;
    auto const all = papers;
    auto const opinions = model.opinions;
    for (int i = 0; i < 7; ++i) {
        // Other ids every day.
        day = add_days(test::day("2026-03-09"), i);
        papers = all;
        for (Paper& paper : papers) {
            std::string const id = fmt::format("2603.{:05}", paper.id.number() + 1000 * (i + 1));
            if (opinions.contains(paper.id.base())) model.opinions[id] = opinions.at(paper.id.base());
            paper.id = require(ArxivId::parse(id));
        }
        Digest const digest = run();
        DayRecord record;
        record.day = day;
        record.state = DayState::ok;
        record.source = "test";
        BOOST_TEST(digest.entries.size() == 20u);
        require(store->put_digest(digest, record));
        std::string const step = digest.decisions.front().steps.at(0);
        // The relevant fifth leads the ranking: five days are enough to see that.
        if (i < 5)
            BOOST_TEST(step.find("the first 100 pass") != std::string::npos, step);
        else
            BOOST_TEST(
                step.find("the first 20 pass (20 % of the day, for a recall of 0.97") != std::string::npos,
                step);
    }
    // Papers of the tail are still looked at, as a sample.
    BOOST_TEST(model.total_scored() > 500 + 40);
}

BOOST_AUTO_TEST_SUITE_END()
