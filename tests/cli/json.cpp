// Facts for other programs: --json of the commands, and what people read instead.
#include "reader_directory.hpp"

#include <lectern/core/file_lock.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace lectern;
using test::holds;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(cli_json)

struct Fixture : test::ReaderDirectory {
    Fixture() {
        std::string lines;
        for (std::string const number : {"1", "2", "3"})
            lines += paper("2603.0000" + number, "Sparse networks " + number, "We show sparse networks.");
        test::write(dir.path() / "day.jsonl", lines);
    }
    bj::value json(std::vector<std::string> arguments) {
        arguments.emplace_back("--json");
        auto const done = lectern(arguments);
        BOOST_TEST(done.exit_code == 0, done.err);
        return bj::parse(done.out);
    }
    bj::value run() { return json({"run", "--papers", "day.jsonl", "--date", "2026-03-17"}); }
};

BOOST_FIXTURE_TEST_CASE(a_run_tells_its_days, Fixture) {
    add_to_config("[site]\nenabled = true\n");
    auto const days = run().as_array();
    BOOST_TEST_REQUIRE(days.size() == 1U);
    auto const& day = days[0].as_object();
    BOOST_TEST(day.at("date").as_string() == "2026-03-17");
    BOOST_TEST(day.at("state").as_string() == "ok");
    BOOST_TEST(day.at("shown").to_number<int>() == 3);
    BOOST_TEST(day.at("files").as_array().size() == 3U);
}

BOOST_FIXTURE_TEST_CASE(a_paper_is_explained, Fixture) {
    run();
    auto const papers = json({"explain", "1", "2603.00003"}).as_array();
    BOOST_TEST_REQUIRE(papers.size() == 2U);
    auto const& paper = papers[1].as_object();
    BOOST_TEST(paper.at("id").as_string() == "2603.00003");
    auto const& day = paper.at("days").as_array().at(0).as_object();
    BOOST_TEST(day.at("outcome").as_string() == "shown");
    BOOST_TEST(day.at("scorer").as_string() == "local");
    BOOST_TEST(day.at("score").as_object().at("estimated").as_bool());
    BOOST_TEST(lectern({"explain", "2603.09999", "--json"}).exit_code == 2);
}

BOOST_FIXTURE_TEST_CASE(a_paper_that_was_not_shown_is_ranked_again, Fixture) {
    test::write(dir.path() / "lectern.toml",
                "[feed]\ncategories = [\"cs.LG\"]\n[score]\nmax_papers = 1\nrelevance_cutoff = 0\n");
    run();
    auto const paper = json({"explain", "2603.00002"}).as_array().at(0).as_object();
    auto const& day = paper.at("days").as_array().at(0).as_object();
    BOOST_TEST(day.at("outcome").as_string() == "below-cutoff");
    auto const& again = day.at("ranked_again").as_object();
    BOOST_TEST(again.at("papers").to_number<int>() == 3);
    BOOST_TEST(again.at("score").as_object().at("relevance").is_double());
}

BOOST_FIXTURE_TEST_CASE(marks_and_findings_are_lists, Fixture) {
    BOOST_TEST(json({"marks"}).as_array().empty());
    run();
    BOOST_TEST(lectern({"like", "1"}).exit_code == 0);
    auto const marks = json({"marks"}).as_array();
    BOOST_TEST_REQUIRE(marks.size() == 1U);
    BOOST_TEST(marks[0].as_object().at("liked").as_bool());
    BOOST_TEST(holds(std::string(marks[0].as_object().at("title").as_string()), "Sparse networks"));
    auto const findings = json({"doctor", "--offline"}).as_array();
    BOOST_TEST(findings.size() > 5U);
    for (auto const& finding : findings) BOOST_TEST(!finding.as_object().at("finding").as_string().empty());
}

BOOST_FIXTURE_TEST_CASE(little_data_is_called_little, Fixture) {
    run();
    BOOST_TEST(lectern({"like", "1"}).exit_code == 0);
    auto const measured = lectern({"evaluate"});
    BOOST_TEST(holds(measured.out, "1 day, 3 papers, 1 selected"), measured.out);
    BOOST_TEST(holds(measured.out, "of the first 10 papers of a day, 1.0 were yours"), measured.out);
    BOOST_TEST(holds(measured.out, "too little to tell"), measured.out);
    BOOST_TEST(!holds(measured.out, " to 1.000"), measured.out);
    auto const measures = json({"evaluate"}).as_object();
    BOOST_TEST(!measures.at("enough_to_tell").as_bool());
    BOOST_TEST(!measures.at("measures").as_object().at("average precision").as_object().contains("low"));
}

BOOST_FIXTURE_TEST_CASE(status_says_who_is_at_work_and_where_the_days_are, Fixture) {
    run();
    BOOST_TEST(holds(lectern({"status"}).out, "no day is recorded from "));
    BOOST_TEST(holds(lectern({"status", "--from", "2025-01-01", "--to", "2025-01-07"}).out,
                     "from 2025-01-01 to 2025-01-07; the newest is 2026-03-17\n"));
    BOOST_TEST(holds(lectern({"status"}).out, ", done\n"));
    {
        auto const lock = FileLock::acquire(dir.path() / "out/lectern.lock");
        BOOST_TEST(FileLock::holder(dir.path() / "out/lectern.lock") != 0);
    }
    BOOST_TEST(FileLock::holder(dir.path() / "out/lectern.lock") == 0);
    BOOST_TEST(FileLock::holder(dir.path() / "out/no.lock") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_plan_of_tomorrow_is_not_a_day_without_announcement, Fixture) {
    BOOST_TEST(holds(lectern({"remedy", "--plan", "--date", "2999-03-18"}).out, "not yet announced"));
    // A Sunday.
    BOOST_TEST(holds(lectern({"remedy", "--plan", "--date", "2999-03-17"}).out, "will announce nothing"));
}

BOOST_FIXTURE_TEST_CASE(compact_pages_have_no_zeros_and_no_prompt, Fixture) {
    run();
    std::string const full = test::read(dir.path() / "out/output.md");
    BOOST_TEST(holds(full, "| **Token**"), full.substr(0, 300));
    std::string const toml = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "lectern.toml", toml + "[output]\ncompact = true\n");
    BOOST_TEST(lectern({"forget", "--date", "2026-03-17", "--yes"}).exit_code == 0);
    run();
    std::string const compact = test::read(dir.path() / "out/output.md");
    BOOST_TEST(compact.starts_with("# Personalized Daily ArXiv Papers 2026-03-17\n\nTotal arXiv papers: 3\n"),
               compact.substr(0, 200));
    BOOST_TEST(holds(compact, "## 1. [Sparse networks"));
}

BOOST_FIXTURE_TEST_CASE(a_new_version_of_a_liked_paper_is_told_once, Fixture) {
    auto const version = [](std::string const& number, int version_number, std::string const& title) {
        return bj::serialize(bj::object{{"id", "2603.0000" + number},
                                        {"version", version_number},
                                        {"title", title + " networks " + number},
                                        {"abstract", "We show sparse networks."},
                                        {"authors", bj::array{"Ann Roe"}},
                                        {"categories", bj::array{"cs.LG"}},
                                        {"announce", version_number == 1 ? "new" : "replace"}}) +
               "\n";
    };
    run_day("2026-03-17", version("1", 1, "Sparse") + version("2", 1, "Sparse"));
    BOOST_TEST(lectern({"like", "2603.00001"}).exit_code == 0);
    run_day("2026-03-18", version("1", 2, "Sparser") + version("2", 2, "Sparser"));
    std::string const page = test::read(dir.path() / "out/output.md");
    // The other one was shown, too, but is not kept.
    BOOST_TEST((holds(page, "Sparser networks 1") && !holds(page, "Sparser networks 2")), page);
    run_day("2026-03-19", paper("2603.00009", "Sparse networks 9", "We show more."));
    BOOST_TEST(!holds(test::read(dir.path() / "out/output.md"), "# Revised Papers"));
}

BOOST_AUTO_TEST_SUITE_END()
