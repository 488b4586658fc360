// Scoring while another process asks the same questions with the same store.
#include "scored_day.hpp"

#include <lectern/score/llm/prompt.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using namespace std::chrono_literals;
using test::require;
using test::ScoredDay;

BOOST_AUTO_TEST_SUITE(llm_claims)

struct Fixture : ScoredDay {
    Fixture() {
        make_papers(20);
        options.claim_wait = 20ms;
    }
    std::optional<Claim> take(llm::Stage stage) {
        auto const parts = llm::default_prompt(topics);
        return require(store->claim({options.model, llm::fingerprint(parts, stage)}));
    }
};

BOOST_FIXTURE_TEST_CASE(papers_that_another_process_asks_about_are_left_to_it, Fixture) {
    auto const held = take(llm::Stage::abstract);
    BOOST_REQUIRE(held.has_value());
    Digest const digest = run();
    BOOST_TEST(asked() == 0u);
    BOOST_TEST((digest.state == DayState::partial));
    BOOST_TEST(trace(digest, papers.front().id.base()).find("another process is asking") != std::string::npos,
               trace(digest, papers.front().id.base()));
    test::check_accounts(digest);
}

BOOST_FIXTURE_TEST_CASE(what_is_answered_already_waits_for_nobody, Fixture) {
    Digest const first = run();
    std::size_t const paid = asked();
    auto const titles = take(llm::Stage::title);
    auto const abstracts = take(llm::Stage::abstract);
    Digest const second = run();
    BOOST_TEST(asked() == paid);
    BOOST_TEST((second.state == DayState::ok));
    BOOST_TEST(test::shown(second) == test::shown(first));
}

BOOST_FIXTURE_TEST_CASE(claims_end_with_the_run, Fixture) {
    (void)run();
    BOOST_TEST(take(llm::Stage::title).has_value());
    BOOST_TEST(take(llm::Stage::abstract).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_run_without_a_store_claims_nothing, Fixture) {
    auto const held = take(llm::Stage::abstract);
    store.reset();
    BOOST_TEST((run().state == DayState::ok));
    BOOST_TEST(asked() > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
