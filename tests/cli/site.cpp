// The static site: every link leads somewhere, foreign text stays text, a second run writes nothing.
#include "process.hpp"
#include "support.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <regex>
#include <string>

using namespace lectern;
using test::Finished;
using test::run_lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_site)

struct Fixture {
    test::TempDir dir;

    Fixture() {
        test::write(dir.path() / "lectern.toml",
                    "[feed]\ncategories = [\"cs.LG\"]\n[score]\nrelevance_cutoff = 0\n");
        test::write(dir.path() / "topics.md", "1. Sparse <i>networks</i>\n   - Relevant: sparse networks\n");
    }
    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }

    void add_day(std::string const& day, std::string const& number, std::string const& title,
                 std::string const& abstract) {
        test::write(dir.path() / "day.jsonl", boost::json::serialize(boost::json::object{
                                                  {"id", "2603." + number},
                                                  {"title", title},
                                                  {"abstract", abstract},
                                                  {"authors", boost::json::array{"Ann <b>Roe</b>"}},
                                                  {"categories", boost::json::array{"cs.LG"}},
                                                  {"announce", "new"}}) +
                                                  "\n");
        BOOST_TEST(lectern({"run", "--papers", "day.jsonl", "--date", day}).exit_code == 0);
    }
    fs::path site() const { return dir.path() / "out/site"; }
    std::string page(std::string const& path) { return test::read(site() / path / "index.html"); }

    /// Addresses within the site that lead nowhere.
    std::vector<std::string> dead_links() {
        std::map<fs::path, std::string> pages;
        for (auto const& file : fs::recursive_directory_iterator(site()))
            if (file.path().extension() == ".html") pages[file.path()] = test::read(file.path());
        std::vector<std::string> dead;
        std::regex const link("(?:href|src)=\"([^\"#]*)(?:#([^\"]*))?\"");
        for (auto const& [path, text] : pages) {
            for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
                std::string const target = (*at)[1];
                std::string const anchor = (*at)[2];
                if (target.starts_with("https:")) continue;
                fs::path const file =
                    target.empty() ? path : (path.parent_path() / target).lexically_normal();
                bool const there = fs::is_regular_file(file);
                bool const anchored =
                    anchor.empty() || test::read(file).find("id=\"" + anchor + "\"") != std::string::npos;
                if (!there || !anchored) dead.push_back(path.string() + ": " + std::string((*at)[0]));
            }
        }
        return dead;
    }
};

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

BOOST_FIXTURE_TEST_CASE(days_months_and_years_are_linked, Fixture) {
    add_day("2025-12-31", "00001", "Sparse networks", "We show $x^2$.");
    add_day("2026-03-02", "00002", "More sparse networks", "We show more.");
    add_day("2026-03-17", "00003", "Most sparse networks", "We show most.");
    auto const made = lectern({"site"});
    BOOST_TEST(made.exit_code == 0, made.err);
    BOOST_TEST(holds(made.out, "3 days; "), made.out);
    BOOST_TEST(dead_links() == std::vector<std::string>(), boost::test_tools::per_element());
    auto const middle = page("archive/2026-03/02");
    BOOST_TEST(holds(middle, "href=\"../../../archive/2025-12/31/index.html\" rel=\"prev\""));
    BOOST_TEST(holds(middle, "href=\"../../../archive/2026-03/17/index.html\" rel=\"next\""));
    BOOST_TEST(holds(middle, "href=\"../../../archive/2026-03/index.html\" id=\"up\""));
    BOOST_TEST(holds(page("archive/2025-12/31"), "<math><msup><mi>x</mi><mn>2</mn></msup></math>"));
    BOOST_TEST(holds(page(""), "Tuesday 17 March 2026"));
    BOOST_TEST(holds(page("archive/2026-03"), "href=\"17/index.html\""));
    BOOST_TEST(holds(page("archive/2026"), "March"));
    // The same again writes nothing; a day that is taken back goes.
    BOOST_TEST(holds(lectern({"site"}).out, "0 files written, 0 removed"));
    BOOST_TEST(lectern({"forget", "--date", "2026-03-17", "--yes"}).exit_code == 0);
    BOOST_TEST(holds(lectern({"site"}).out, "1 removed"));
    BOOST_TEST(!fs::exists(site() / "archive/2026-03/17/index.html"));
    BOOST_TEST(dead_links() == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(foreign_text_stays_text, Fixture) {
    add_day(
        "2026-03-17", "00001", "<script>alert(1)</script> {{title}} \"onmouseover=x",
        "</style><img src=x onerror=alert(1)> \\href{javascript:alert(1)}{x} $\\text{<b>}$ sparse networks");
    BOOST_TEST(lectern({"site"}).exit_code == 0);
    auto const text = page("archive/2026-03/17") + page("archive/2026-03");
    for (std::string const part :
         {"<script>", "<img", "onerror=alert(1)>", "<b>Roe", "<i>networks", "href=\"javascript"})
        BOOST_TEST(!holds(text, part), part);
    BOOST_TEST(holds(text, "&lt;script&gt;alert(1)&lt;/script&gt; {{title}}"));
}

BOOST_FIXTURE_TEST_CASE(templates_and_style_can_be_replaced, Fixture) {
    add_day("2026-03-17", "00001", "Sparse networks", "We show it.");
    std::string const toml = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "lectern.toml",
                toml + "[site]\ntitle = \"Mine & yours\"\ntemplates = \"t\"\nstyle = \"own.css\"\n");
    test::write(dir.path() / "own.css", "body { color: red; }\n");
    test::write(dir.path() / "t/foot.html", "<footer>Own foot</footer></body></html>\n");
    BOOST_TEST(lectern({"site"}).exit_code == 0);
    BOOST_TEST(holds(page(""), "Own foot"));
    BOOST_TEST(holds(page(""), "Mine &amp; yours"));
    BOOST_TEST(holds(page(""), "assets/own."));
    test::write(dir.path() / "t/foot.html", "{{#open}}never closed\n");
    auto const broken = lectern({"site"});
    BOOST_TEST(broken.exit_code == 2, broken.err);
    BOOST_TEST(holds(broken.err, "foot.html: "), broken.err);
}

BOOST_FIXTURE_TEST_CASE(a_part_may_not_include_itself, Fixture) {
    test::write(dir.path() / "t/card.html", "{{> card}}\n");
    std::string const toml = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "lectern.toml", toml + "[site]\ntemplates = \"t\"\n");
    auto const refused = lectern({"site"});
    BOOST_TEST(refused.exit_code == 2, refused.err);
    BOOST_TEST(holds(refused.err, "card.html: a part of pages may not include others"), refused.err);
}

BOOST_FIXTURE_TEST_CASE(each_run_may_bring_it_up_to_date, Fixture) {
    std::string const toml = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "lectern.toml",
                toml +
                    "[site]\nenabled = true\nurl = \"https://me.example.org/d/\"\n"
                    "abstracts = \"none\"\n");
    add_day("2026-03-17", "00001", "Sparse networks", "We show it. Nobody else did.");
    BOOST_TEST(holds(page("archive/2026-03/17"),
                     "<link rel=\"canonical\" href=\"https://me.example.org/d/archive/2026-03/17/\">"));
    BOOST_TEST(!holds(page("archive/2026-03/17"), "Nobody else did"));
    test::write(dir.path() / "lectern.toml", toml + "[site]\nurl = \"\"\nabstracts = \"full\"\n");
    BOOST_TEST(lectern({"site"}).exit_code == 0);
    BOOST_TEST(!holds(page(""), "canonical"));
    BOOST_TEST(holds(page(""), "<details class=\"abs\" open>"));
    // Assets that no page names any more go.
    test::write(dir.path() / "out/site/assets/lectern.000000000000.css", "old");
    BOOST_TEST(holds(lectern({"site"}).out, "1 removed"));
}

BOOST_FIXTURE_TEST_CASE(without_a_digest_there_is_a_page_that_is_empty, Fixture) {
    BOOST_TEST(holds(lectern({"site"}).out, "0 days"));
    BOOST_TEST(dead_links() == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
