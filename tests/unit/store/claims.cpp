// What several processes with one database share out among them.
#include "support.hpp"

#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace lectern;
using namespace std::chrono_literals;
using test::require;

BOOST_AUTO_TEST_SUITE(store_claims)

struct Fixture {
    test::TempDir dir;
    std::filesystem::path path = dir.path() / "lectern.db";
    SqliteStore store = require(SqliteStore::open(path));
    AnswerKey const key{"gpt-4o", "prompt 1"};
};

BOOST_FIXTURE_TEST_CASE(one_process_asks_the_same_questions_at_a_time, Fixture) {
    SqliteStore const other = require(SqliteStore::open(path));
    {
        auto const mine = require(store.claim(key));
        BOOST_TEST(mine.has_value());
        BOOST_TEST(!require(other.claim(key)).has_value());
        BOOST_TEST(!require(store.claim(key)).has_value());
        BOOST_TEST(require(other.claim({"gpt-4o", "prompt 2"})).has_value());
        BOOST_TEST(require(other.claim({"claude", "prompt 1"})).has_value());
    }
    BOOST_TEST(require(other.claim(key)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_link_to_the_database_leads_to_the_same_claims, Fixture) {
    std::filesystem::create_symlink("lectern.db", dir.path() / "link.db");
    SqliteStore const linked = require(SqliteStore::open(dir.path() / "link.db"));
    auto const mine = require(store.claim(key));
    BOOST_TEST(!require(linked.claim(key)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_killed_process_claims_nothing, Fixture) {
    std::array<int, 2> ready{};
    BOOST_REQUIRE(::pipe(ready.data()) == 0);
    pid_t const child = ::fork();
    if (child == 0) {
        auto const held = Claim::take(path.string() + "-asking", "gpt-4o\nprompt 1");
        char const answer = held && *held ? '1' : '0';
        (void)!::write(ready[1], &answer, 1);
        for (;;) ::pause();
    }
    char answer = ' ';
    BOOST_TEST(::read(ready[0], &answer, 1) == 1);
    BOOST_TEST(answer == '1');
    BOOST_TEST(!require(store.claim(key)).has_value());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    BOOST_TEST(require(store.claim(key)).has_value());
    ::close(ready[0]);
    ::close(ready[1]);
}

BOOST_AUTO_TEST_CASE(a_store_in_memory_is_claimed_by_nobody_else) {
    SqliteStore const store = require(SqliteStore::open(":memory:"));
    auto const first = require(store.claim({"m", "p"}));
    BOOST_TEST(first.has_value());
    BOOST_TEST(require(store.claim({"m", "p"})).has_value());
}

BOOST_FIXTURE_TEST_CASE(processes_keep_the_interval_together, Fixture) {
    SqliteStore other = require(SqliteStore::open(path));
    Time const now = test::time("2026-03-18T12:00:00Z");
    Time const first = require(store.reserve_request("arxiv", 3s, std::nullopt, now));
    BOOST_TEST((first == now));
    Time const second = require(other.reserve_request("arxiv", 3s, std::nullopt, now));
    BOOST_TEST((second - first >= 3s));
    Time const third = require(store.reserve_request("arxiv", 3s, first, now));
    BOOST_TEST((third - second >= 3s));
    // Alone again, a process keeps the interval by itself.
    BOOST_TEST((require(store.reserve_request("arxiv", 3s, third, now)) == now));
    BOOST_TEST((require(other.reserve_request("export", 3s, std::nullopt, now)) == now));
    // Much later nothing is reserved any more.
    BOOST_TEST((require(other.reserve_request("arxiv", 3s, second, now + 60s)) == now + 60s));
}

BOOST_FIXTURE_TEST_CASE(a_clock_set_back_blocks_no_request, Fixture) {
    Time const now = test::time("2026-03-18T12:00:00Z");
    Time const later = test::time("2027-03-18T12:00:00Z");
    BOOST_TEST((require(store.reserve_request("arxiv", 3s, std::nullopt, later)) == later));
    BOOST_TEST((require(store.reserve_request("arxiv", 3s, std::nullopt, now)) <= now + 5s));
    BOOST_TEST((require(store.reserve_request("arxiv", 5ms, std::nullopt, now)) == now));
}

BOOST_AUTO_TEST_SUITE_END()
