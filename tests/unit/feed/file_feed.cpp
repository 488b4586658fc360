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
    ParseLimits limits = file_limits;

    Result<FetchReport> fetch(std::vector<std::string> const& names, Window window = {}) {
        std::vector<std::filesystem::path> files;
        for (std::string const& name : names) files.push_back(dir.path() / name);
        FetchContext context{nullptr, clock, log, calendar, {}};
        auto const feed = make_file_feed(files, limits);
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
    BOOST_TEST((fetch({"cut.gz"}).error() == errc::file));
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
    BOOST_TEST(report.warnings.lines().back().detail() == "1 papers of other days were left out");
    BOOST_TEST((fetch({"days.jsonl"}, Window{test::day("2026-01-07")}).error() == errc::wrong_day));
}

BOOST_FIXTURE_TEST_CASE(faults_of_a_file_are_the_users, Fixture) {
    write("lines.jsonl", "\n{\"id\":\"nonsense\"}\n{broken\n");
    write("cut.xml", "<rss><channel>\n<item>");
    write("error.xml",
          "<rss version='2.0'><channel><title>Feed error for query: x</title><description>no</description>"
          "</channel></rss>");
    write("dtd.xml", "<!DOCTYPE rss><rss version='2.0'><channel></channel></rss>");
    std::pair<char const*, char const*> const files[] = {
        {"lines.jsonl", "line 1: \"nonsense\" is not an arXiv identifier"},
        {"cut.xml", "near line 2"},
        {"error.xml", "no"},
        {"dtd.xml", "document type"}};
    for (auto const& [file, words] : files) {
        auto const error = fetch({file}).error();
        BOOST_TEST((error == errc::file));
        BOOST_TEST((error.code() == error_kind::user));
        BOOST_TEST(error.detail().find(std::string(file) + ": ") != std::string::npos, error);
        BOOST_TEST(error.detail().find(words) != std::string::npos, error);
    }
}

BOOST_FIXTURE_TEST_CASE(large_files_are_refused_with_figure_and_key, Fixture) {
    limits = ParseLimits::of_size(1, "feed.max_file_mb");
    write("plain.jsonl", std::string(1'100'000, '{'));
    write("packed.gz", test::gzip(std::string(30'000'000, ' ')));
    write("half.jsonl", "{\"id\":\"2601.00001\",\"abstract\":\"" + std::string(90'000, 'x') + "\"}\n");
    for (char const* file : {"plain.jsonl", "packed.gz"}) {
        auto const error = fetch({file}).error();
        BOOST_TEST((error == errc::file));
        BOOST_TEST(error.detail().find(file) != std::string::npos, error);
        BOOST_TEST(error.detail().find("at most 1 MB are read (feed.max_file_mb)") != std::string::npos,
                   error);
    }
    std::vector<std::string> const many(40, "half.jsonl");
    auto const together = fetch(many).error();
    BOOST_TEST((together == errc::file));
    BOOST_TEST(together.detail().find("too large together") != std::string::npos, together);
    BOOST_TEST(test::require(fetch({"half.jsonl", "half.jsonl"})).papers.size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_day_to_come_counts_only_if_it_is_asked_for, Fixture) {
    std::string const now = "{\"id\":\"2601.00001\",\"announced\":\"2026-04-21\"}\n";
    std::string const later =
        "{\"id\":\"2601.00002\",\"announced\":\"2099-01-05\",\"submitted\":"
        "\"2098-01-05T00:00:00Z\"}\n";
    write("later.jsonl", later);
    write("both.jsonl", now + later);
    write("later.xml", test::rss(test::rss_item("2601.00001v1", "T", "A"), "Mon, 05 Jan 2099 00:00:00 GMT"));
    write("soon.jsonl", "{\"id\":\"2601.00001\",\"announced\":\"2026-04-23\"}\n");
    auto const refused = fetch({"later.jsonl"}).error();
    BOOST_TEST((refused == errc::wrong_day));
    BOOST_TEST(refused.detail().find("--date 2099-01-05") != std::string::npos, refused);
    auto const asked = test::require(fetch({"later.jsonl"}, Window{test::day("2099-01-05")}));
    BOOST_TEST(asked.papers.at(0).announced.value() == test::day("2099-01-05"));
    auto const kept = test::require(fetch({"both.jsonl"}));
    BOOST_REQUIRE(kept.papers.size() == 2u);
    BOOST_TEST(kept.day.value() == test::day("2026-04-21"));
    BOOST_TEST(!kept.papers[1].announced.has_value());
    BOOST_TEST(!kept.papers[1].submitted.has_value());
    BOOST_TEST(kept.warnings.lines().at(0).detail().starts_with("2601.00002 is dated in the future"));
    BOOST_TEST(test::require(fetch({"later.xml"})).day.value() == test::day("2026-04-21"));  // by its items
    BOOST_TEST(test::require(fetch({"soon.jsonl"})).day.value() == test::day("2026-04-23"));
}

BOOST_FIXTURE_TEST_CASE(reports_damaged_items, Fixture) {
    write("a.jsonl", "{\"id\":\"2601.00001\",\"title\":\"T\",\"abstract\":\"A\"}\n{\"id\":7}\n");
    auto const report = test::require(fetch({"a.jsonl"}));
    BOOST_TEST(report.incomplete);
    BOOST_TEST(report.sources[0].items == 2u);
    BOOST_TEST(report.sources[0].parsed == 1u);
    BOOST_TEST(report.warnings.lines().at(0).detail().find("a.jsonl: line 2:") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
