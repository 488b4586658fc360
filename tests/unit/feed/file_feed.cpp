#include "feed_text.hpp"
#include "http_server.hpp"
#include "support.hpp"

#include <lectern/feed/file_feed.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(feed_file)

struct Fixture {
    test::TempDir dir;
    FixedClock clock{test::time("2026-04-21T12:00:00Z")};
    Logger log;
    AnnouncementCalendar calendar;

    Result<FetchReport> fetch(std::vector<std::string> const& names, Window window = {}) {
        std::vector<std::filesystem::path> files;
        for (std::string const& name : names) files.push_back(dir.path() / name);
        FetchContext context{nullptr, clock, log, calendar, {}};
        auto const feed = make_file_feed(files);
        return test::run(feed->fetch(window, context));
    }
    void write(std::string const& name, std::string const& content) {
        test::write(dir.path() / name, content);
    }
};

BOOST_FIXTURE_TEST_CASE(reads_plain_and_gzip_by_content, Fixture) {
    write("day.txt", test::rss(test::rss_item("2601.00001v1", "T", "A")));
    write("day.bin", test::gzip("{\"id\":\"2601.00002\",\"title\":\"U\",\"abstract\":\"B\"}\n"));
    auto const report = test::require(fetch({"day.txt", "day.bin"}));
    BOOST_TEST(report.papers.size() == 2u);
    BOOST_TEST(report.sources.size() == 2u);
    BOOST_TEST(report.day.value() == test::day("2026-04-21"));
    BOOST_TEST(!report.incomplete);
}

BOOST_FIXTURE_TEST_CASE(names_the_file_in_errors, Fixture) {
    write("bad.html", "<html></html>");
    BOOST_TEST(fetch({"bad.html"}).error().detail().find("bad.html") != std::string::npos);
    BOOST_TEST((fetch({"missing"}).error() == errc::file));
    std::string const packed = test::gzip(std::string(100000, 'x'));
    write("cut.gz", packed.substr(0, packed.size() / 2));
    BOOST_TEST((fetch({"cut.gz"}).error() == errc::bad_encoding));
}

BOOST_FIXTURE_TEST_CASE(chooses_a_day, Fixture) {
    write("days.jsonl",
          "{\"id\":\"2601.00001\",\"announced\":\"2026-01-05\"}\n{\"id\":\"2601.00002\",\"announced\":\"2026-"
          "01-06\"}\n");
    auto const undecided = fetch({"days.jsonl"});
    BOOST_TEST((undecided.error() == errc::wrong_day));
    BOOST_TEST(undecided.error().detail().find("2026-01-05 to 2026-01-06") != std::string::npos);
    auto const report = test::require(fetch({"days.jsonl"}, Window{test::day("2026-01-06")}));
    BOOST_REQUIRE(report.papers.size() == 1u);
    BOOST_TEST(report.papers[0].id.base() == "2601.00002");
    BOOST_TEST(report.warnings.back().detail() == "1 papers of other days were left out");
    BOOST_TEST((fetch({"days.jsonl"}, Window{test::day("2026-01-07")}).error() == errc::wrong_day));
}

BOOST_FIXTURE_TEST_CASE(reports_damaged_items, Fixture) {
    write("a.jsonl", "{\"id\":\"2601.00001\",\"title\":\"T\",\"abstract\":\"A\"}\n{\"id\":7}\n");
    auto const report = test::require(fetch({"a.jsonl"}));
    BOOST_TEST(report.incomplete);
    BOOST_TEST(report.sources[0].items == 2u);
    BOOST_TEST(report.sources[0].parsed == 1u);
    BOOST_TEST(report.warnings.at(0).detail().find("a.jsonl: line 2:") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
