// Several runs with one database, and commands that only look at it.
#include "fake_model.hpp"
#include "process.hpp"
#include "support.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>

using namespace lectern;
using namespace std::chrono_literals;
using test::day;
using test::FakeModel;
using test::Finished;
using test::require;
using test::run_lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_shared_store)

struct Fixture {
    test::TempDir dir;
    FakeModel model;

    Fixture() {
        ::setenv("LECTERN_TEST_KEY", "key", 1);
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks, gates\n");
        std::string lines;
        for (int i = 1; i <= 60; ++i) {
            std::string const id = fmt::format("2603.{:05}", i);
            lines +=
                fmt::format(R"({{"id":"{}","title":"Sparse gates {}","abstract":"Words.","authors":["A B"],)"
                            R"("categories":["cs.LG"],"announce":"new"}})"
                            "\n",
                            id, i);
            if (i % 6 == 0) model.opinions[id] = {8 + i % 3, 7, fmt::format("about gates {}", i)};
        }
        test::write(dir.path() / "papers.jsonl", lines);
        configure("llm");
    }
    ~Fixture() { ::unsetenv("LECTERN_TEST_KEY"); }

    void configure(std::string const& kind) {
        test::write(
            dir.path() / "lectern.toml",
            fmt::format("[store]\npath = \"shared/all.db\"\n[score]\nkind = \"{}\"\n[llm]\nbase_url = "
                        "\"{}\"\napi_key_env = \"LECTERN_TEST_KEY\"\n[net]\nretry_wait = \"1ms\"\n",
                        kind, model.url()));
    }
    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }
    Finished run_into(std::string const& out) {
        return lectern({"run", "--papers", "papers.jsonl", "--date", "2026-03-18", "--out", out});
    }
    Digest digest(std::string const& out) {
        return require(parse_digest(test::read(dir.path() / out / "json/2026-03/2026-03-18-digest.json")));
    }
    std::string page(std::string const& out) {
        return test::read(dir.path() / out / "md/2026-03/2026-03-18-output.md");
    }
    void forget_everything() {
        fs::remove_all(dir.path() / "shared");
        model.questions.clear();
        model.times_scored.clear();
    }
};

BOOST_FIXTURE_TEST_CASE(eight_runs_pay_for_each_paper_once, Fixture) {
    BOOST_TEST(run_into("alone").exit_code == 0);
    test::synchronise_with_handlers();
    std::size_t const asked = model.questions.size();
    std::string const alone = page("alone");
    forget_everything();
    model.latency = 20ms;
    std::array<Finished, 8> finished;
    {
        std::vector<std::jthread> runs;
        for (std::size_t i = 0; i < finished.size(); ++i)
            runs.emplace_back([&, i] { finished[i] = run_into(fmt::format("out{}", i)); });
    }
    test::synchronise_with_handlers();
    BOOST_TEST(model.questions.size() == asked);
    for (auto const& [id, times] : model.times_scored)
        BOOST_TEST(times == 1, id << " was paid " << times << " times");
    for (std::size_t i = 0; i < finished.size(); ++i) {
        BOOST_TEST(finished[i].exit_code == 0, finished[i].err);
        std::string const out = fmt::format("out{}", i);
        BOOST_TEST(page(out) == alone);
        BOOST_TEST((digest(out).state == DayState::ok));
        BOOST_TEST(digest(out).totals.scored == 60u);
        BOOST_TEST(digest(out).usage.prompt_tokens == digest("alone").usage.prompt_tokens);
    }
}

BOOST_FIXTURE_TEST_CASE(a_killed_run_leaves_the_rest_to_the_next, Fixture) {
    model.latency = 20ms;
    auto const killed = run_lectern(
        {"run", "--papers", "papers.jsonl", "--date", "2026-03-18", "--out", "one"}, dir.path(),
        [&] {
            test::synchronise_with_handlers();
            return model.answers >= 3;
        },
        SIGKILL);
    BOOST_TEST(killed.exit_code == -SIGKILL);
    auto const next = run_into("two");
    BOOST_TEST(next.exit_code == 0, next.err);
    BOOST_TEST(next.err.find("waiting") == std::string::npos, next.err);
    BOOST_TEST(digest("two").totals.scored == 60u);
}

BOOST_FIXTURE_TEST_CASE(a_run_that_pays_nothing_does_not_wait, Fixture) {
    configure("local");
    require(SqliteStore::open(dir.path() / "shared/all.db"));
    auto const held = Claim::take(dir.path() / "shared/all.db-asking", "anything");
    BOOST_TEST(run_into("local").exit_code == 0);
    BOOST_TEST(model.questions.empty());
}

BOOST_FIXTURE_TEST_CASE(commands_that_look_leave_everything_as_it_is, Fixture) {
    configure("local");
    BOOST_TEST(run_into("out").exit_code == 0);
    fs::remove_all(dir.path() / "out");  // the directory of the database is what they need
    std::vector<std::vector<std::string>> const looks{{"status", "--to", "2026-03-19"},
                                                      {"marks"},
                                                      {"explain", "2603.00006"},
                                                      {"db", "check"},
                                                      {"db", "export"},
                                                      {"db", "export", "--labels"},
                                                      {"remedy", "--plan", "--date", "2026-03-17"}};
    auto const written = fs::last_write_time(dir.path() / "shared/all.db");
    for (auto const& look : looks) {
        auto const finished = lectern(look);
        BOOST_TEST(finished.exit_code == 0, look.front() << ": " << finished.err);
    }
    BOOST_TEST(!fs::exists(dir.path() / "out"));
    BOOST_TEST((fs::last_write_time(dir.path() / "shared/all.db") == written));
    BOOST_TEST(std::distance(fs::directory_iterator(dir.path() / "shared"), fs::directory_iterator()) == 1);
    fs::remove_all(dir.path() / "shared");
    for (char const* command : {"check", "export"}) {
        auto const finished = lectern({"db", command});
        BOOST_TEST(finished.exit_code == 2);
        BOOST_TEST(
            finished.err.find("there is no database yet; `lectern run` creates it") != std::string::npos,
            finished.err);
    }
    BOOST_TEST(!fs::exists(dir.path() / "shared"));
}

BOOST_FIXTURE_TEST_CASE(status_folds_what_was_long_not_run, Fixture) {
    {
        SqliteStore store = require(SqliteStore::open(dir.path() / "shared/all.db"));
        for (char const* iso : {"1995-03-01", "1995-03-20", "2025-06-02"}) {
            DayRecord record;
            record.day = day(iso);
            record.state = DayState::ok;
            record.source = "arxiv-rss";
            require(store.put_day(record));
        }
        require(store.start_series(day("1995-03-01")));
    }
    auto const started = std::chrono::steady_clock::now();
    auto const all = lectern({"status", "--from", "1991-08-14", "--to", "2025-06-05"});
    BOOST_TEST((std::chrono::steady_clock::now() - started < 10s));
    BOOST_TEST(all.exit_code == 0, all.err);
    BOOST_TEST(std::ranges::count(all.out, '\n') < 40, all.out);
    BOOST_TEST(all.out.find("1995-03-21 … 2025-05-30  ") != std::string::npos, all.out);
    BOOST_TEST(all.out.find("1995-03-02 Thu") != std::string::npos,
               all.out);  // a gap of 12 days is not folded
    BOOST_TEST(all.out.find("2025-06-03 Tue") != std::string::npos, all.out);
    auto const json =
        boost::json::parse(lectern({"status", "--from", "1995-03-01", "--to", "1995-03-20", "--json"}).out);
    BOOST_TEST(json.as_array().size() == 14u);
}

BOOST_FIXTURE_TEST_CASE(status_names_ranges_that_make_no_sense, Fixture) {
    std::vector<std::vector<std::string>> const ranges{{"--from", "2025-06-05", "--to", "2025-06-04"},
                                                       {"--from", "1991-08-13", "--to", "1992-01-01"},
                                                       {"--to", "9999-12-31"},
                                                       {"--from", "9999-01-01"},
                                                       {"--to", "0001-01-01"},
                                                       {"--from", "not-a-day"}};
    for (auto arguments : ranges) {
        arguments.insert(arguments.begin(), "status");
        auto const finished = lectern(arguments);
        BOOST_TEST(finished.exit_code == 2, arguments.back() << ": " << finished.out);
        BOOST_TEST(finished.err.find("--") != std::string::npos, finished.err);
    }
    BOOST_TEST(lectern({"status", "--to", "1991-08-20", "--days", "4000"}).exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
