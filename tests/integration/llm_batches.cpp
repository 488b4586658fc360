// Days scored in batches, which a later run collects.
#include "scored_day.hpp"

#include <lectern/score/llm/prompt.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace lectern;
using namespace std::chrono_literals;
using test::Asked;
using test::check_usage;
using test::require;
using test::ScoredDay;
using test::shown;

BOOST_AUTO_TEST_SUITE(llm_batches)

BOOST_FIXTURE_TEST_CASE(a_batch_is_collected_by_a_later_run, ScoredDay) {
    make_papers(40);
    options.batch_mode = true;
    model.batch_delay = 2;
    Digest const first = run();
    BOOST_TEST((first.state == DayState::partial));
    BOOST_TEST(first.warnings.front().find("in_progress") != std::string::npos);
    BOOST_TEST(first.totals.scored == 40u);
    std::size_t const before = asked();
    BOOST_TEST((run().state == DayState::partial));
    Digest const third = run();
    BOOST_TEST(asked() == before);
    BOOST_TEST((third.state == DayState::ok));
    BOOST_TEST(third.entries.size() == 8u);
    check_usage(third, model);
    // Half the price.
    Tokens tokens;
    tokens.input = model.prompt_tokens;
    tokens.output = model.completion_tokens;
    double const full = llm::cost_of(*prices.find("gpt-4o", "openai"), tokens).total();
    BOOST_TEST(std::abs(third.usage.total_cost->dollars() - full / 2) < 1e-4);
    // Waiting gets it within one run.
    store.emplace(require(SqliteStore::open(dir.path() / "wait.db")));
    model.batch_delay = 3;
    options.batch_wait = 10s;
    BOOST_TEST(shown(run()) == shown(third));
}

BOOST_FIXTURE_TEST_CASE(a_batch_that_is_gone_is_submitted_anew, ScoredDay) {
    make_papers(40);
    options.batch_mode = true;
    model.batch_delay = 1;
    run();
    model.batches_gone = true;
    Digest const lost = run();
    BOOST_TEST((lost.state == DayState::partial));
    BOOST_TEST(lost.warnings.front().find("no such batch") != std::string::npos);
    model.batches_gone = false;
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(digest.entries.size() == 8u);
}

BOOST_FIXTURE_TEST_CASE(a_batch_that_was_taken_counts_once, ScoredDay) {
    make_papers(40);
    options.batch_mode = true;
    model.batch_delay = 1;
    run();
    Date const scored = test::day("2026-03-18");
    AnswerKey const key{"gpt-4o", llm::fingerprint(llm::default_prompt(topics), llm::Stage::abstract)};
    auto const open = require(store->open_batch(scored, "abstract", key));
    BOOST_TEST_REQUIRE(open.has_value());
    Digest const first = run();
    // As if the run had been killed before it could forget the batch.
    require(store->put_open_batch(scored, "abstract", key, *open));
    Digest const again = run();
    BOOST_TEST((again.usage == first.usage));
    check_usage(again, model);
    BOOST_TEST(!require(store->open_batch(scored, "abstract", key)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_batch_with_gaps_is_completed, ScoredDay) {
    make_papers(40);
    options.batch_mode = true;
    options.title_stage = true;
    int spoilt = 0;
    model.spoil = [&](Asked const&, std::string text) {
        return ++spoilt % 4 == 1 ? std::string("hm.") : text;
    };
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(digest.entries.size() == 8u);
    check_usage(digest, model);
}

BOOST_AUTO_TEST_SUITE_END()
