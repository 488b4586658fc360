// The static site: every link leads somewhere, foreign text stays text, a second run writes nothing.
#include "reader_directory.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <map>
#include <regex>
#include <string>

using namespace lectern;
using test::Finished;
using test::holds;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_site)

struct Fixture : test::ReaderDirectory {
    Fixture() : ReaderDirectory("Sparse <i>networks</i>") {}

    void add_day(std::string const& day, std::string const& number, std::string const& title,
                 std::string const& abstract) {
        run_day(day, paper("2603." + number, title, abstract, "Ann <b>Roe</b>"));
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
                if (target.starts_with("https:") || target.starts_with("data:")) continue;
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

BOOST_FIXTURE_TEST_CASE(days_months_and_years_are_linked, Fixture) {
    add_day("2025-12-31", "00001", "Sparse networks", "We show $x^2$.");
    add_day("2026-03-02", "00002", "More sparse networks", "We show more.");
    add_day("2026-03-17", "00003", "Most sparse networks", "We show most.");
    auto const made = lectern({"site"});
    BOOST_TEST(made.exit_code == 0, made.err);
    BOOST_TEST(holds(made.out, "3 days, 3 of them made; "), made.out);
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
    // Its page, three bibliographies, its part of the search.
    BOOST_TEST(holds(lectern({"site"}).out, "2 days, 1 of them made; "));
    BOOST_TEST(!fs::exists(site() / "archive/2026-03/17"));
    BOOST_TEST(!fs::exists(site() / "search/2026-03-17.js"));
    BOOST_TEST(dead_links() == std::vector<std::string>(), boost::test_tools::per_element());
}

std::map<std::string, std::string> pages_of(fs::path const& directory) {
    std::map<std::string, std::string> files;
    for (auto const& file : fs::recursive_directory_iterator(directory)) {
        std::string const name = fs::relative(file.path(), directory).string();
        if (file.is_regular_file()) files[name] = test::read(file.path());
    }
    return files;
}

BOOST_FIXTURE_TEST_CASE(day_by_day_gives_the_same_bytes_as_at_once, Fixture) {
    std::string const toml = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "lectern.toml",
                toml + "[site]\nenabled = true\nurl = \"https://example.org\"\n");
    int number = 1;
    for (std::string const day :
         {"2025-12-30", "2026-01-02", "2026-01-05", "2026-01-06", "2026-02-02", "2026-01-07"})
        add_day(day, fmt::format("{:05}", number++), "Sparse networks of " + day, "We show sparse networks.");
    auto const grown = pages_of(site());
    fs::remove_all(site());
    BOOST_TEST(holds(lectern({"site"}).out, "6 days, 6 of them made; "));
    auto made = pages_of(site());
    BOOST_TEST(made.size() == grown.size());
    for (auto const& [name, text] : grown) BOOST_TEST(made[name] == text, name);
    // A month that is over has one segment of the search, the newest one a day.
    BOOST_TEST(fs::exists(site() / "search/2026-01.js"));
    BOOST_TEST(fs::exists(site() / "search/2026-02-02.js"));
    BOOST_TEST(!fs::exists(site() / "search/2026-01-05.js"));
    BOOST_TEST(
        holds(test::read(site() / "sitemap.xml"), "<loc>https://example.org/archive/2026-01/05/</loc>"));
    BOOST_TEST(holds(lectern({"site", "--rebuild"}).out, "6 of them made; 0 files written, 0 removed"));
    // What was lost comes back.
    fs::remove(site() / "archive/2026-01/05/index.html");
    fs::remove(site() / "search/2025-12.js");
    BOOST_TEST(lectern({"site"}).exit_code == 0);
    for (auto const& [name, text] : grown) BOOST_TEST(test::read(site() / name) == text, name);
    test::write(dir.path() / "lectern.toml", toml);
    BOOST_TEST(lectern({"site"}).exit_code == 0);
    BOOST_TEST(!fs::exists(site() / "sitemap.xml"));
}

BOOST_FIXTURE_TEST_CASE(topics_saved_papers_and_files_beside_the_pages, Fixture) {
    add_day("2026-03-17", "00001", "Sparse networks", "We show it.");
    BOOST_TEST(lectern({"like", "1"}).exit_code == 0);
    BOOST_TEST(lectern({"site"}).exit_code == 0);
    BOOST_TEST(holds(page("saved"), "archive/2026-03/17/index.html#p2603.00001"));
    BOOST_TEST(holds(test::read(site() / "saved/papers.bib"), "@misc{arxiv:2603.00001,"));
    BOOST_TEST(holds(test::read(site() / "archive/2026-03/17/papers.ris"), "TI  - Sparse networks\r\n"));
    BOOST_TEST(holds(test::read(site() / "atom.xml"), "<title>Sparse networks</title>"));
    BOOST_TEST(holds(test::read(site() / "rss.xml"), "<dc:creator>Ann &lt;b&gt;Roe&lt;/b&gt;</dc:creator>"));
    BOOST_TEST(holds(page("archive/2026-03/summary"), "Sparse networks"));
    BOOST_TEST(holds(page("numbers"), "1 day, 1 paper read, 1 shown."));
    BOOST_TEST(!fs::exists(site() / "sitemap.xml"));
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

BOOST_FIXTURE_TEST_CASE(a_day_without_a_paper_has_a_page, Fixture) {
    add_day("2026-03-16", "00001", "Sparse networks", "We show sparse networks.");
    test::write(dir.path() / "lectern.toml",
                "[feed]\ncategories = [\"cs.LG\"]\n[filter]\nexclude = [\"networks\"]\n");
    add_day("2026-03-17", "00002", "Dense networks", "We show dense networks.");
    for (int i = 0; i < 2; ++i) {
        auto const made = lectern({"site"});
        BOOST_TEST(made.exit_code == 0, made.err);
        BOOST_TEST(!fs::exists(site() / "search/2026-03-17.js"));
        BOOST_TEST(fs::exists(site() / "archive/2026-03/17/index.html"));
        BOOST_TEST(dead_links().empty());
    }
}

BOOST_FIXTURE_TEST_CASE(a_run_fails_at_its_start_on_a_broken_template, Fixture) {
    fs::create_directory(dir.path() / "mine");
    test::write(dir.path() / "mine/day.html", "{{#papers}}");
    add_to_config("[site]\nenabled = true\ntemplates = \"mine\"\n");
    test::write(dir.path() / "day.jsonl", paper("2603.00001", "Sparse networks", "We show it."));
    auto const done = lectern({"run", "--papers", "day.jsonl", "--date", "2026-03-17"});
    BOOST_TEST(done.exit_code == 2);
    BOOST_TEST(holds(done.err, "day.html"), done.err);
    BOOST_TEST(!fs::exists(dir.path() / "out/md"));
}

BOOST_AUTO_TEST_SUITE_END()
