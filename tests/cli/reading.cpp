// What a reader does in the terminal: show, list, search, open, marks by number, forget.
#include "reader_directory.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/core/file_lock.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/marks/mark_file.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::Finished;
using test::holds;
using test::require;
using test::run_lectern;

BOOST_AUTO_TEST_SUITE(cli_reading)

/// An output directory with the digest of the sample day.
struct Fixture {
    test::TempDir dir;
    std::string first;  ///< Id of the first paper of the digest.
    std::string second;

    Fixture() {
        test::write(dir.path() / "lectern.toml", "[feed]\ncategories = [\"cs.LG\", \"cs.AI\"]\n");
        test::write(dir.path() / "topics.md", test::read(test::source_dir() / "examples/data/topics.md"));
        BOOST_TEST(run("2026-03-17").exit_code == 0);
        auto const digest = require(read_newest_day(dir.path() / "out"));
        first = digest->entries.at(0).paper.id.base();
        second = digest->entries.at(1).paper.id.base();
    }
    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }
    Finished run(std::string const& day) {
        auto const file = (test::source_dir() / "examples/data/day.rss").string();
        return lectern({"run", "--papers", file, "--date", day});
    }
    /// A day of the same papers, in a file without dates.
    Finished run_undated(std::vector<std::string> const& arguments) {
        std::string lines;
        for (auto const& paper : require(read_feed_file(test::source_dir() / "examples/data/day.rss")).papers)
            lines += boost::json::serialize(boost::json::object{{"id", paper.id.base()},
                                                                {"title", paper.title},
                                                                {"abstract", paper.abstract},
                                                                {"categories", boost::json::array{"cs.LG"}},
                                                                {"announce", "new"}}) +
                     "\n";
        test::write(dir.path() / "undated.jsonl", lines);
        std::vector<std::string> all{"run", "--papers", "undated.jsonl"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return lectern(all);
    }
    std::vector<Mark> marks() {
        return require(require(SqliteStore::open(dir.path() / "out/lectern.db")).marks());
    }
};

BOOST_FIXTURE_TEST_CASE(shows_the_newest_digest_or_a_named_one, Fixture) {
    auto const shown = lectern({"show"});
    BOOST_TEST(shown.exit_code == 0, shown.err);
    BOOST_TEST(holds(shown.out, "Tuesday 17 March 2026 — "), shown.out);
    BOOST_TEST(holds(shown.out, " 1. On the Rank of Random Attention Matrices\n"), shown.out);
    BOOST_TEST(holds(shown.out, "Matches your keywords: low-rank"), shown.out);
    BOOST_TEST(!holds(shown.out, "\x1b["));
    BOOST_TEST(lectern({"show", "2026-03-17"}).out == shown.out);
    BOOST_TEST(boost::json::parse(lectern({"show", "--json"}).out).at("date").as_string() == "2026-03-17");
    auto const none = lectern({"show", "2026-03-18"});
    BOOST_TEST(none.exit_code == 2);
    BOOST_TEST(holds(none.err, "there is no digest of 2026-03-18; the newest is of 2026-03-17"), none.err);
}

BOOST_FIXTURE_TEST_CASE(the_configuration_may_be_named_before_the_command, Fixture) {
    test::write(dir.path() / "other.toml", test::read(dir.path() / "lectern.toml"));
    std::filesystem::remove(dir.path() / "lectern.toml");
    for (std::vector<std::string> const& arguments : std::vector<std::vector<std::string>>{
             {"--config", "other.toml", "list"},
             {"-v", "--config=other.toml", "list"},
             {"list", "--config", "other.toml"},
             {"--log-format", "json", "--config", "other.toml", "--out", "out", "list"}})
        BOOST_TEST(holds(lectern(arguments).out, "2026-03-17 Tue"), arguments.front());
    BOOST_TEST(lectern({"--config"}).exit_code == 2);
}

BOOST_FIXTURE_TEST_CASE(lists_days_and_papers, Fixture) {
    BOOST_TEST(holds(lectern({"list"}).out, "2026-03-17 Tue  6 of 46  local  complete"),
               lectern({"list"}).out);
    auto const days = boost::json::parse(lectern({"list", "--json"}).out).as_array();
    BOOST_TEST(days.at(0).at("announced").to_number<int>() == 60);
    BOOST_TEST(holds(lectern({"list", "--topic", "interp"}).out, second));
    BOOST_TEST(holds(lectern({"list", "--author", "sato"}).out, first));
    BOOST_TEST(holds(lectern({"list", "--liked"}).err, "no paper was found"));
    BOOST_TEST(lectern({"like", "2"}).exit_code == 0);
    auto const liked = lectern({"list", "--liked"}).out;
    BOOST_TEST(holds(liked, second));
    BOOST_TEST(holds(liked, " + "));
    BOOST_TEST(!holds(lectern({"list", "--disliked"}).out, second));
}

BOOST_FIXTURE_TEST_CASE(searches_words_fields_and_expressions, Fixture) {
    auto const ids = [&](std::vector<std::string> query) {
        query.insert(query.begin(), {"search", "--json"});
        std::vector<std::string> found;
        auto const result = lectern(query);
        auto const papers = boost::json::parse(result.out);
        for (auto const& paper : papers.as_array()) found.emplace_back(paper.at("id").as_string());
        return found;
    };
    BOOST_TEST(ids({"random", "attention", "matrices"}).at(0) == first);
    BOOST_TEST(ids({"title:\"random attention\""}).size() == 1u);
    BOOST_TEST(ids({"author:sato", "attention"}).at(0) == first);
    BOOST_TEST(ids({"SATO attention"}).at(0) == first);
    BOOST_TEST(ids({"attent*"}).size() >= ids({"attention"}).size());
    for (std::string const& id : ids({"attention and not title:rank"})) BOOST_TEST(id != first);
    BOOST_TEST(ids({"/random attention/"}).size() >= 1u);
    BOOST_TEST(ids({"-n", "3", "the or a"}).size() <= 3u);
    BOOST_TEST(ids({"zyzzyva"}).empty());
    auto const wrong = lectern({"search", "titel:rank"});
    BOOST_TEST(wrong.exit_code == 2);
    BOOST_TEST(lectern({"search", "(rank"}).exit_code == 2);
    auto const text = lectern({"search", "random attention"});
    BOOST_TEST(holds(text.out, first + "  2026-03-17"), text.out);
}

BOOST_FIXTURE_TEST_CASE(numbers_of_the_newest_digest_stand_for_papers, Fixture) {
    auto const liked = lectern({"like", "1", "2"});
    BOOST_TEST(liked.exit_code == 0, liked.err);
    BOOST_TEST(holds(liked.out, "Liked " + first + " \"On the Rank of Random Attention Matrices\"\n"),
               liked.out);
    BOOST_TEST(holds(lectern({"dislike", "1"}).out, "(it was liked)"));
    BOOST_TEST(holds(lectern({"explain", "1"}).out, first));
    BOOST_TEST(lectern({"open", "--print", "2"}).out == "https://arxiv.org/abs/" + second + "\n");
    BOOST_TEST(lectern({"open", "--print", "--pdf", second}).out == "https://arxiv.org/pdf/" + second + "\n");
    auto const beyond = lectern({"like", "77"});
    BOOST_TEST(beyond.exit_code == 2);
    BOOST_TEST(holds(beyond.err, "there is no paper 77: the digest of 2026-03-17 has 6"), beyond.err);
}

BOOST_FIXTURE_TEST_CASE(marks_travel_in_a_file_beside_the_configuration, Fixture) {
    BOOST_TEST(lectern({"like", "1"}).exit_code == 0);
    BOOST_TEST(lectern({"dislike", "1"}).exit_code == 0);
    BOOST_TEST(lectern({"like", "2"}).exit_code == 0);
    BOOST_TEST(lectern({"unmark", "2"}).exit_code == 0);
    auto const file = dir.path() / "marks.jsonl";
    auto const kept = require(read_mark_file(file)).marks;
    BOOST_REQUIRE(kept.size() == 2u);
    BOOST_TEST((kept[0].liked == false));
    BOOST_TEST(!kept[1].liked.has_value());
    // At another place the database knows nothing of it: a run takes it from the file.
    test::write(file, test::read(file) + "{\"id\":\"" + second +
                          "\",\"liked\":true,\"marked\":\"2099-01-01T00:00:00Z\"}\nno mark\n");
    auto const run_again = run("2026-03-17");
    BOOST_TEST(run_again.exit_code == 0, run_again.err);
    BOOST_TEST(holds(run_again.err, "marks.jsonl:6: "), run_again.err);
    BOOST_REQUIRE(marks().size() == 2u);
    for (Mark const& mark : marks()) BOOST_TEST(mark.liked == (mark.id.base() == second));
    // Switched off, nothing is read or written.
    std::string const before = test::read(file);
    test::write(dir.path() / "lectern.toml", "[feed]\ncategories = [\"cs.LG\"]\n[profile]\nmarks = \"\"\n");
    BOOST_TEST(lectern({"like", "1"}).exit_code == 0);
    BOOST_TEST(test::read(file) == before);
}

BOOST_FIXTURE_TEST_CASE(marking_works_beside_a_run, Fixture) {
    auto const lock = require(FileLock::acquire(dir.path() / "out/lectern.lock"));
    BOOST_TEST(lectern({"like", "1"}).exit_code == 0);
    BOOST_TEST(lectern({"unmark", "1"}).exit_code == 0);
    BOOST_TEST(run("2026-03-17").exit_code != 0);
}

BOOST_FIXTURE_TEST_CASE(a_day_can_be_taken_back, Fixture) {
    BOOST_TEST(run_undated({"--date", "2026-03-16"}).exit_code == 0);
    auto const unsure = lectern({"forget", "--date", "2026-03-17"});
    BOOST_TEST(unsure.exit_code == 2);
    BOOST_TEST(holds(unsure.err, "add --yes"), unsure.err);
    auto const done = lectern({"forget", "--date", "2026-03-17", "--yes"});
    BOOST_TEST(done.exit_code == 0, done.err);
    BOOST_TEST(holds(done.out, "forgot 2026-03-17"), done.out);
    BOOST_TEST(!std::filesystem::exists(dir.path() / "out/md/2026-03/2026-03-17-output.md"));
    BOOST_TEST(!require(read_day(dir.path() / "out", test::day("2026-03-17"))));
    BOOST_TEST(test::read(dir.path() / "out/output.md") ==
               test::read(dir.path() / "out/md/2026-03/2026-03-16-output.md"));
    BOOST_TEST(
        holds(lectern({"forget", "--date", "2026-03-17", "--yes"}).out, "there is nothing of 2026-03-17"));
    BOOST_TEST(lectern({"db", "check"}).exit_code == 0);
}

BOOST_FIXTURE_TEST_CASE(a_day_of_papers_seen_before_says_so, Fixture) {
    BOOST_TEST(run_undated({"--date", "2026-03-18"}).exit_code == 0);
    auto const again = run_undated({"--date", "2026-03-19", "--exit-code"});
    BOOST_TEST(again.exit_code == 5, again.err);
    std::string const said = "All 60 papers were seen before, between 2026-03-17 and 2026-03-18.";
    BOOST_TEST(holds(again.out, said), again.out);
    auto const page = test::read(dir.path() / "out/output.md");
    BOOST_TEST(holds(page, "**Nothing new was announced.**"), page.substr(0, 600));
    BOOST_TEST(holds(page, "All 60 papers were seen before"), page.substr(0, 600));
}

BOOST_FIXTURE_TEST_CASE(papers_without_a_date_are_of_today_and_that_is_said, Fixture) {
    auto const undated = run_undated({});
    BOOST_TEST(holds(undated.err, "the papers carry no date: taken as 20"), undated.err);
    BOOST_TEST(holds(undated.err, "(today); --date sets it"), undated.err);
    BOOST_TEST(!holds(run_undated({"--date", "2026-03-18"}).err, "no date"));
}

BOOST_AUTO_TEST_SUITE_END()
