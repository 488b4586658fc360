// Commands that keep a series of days: run over a store, remedy, status, db, doctor, import --archive.
#include "fake_arxiv.hpp"
#include "process.hpp"
#include "support.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/net/inflate.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <csignal>
#include <random>

using namespace lectern;
using namespace std::chrono_literals;
using test::day;
using test::FakeArxiv;
using test::Finished;
using test::ReceivedRequest;
using test::Reply;
using test::require;
using test::run_lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_days)

struct Fixture {
    test::TempDir dir;
    FixedClock clock{test::time("2026-03-18T12:00:00Z")};
    FakeArxiv arxiv{clock};

    Fixture() {
        for (char const* iso : {"2026-03-12", "2026-03-13", "2026-03-16", "2026-03-17", "2026-03-18"})
            arxiv.announce_generated(day(iso), 40);
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks, gates\n");
        test::write(
            dir.path() / "lectern.toml",
            fmt::format("[feed]\ncategories = [\"cs.LG\", \"cs.AI\"]\nrss_url = \"{0}\"\napi_url = \"{0}\"\n"
                        "oai_url = \"{0}\"\nmin_interval = \"1ms\"\n[net]\nretry_wait = \"1ms\"\n",
                        arxiv.url()));
    }
    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }
    void on(std::string_view iso) { clock.set(test::time(std::string(iso) + "T12:00:00Z")); }
    std::string page(std::string const& iso) {
        return test::read(dir.path() / "out/md" / iso.substr(0, 7) / (iso + "-output.md"));
    }
};

BOOST_FIXTURE_TEST_CASE(a_named_day_is_made_alone, Fixture) {
    on("2026-03-16");
    BOOST_TEST(lectern({"run", "--date", "2026-03-16"}).exit_code == 0);
    on("2026-03-18");
    auto const finished = lectern({"run", "--date", "2026-03-18"});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    BOOST_TEST(finished.out.find("Digest of 2026-03-18") != std::string::npos);
    BOOST_TEST(finished.out.find("Digest of 2026-03-17") == std::string::npos);
    BOOST_TEST(lectern({"remedy", "--date", "2026-03-17"}).exit_code == 0);
    BOOST_TEST(page("2026-03-17").starts_with("> This is a remedial run"));
    auto const status = lectern({"status", "--from", "2026-03-14", "--to", "2026-03-19", "--categories"});
    BOOST_TEST(status.exit_code == 0);
    BOOST_TEST(status.out.find("2026-03-17 Tue     ok") != std::string::npos, status.out);
    BOOST_TEST(status.out.find("  cs.AI") != std::string::npos);
    BOOST_TEST(status.out.find("last run: remedy 3 started") != std::string::npos);
    auto const json =
        boost::json::parse(lectern({"status", "--from", "2026-03-16", "--to", "2026-03-18", "--json"}).out)
            .as_array();
    BOOST_REQUIRE(json.size() == 3u);
    BOOST_TEST(json[1].at("state").as_string() == "ok");
    BOOST_TEST(json[1].at("source").as_string() == "arxiv-api");
    BOOST_TEST(json[1].at("shown").to_number<int>() > 0);
    BOOST_TEST(lectern({"status", "--from", "2026-03-16", "--to", "2026-03-18", "--check"}).exit_code == 0);
}

BOOST_FIXTURE_TEST_CASE(explain_tells_the_trace_of_a_paper, Fixture) {
    Paper again = arxiv.announced().at(day("2026-03-17")).front();
    again.announce = AnnounceType::cross;
    arxiv.announce(day("2026-03-18"), {again});
    BOOST_TEST(
        lectern({"explain", "2603.00001"}).err.find("there is no database yet; `lectern run` creates it") !=
        std::string::npos);
    for (char const* iso : {"2026-03-17", "2026-03-18"}) {
        on(iso);
        BOOST_TEST(lectern({"run", "--date", iso}).exit_code == 0);
    }
    auto const finished = lectern({"explain", again.id.abs_url()});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    for (char const* line :
         {"Sparse networks", "  authors: Ada Lovelace", "2026-03-17 Tue (ok, from arxiv-rss)",
          "  listed in: cs.AI as new", "  relevance", "2026-03-18 Wed (ok, from arxiv-rss)",
          "  reason: already in the announcement of 2026-03-17"})
        BOOST_TEST(finished.out.find(line) != std::string::npos, finished.out);
    auto const first_day = lectern({"explain", again.id.base(), "--date", "2026-03-17"});
    BOOST_TEST(first_day.out.find("2026-03-18") == std::string::npos);
    std::string const top = page("2026-03-17").substr(page("2026-03-17").find("**ArXiv ID:** ") + 14, 10);
    auto const shown = lectern({"explain", top});
    BOOST_TEST(shown.out.find("  place: 1 of ") != std::string::npos, shown.out);
    BOOST_TEST(shown.out.find("  for it: ") != std::string::npos);
    auto const unknown = lectern({"explain", "2603.99999"});
    BOOST_TEST(unknown.exit_code == 2);
    BOOST_TEST(unknown.err.find("2603.99999 is in none of the announcements") != std::string::npos);
    BOOST_TEST(lectern({"explain", "what"}).exit_code == 2);
}

BOOST_FIXTURE_TEST_CASE(an_outage_is_told_and_repaired, Fixture) {
    on("2026-03-17");
    BOOST_TEST(lectern({"run", "--date", "2026-03-17"}).exit_code == 0);
    on("2026-03-18");
    arxiv.fault = [](ReceivedRequest const&) {
        Reply reply;
        reply.status = 503;
        reply.body = "down";
        return std::optional<Reply>(reply);
    };
    auto const down = lectern({"run", "--date", "2026-03-18"});
    BOOST_TEST(down.exit_code == 1);
    BOOST_TEST(down.err.find("2026-03-18: failed: arxiv-rss failed: HTTP 503") != std::string::npos,
               down.err);
    auto const status = lectern({"status", "--from", "2026-03-17", "--to", "2026-03-18"});
    BOOST_TEST(status.out.find("2026-03-18: arxiv-rss failed: HTTP 503") != std::string::npos, status.out);
    arxiv.fault = {};
    BOOST_TEST(lectern({"run", "--date", "2026-03-18"}).exit_code == 0);
    BOOST_TEST(lectern({"status", "--from", "2026-03-17", "--to", "2026-03-18", "--check"}).exit_code == 0);
}

BOOST_FIXTURE_TEST_CASE(remedy_plans_and_makes_up, Fixture) {
    auto const plan = lectern({"remedy", "--date", "2026-03-17", "--plan"});
    BOOST_TEST(plan.exit_code == 0);
    BOOST_TEST(plan.out.find("2026-03-13T18:00Z – 2026-03-16T18:00Z") != std::string::npos);
    BOOST_TEST(!fs::exists(dir.path() / "out"));  // a plan leaves nothing behind
    BOOST_TEST(arxiv.server().requests().empty());
    auto const finished = lectern({"remedy", "--from", "2026-03-13", "--to", "2026-03-16"});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    BOOST_TEST(finished.out.find("2026-03-14: no-announcement") != std::string::npos, finished.out);
    BOOST_TEST(page("2026-03-13")
                   .starts_with("> This is a remedial run for missed papers from 03/11/2026 to 03/12/2026."));
    BOOST_TEST(test::read(dir.path() / "out/output.md") == page("2026-03-16"));
    BOOST_TEST(lectern({"remedy", "--date", "2026-03-12"}).exit_code == 0);
    BOOST_TEST(test::read(dir.path() / "out/output.md") == page("2026-03-16"));  // R17
}

BOOST_FIXTURE_TEST_CASE(remedy_without_dates_pays_nothing_p7, Fixture) {
    auto const finished = lectern({"remedy"});
    BOOST_TEST(finished.exit_code == 2);
    BOOST_TEST(finished.out.find("no day is open") != std::string::npos);
    BOOST_TEST(finished.err.find("--date") != std::string::npos);
    BOOST_TEST(arxiv.server().requests().empty());
    BOOST_TEST(lectern({"remedy", "--to", "2026-03-12"}).exit_code == 2);
    BOOST_TEST(lectern({"remedy", "--from", "2026-03-12", "--to", "2026-03-11"}).exit_code == 2);
    auto const wrong = lectern({"remedy", "--date", "last week"});
    BOOST_TEST(wrong.exit_code == 2);
    BOOST_TEST(
        wrong.err.find("--date: \"last week\" is no date; write YYYY-MM-DD, today") != std::string::npos,
        wrong.err);
    BOOST_TEST(lectern({"remedy", "--date", "2099-01-04"}).exit_code == 2);
    BOOST_TEST(lectern({"run", "--date", "2099-01-05"}).err.find("is in the future") != std::string::npos);
    BOOST_TEST(arxiv.server().requests().empty());
}

BOOST_FIXTURE_TEST_CASE(the_interval_to_arxiv_holds_across_runs, Fixture) {
    std::string toml = test::read(dir.path() / "lectern.toml");
    toml.replace(toml.find("1ms"), 3, "2s");
    test::write(dir.path() / "lectern.toml", toml);
    for (int times = 0; times < 2; ++times)
        BOOST_TEST(lectern({"run", "--date", "2026-03-18"}).exit_code == 0);
    auto const requests = arxiv.server().requests();
    BOOST_REQUIRE(requests.size() == 2u);
    BOOST_TEST((requests[1].at - requests[0].at >= 2s));
}

BOOST_FIXTURE_TEST_CASE(two_runs_at_once_are_refused_p11, Fixture) {
    arxiv.fault = [&](ReceivedRequest const&) {
        auto const second = lectern({"run", "--date", "2026-03-18"});
        BOOST_TEST(second.exit_code == 1);
        BOOST_TEST(second.err.find("is at work in out") != std::string::npos, second.err);
        return std::optional<Reply>();
    };
    BOOST_TEST(lectern({"run", "--date", "2026-03-18"}).exit_code == 0);
    BOOST_TEST(!arxiv.server().requests().empty());
}

BOOST_FIXTURE_TEST_CASE(db_looks_after_the_database, Fixture) {
    BOOST_TEST(lectern({"run", "--date", "2026-03-18"}).exit_code == 0);
    auto const check = lectern({"db", "check"});
    BOOST_TEST(check.exit_code == 0);
    BOOST_TEST(check.out.find("no problem found") != std::string::npos);
    BOOST_TEST(lectern({"db", "export", "-o", "all.jsonl"}).exit_code == 0);
    std::string const exported = test::read(dir.path() / "all.jsonl");
    BOOST_TEST(lectern({"db", "export"}).out == exported);
    test::write(dir.path() / "all.jsonl.gz", test::gzip(exported));
    auto const import = lectern({"db", "import", "all.jsonl.gz", "--out", "copy"});
    BOOST_TEST(import.exit_code == 0, import.err);
    BOOST_TEST(lectern({"db", "export", "--out", "copy"}).out == exported);
    test::write(dir.path() / "bad.jsonl", "{\"id\":\"2603.00001\",\"title\":\"T\"}\nnonsense\n");
    auto const bad = lectern({"db", "import", "bad.jsonl"});
    BOOST_TEST(bad.exit_code == 3);
    BOOST_TEST(bad.err.find("bad.jsonl: line 2") != std::string::npos, bad.err);
    BOOST_TEST(lectern({"db", "import", "missing.jsonl"}).exit_code == 2);
    BOOST_TEST(lectern({"db", "vacuum"}).exit_code == 0);
    BOOST_TEST(lectern({"db"}).exit_code == 2);
    test::write(dir.path() / "out/lectern.db", std::string(5000, 'x'));
    auto const damaged = lectern({"db", "check"});
    BOOST_TEST(damaged.exit_code == 1);
    BOOST_TEST(damaged.err.find("not a sound database") != std::string::npos, damaged.err);
}

BOOST_FIXTURE_TEST_CASE(doctor_says_what_to_do, Fixture) {
    arxiv.fault = [](ReceivedRequest const& request) -> std::optional<Reply> {
        if (!request.target.starts_with("/feed/status")) return std::nullopt;
        Reply reply;
        reply.body = "Status: GOOD";
        reply.headers["Date"] = "Mon, 16 Mar 2026 12:00:00 GMT";
        return reply;
    };
    auto const finished = lectern({"doctor"});
    BOOST_TEST(finished.exit_code == 0, finished.out);
    BOOST_TEST(finished.out.find("ok    categories: cs.LG (Machine Learning)") != std::string::npos);
    BOOST_TEST(finished.out.find("/feed/status answers in") != std::string::npos);
    BOOST_TEST(finished.out.find("/api/query?id_list") != std::string::npos);
    BOOST_TEST(finished.out.find("warn  clock:") != std::string::npos);
    BOOST_TEST(finished.out.find("/oai?") == std::string::npos);  // not used
    std::string const toml = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "lectern.toml",
                toml + "[score]\nkind = \"llm\"\n[llm]\nbase_url = \"" + arxiv.url() +
                    "/v1\"\nmodel = \"m/1\"\napi_key_env = \"LECTERN_TEST_KEY\"\n");
    BOOST_TEST(lectern({"doctor"}).out.find("FAIL  key: LECTERN_TEST_KEY is not set") != std::string::npos);
    ::setenv("LECTERN_TEST_KEY", "secret-key", 1);
    auto const model = lectern({"doctor"});
    BOOST_TEST(model.out.find("ok    key: there (LECTERN_TEST_KEY)") != std::string::npos);
    BOOST_TEST(model.out.find("/v1: HTTP 404") != std::string::npos, model.out);
    BOOST_TEST(arxiv.server().requests().back().target == "/v1/models/m%2F1");
    BOOST_TEST(model.out.find("llm.model is not known there") != std::string::npos);
    BOOST_TEST((model.out + model.err).find("secret-key") == std::string::npos);
    BOOST_TEST(arxiv.server().requests().back().headers.at("authorization") == "Bearer secret-key");
    ::unsetenv("LECTERN_TEST_KEY");
    test::write(dir.path() / "lectern.toml", toml);
    fs::remove(dir.path() / "topics.md");
    auto const broken = lectern({"doctor", "--offline"});
    BOOST_TEST(broken.exit_code == 1);
    BOOST_TEST(broken.out.find("FAIL  scorer:") != std::string::npos);
    test::write(dir.path() / "lectern.toml", "[feed]\ncategories = [\"cs.LX\"]\n");
    auto const category = lectern({"doctor"});
    BOOST_TEST(category.exit_code == 2);
    BOOST_TEST(category.err.find("cs.L") != std::string::npos);
}

void write_archive_day(fs::path const& directory, std::string const& name, std::string const& title) {
    test::write(
        directory / "json" / (name + ".json"),
        R"({"2507.00001":{"SCORE":17,"ARXIVID":"2507.00001","COMMENT":"Fits.","RELEVANCE":9,"NOVELTY":8,)"
        R"("authors":["A B"],"title":")" +
            title + R"(","abstract":"Words.","arxiv_id":"2507.00001"}})");
    test::write(directory / "md" / (name + ".md"), "# Another layout\n\n" + title + "\n");
}

BOOST_FIXTURE_TEST_CASE(import_takes_an_archive_over, Fixture) {
    fs::path const archive = dir.path() / "archive";
    write_archive_day(archive / "out", "2025-07-08-latest", "First");
    write_archive_day(archive / "out", "2025-07-08-output", "Second");
    test::write(archive / "out/md/2025-07-09-output.md", "# A page alone\n");
    test::write(archive / "out/json/2025-07-10-output.json", "{broken");
    test::write(archive / "out/md/readme.md", "nothing");
    if (auto const shared = test::shared_dir()) {
        test::write(archive / "out/md/2025-08/2025-08-01-output.md",
                    test::read(*shared / "seeds/2025-08-01.md"));
        test::write(archive / "out/json/2025-08/2025-08-01-output.json",
                    test::read(*shared / "seeds/2025-08-01.json"));
    }
    for (int times = 0; times < 2; ++times) {
        auto const finished = lectern({"import", "--archive", "archive"});
        BOOST_TEST(finished.exit_code == 0, finished.err);
        BOOST_TEST(finished.out.find("1 pages came without a JSON file") != std::string::npos, finished.out);
        BOOST_TEST(finished.out.find("2025-07-10-output.json: ") != std::string::npos);
    }
    BOOST_TEST(page("2025-07-09") == "# A page alone\n");
    BOOST_TEST(page("2025-07-08").find("# Another layout") == 0u);
    SqliteStore store = require(SqliteStore::open(dir.path() / "out/lectern.db"));
    BOOST_TEST(require(store.find_day(day("2025-07-08")))->source == "archive");
    BOOST_TEST(require(store.check()).problems.empty());
    BOOST_TEST(lectern({"db", "export", "--labels"})
                   .out.starts_with(
                       "{\"date\":\"2025-07-08\",\"id\":\"2507.00001\",\"selected\":1,\"relevance\":9}\n"));
    if (auto const shared = test::shared_dir()) {
        BOOST_TEST(page("2025-08-01") == test::read(*shared / "seeds/2025-08-01.md"));
        BOOST_TEST(test::read(dir.path() / "out/output.md") == page("2025-08-01"));
        auto const rendered =
            lectern({"render", "out/json/2025-08/2025-08-01-digest.json", "--format", "markdown"});
        BOOST_TEST(rendered.out == page("2025-08-01"));
    }
    BOOST_TEST(lectern({"import", "--archive", "nowhere"}).exit_code == 2);
    BOOST_TEST(lectern({"import", "--out", "x"}).exit_code == 2);
}

/// Every visible file is whole.
void check_files(fs::path const& out) {
    for (auto const& entry : fs::recursive_directory_iterator(out)) {
        std::string const name = entry.path().filename().string();
        if (!entry.is_regular_file() || name.starts_with('.')) continue;
        std::string const content = test::read(entry.path());
        BOOST_TEST_CONTEXT(name) {
            if (name.ends_with("-digest.json")) BOOST_TEST(parse_digest(content).has_value());
            if (name.ends_with("-output.json")) BOOST_TEST(boost::json::parse(content).is_object());
            if (name.ends_with(".md")) BOOST_TEST(content.ends_with(" shown."));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_killed_run_can_go_on_p12, Fixture) {
    on("2026-03-16");
    BOOST_TEST(lectern({"run", "--date", "2026-03-16"}).exit_code == 0);
    on("2026-03-18");
    fs::copy(dir.path() / "out", dir.path() / "before", fs::copy_options::recursive);
    std::vector<std::string> const run{"run", "--date", "2026-03-18"};
    std::vector<std::string> const remedy{"remedy", "--from", "2026-03-12", "--to", "2026-03-13"};
    auto const started = std::chrono::steady_clock::now();
    BOOST_TEST(lectern(run).exit_code == 0);
    auto span = std::chrono::steady_clock::now() - started;
    std::mt19937 dice(11);
    int killed = 0;
    for (int i = 0; killed < 50 && i < 400; ++i) {
        auto const& command = i % 2 == 0 ? run : remedy;
        fs::remove_all(dir.path() / "out");
        fs::copy(dir.path() / "before", dir.path() / "out", fs::copy_options::recursive);
        auto const when = std::chrono::steady_clock::now() + span * (dice() % 1000) / 1000;
        auto const finished = run_lectern(
            command, dir.path(), [&] { return std::chrono::steady_clock::now() >= when; }, SIGKILL);
        bool const in_time = finished.exit_code == -SIGKILL;
        killed += in_time ? 1 : 0;
        // Follows the speed of the machine, so that kills fall on every step of a run.
        span = in_time ? span * 11 / 10 : span * 8 / 10;
        if (!in_time) continue;
        check_files(dir.path() / "out");
        {
            SqliteStore store = require(SqliteStore::open(dir.path() / "out/lectern.db"));
            BOOST_TEST(require(store.check()).problems.empty());
        }
        auto const next = lectern(command);
        BOOST_TEST(next.exit_code == 0, next.err);
        check_files(dir.path() / "out");
        for (auto const& entry : fs::recursive_directory_iterator(dir.path() / "out"))
            BOOST_TEST(!entry.path().filename().string().starts_with('.'));
    }
    BOOST_TEST(killed == 50);
}

BOOST_AUTO_TEST_SUITE_END()
