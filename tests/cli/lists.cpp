// What people write and hand to the command: reading lists, topics, keys.
#include "reader_directory.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace lectern;
using test::Finished;
using test::holds;
using test::run_lectern;

BOOST_AUTO_TEST_SUITE(cli_lists)

struct Fixture {
    test::TempDir dir;

    Fixture() {
        write("topics.md", "1. Gates\n   - Relevant: sparse gates\n");
        write("lectern.toml", "[store]\nrecheck = false\n");
        std::string lines;
        for (int i = 1; i <= 3; ++i)
            lines += fmt::format(
                "{{\"id\": \"2603.0000{}\", \"title\": \"Gates {}\", \"abstract\": \"A\", "
                "\"authors\": [\"Ann Roe\"], \"categories\": [\"cs.LG\"]}}\n",
                i, i);
        write("papers.jsonl", lines);
    }
    void write(std::string const& name, std::string_view content) { test::write(dir.path() / name, content); }
    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }
    Finished run() { return lectern({"run", "--papers", "papers.jsonl", "--date", "2026-03-18"}); }
};

BOOST_FIXTURE_TEST_CASE(an_import_accounts_for_every_entry, Fixture) {
    BOOST_TEST(run().exit_code == 0);
    write("lib.bib",
          "@misc{a, eprint={2603.00001}}@misc{b, eprint={2603.00002}}\n@misc{c, eprint={2603.00001}}\n"
          "@book{d, title={Print}, abstract={extends arXiv:2603.00003}}\n@misc{e, title={\n");
    auto const imported = lectern({"marks", "--import", "lib.bib"});
    BOOST_TEST(imported.exit_code == 3);
    BOOST_TEST(holds(imported.out,
                     "lib.bib: 5 entries: 2 papers, 1 named before, 1 without an arXiv paper, "
                     "1 not readable"));
    BOOST_TEST(holds(imported.out, "2 papers marked, 0 had the mark already"));
    BOOST_TEST(holds(imported.err, "lib.bib:3 (d) names no arXiv paper: Print"));
    BOOST_TEST(holds(imported.err, "lib.bib:4 (e): the entry is damaged"));
    BOOST_TEST(!holds(lectern({"marks"}).out, "2603.00003"));
}

BOOST_FIXTURE_TEST_CASE(a_file_of_which_nothing_is_read_has_an_exit_code_and_a_word, Fixture) {
    write("ids.txt", "2603.1\n");
    auto const padded = lectern({"marks", "--import", "ids.txt"});
    BOOST_TEST(padded.exit_code == 2);
    BOOST_TEST(holds(padded.err, "ids.txt:1: \"2603.1\""));
    write("none.bib", "% nothing here\n");
    BOOST_TEST(lectern({"marks", "--import", "none.bib"}).exit_code == 2);
    write("empty.bib", "");
    BOOST_TEST(holds(lectern({"marks", "--import", "empty.bib"}).out, "empty.bib: 0 entries"));
    auto const liked = lectern({"like", "2603.1"});
    BOOST_TEST(liked.exit_code == 2);
    BOOST_TEST(holds(liked.err, "five digits"));
}

BOOST_FIXTURE_TEST_CASE(doubts_about_the_topics_reach_the_reader, Fixture) {
    write("topics.md",
          "\xEF\xBB\xBF"
          "1. Gates\n   - Relevent: sparse gates\n   - Colour: blue\n");
    std::string const guess = "topics.md:2: \"Relevent\" is read as \"Relevant\"";
    auto const ran = run();
    BOOST_TEST(ran.exit_code == 0);
    BOOST_TEST(holds(ran.err, guess));
    BOOST_TEST(holds(ran.err, "topics.md:3: "));
    BOOST_TEST(holds(lectern({"doctor", "--offline"}).out, guess));
    write("labels.jsonl", "{\"date\": \"2026-03-18\", \"id\": \"2603.00001\", \"selected\": 1}\n");
    auto const ranked =
        lectern({"rank", "--papers", "papers.jsonl", "--labels", "labels.jsonl", "--scores", "s.jsonl"});
    BOOST_TEST(holds(ranked.err, guess));
}

BOOST_FIXTURE_TEST_CASE(a_key_that_cannot_be_one_stops_the_run_before_any_request, Fixture) {
    // Nothing listens at the address: an answer about the key shows that it was not asked.
    write("lectern.toml",
          "[score]\nkind = \"llm\"\n[llm]\nbase_url = \"http://127.0.0.1:9/v1\"\nmodel = \"m\"\n"
          "api_key_env = \"LECTERN_LIST_KEY\"\n");
    for (char const* key : {"sk-a\x01"
                            "bc",
                            "\"sk-abc\"", "sk-abc\nsk-def", "LECTERN_LIST_KEY=sk-abc"}) {
        ::setenv("LECTERN_LIST_KEY", key, 1);
        auto const ran = run();
        BOOST_TEST(ran.exit_code == 2);
        BOOST_TEST(holds(ran.err, "LECTERN_LIST_KEY"));
        BOOST_TEST(!holds(ran.err, "sk-abc"));
    }
    ::unsetenv("LECTERN_LIST_KEY");
}

BOOST_AUTO_TEST_SUITE_END()
