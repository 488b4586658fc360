// docs/tour.md: the first fifteen minutes with every output, so that the page stays true.
#include "process.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <regex>
#include <string>
#include <vector>

using namespace lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_tour)

/// Words of the page, and commands whose output follows them.
struct Step {
    std::string words;
    std::vector<std::string> commands;
};

std::vector<Step> const& steps() {
    static std::vector<Step> const all{
        {"Make a directory with a configuration and a file for your interests. Here the topics of the sample "
         "take the place of "
         "those you would write.",
         {"lectern init my-digest", "cd my-digest", "cp $EXAMPLES/topics.md topics.md"}},
        {"`lectern run` asks arXiv for today's announcement. With `--papers` it reads a file instead: here "
         "the day of the sample.",
         {"lectern run --papers $EXAMPLES/day.rss --date 2026-03-17"}},
        {"The page is `out/output.md`. In the terminal:", {"lectern show | head -24"}},
        {"Papers have the numbers of the newest digest wherever an id is wanted. Say what you like and what "
         "not:",
         {"lectern like 1 3", "lectern dislike 6"}},
        {"The next run learns from it. To see the difference at once, the day is made again:",
         {"lectern forget --date 2026-03-17 --yes",
          "lectern run --papers $EXAMPLES/day.rss --date 2026-03-17 -q", "lectern show | head -16"}},
        {"Why is a paper there, and another one not?", {"lectern explain 1", "lectern explain 2603.10545"}},
        {"All papers that were read can be searched, shown or not:",
         {"lectern search 'low-rank attention'", "lectern search 'title:pruning and not abstract:survey'"}},
        {"What is recorded of each day:",
         {"lectern status --from 2026-03-16 --to 2026-03-17", "lectern list", "lectern marks"}},
        {"The same as a site, and in other formats:",
         {"lectern site",
          "lectern render out/json/2026-03/2026-03-17-digest.json --format bibtex | head -8"}}};
    return all;
}

/// What differs between two machines and two days.
std::string steady(std::string text) {
    static std::vector<std::pair<std::regex, std::string>> const changes{
        {std::regex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), "2026-03-17T12:00:00Z"},
        {std::regex("no announcement today[^\\n]*\\n"), ""},
        {std::regex("(\\n|^)\\d{4}-\\d\\d-\\d\\d  (like|dislike)"), "$012026-03-17  $2"}};
    for (auto const& [pattern, by] : changes) text = std::regex_replace(text, pattern, by);
    return text;
}

BOOST_AUTO_TEST_CASE(the_page_is_what_the_commands_print) {
    test::TempDir dir;
    fs::path const examples = test::source_dir() / "examples/data";
    std::string page =
        "# The first fifteen minutes\n\n"
        "Every output on this page was made by the commands above it; a test compares them. `$EXAMPLES` is "
        "`examples/data` of the\n"
        "source.\n";
    std::string before =
        fmt::format("lectern() {{ \"$LECTERN\" \"$@\"; }}\nEXAMPLES='{}'\n", examples.string());
    for (Step const& step : steps()) {
        page += "\n" + step.words + "\n\n```console\n";
        for (std::string const& command : step.commands) {
            page += "$ " + command + "\n";
            bool const changes_place = command.starts_with("cd ");
            auto const done = test::run_script(before + command, dir.path());
            BOOST_TEST(done.exit_code == 0, command << ": " << done.err);
            if (changes_place) before += command + "\n";
            page += steady(done.out + done.err);
        }
        page += "```\n";
    }
    fs::path const file = test::source_dir() / "docs/tour.md";
    if (std::getenv("LECTERN_UPDATE_GOLDEN")) test::write(file, page);
    BOOST_TEST((page == test::read(file)),
               "docs/tour.md is not what the commands print: LECTERN_UPDATE_GOLDEN=1 writes it anew");
}

BOOST_AUTO_TEST_CASE(the_manual_page_has_every_command) {
    test::TempDir const dir;
    std::string const help = test::run_lectern({"--help"}, dir.path()).out;
    std::string const manual = test::read(test::source_dir() / "docs/lectern.1");
    std::size_t found = 0;
    static std::regex const line("\\n  ([a-z]+)  ");
    for (std::sregex_iterator at(help.begin(), help.end(), line), end; at != end; ++at, ++found) {
        std::string const name = (*at)[1];
        BOOST_TEST(manual.find("\\fB" + name) != std::string::npos, name << " is missing in docs/lectern.1");
    }
    BOOST_TEST(found > 20U);
}

BOOST_AUTO_TEST_SUITE_END()
