#include "feed_text.hpp"
#include "http_server.hpp"
#include "support.hpp"

#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/net/runtime.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

using namespace lectern;
using namespace std::chrono_literals;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;

BOOST_AUTO_TEST_SUITE(arxiv_feed)

struct Fixture {
    FixedClock clock{test::time("2026-04-21T12:00:00Z")};
    Random random{1};
    test::LogBook log;
    AnnouncementCalendar calendar;
    AnnouncementFeedOptions options;
    net::HttpOptions http_options;
    std::vector<std::string> kept;

    Fixture() {
        options.categories = {Category("cs.LG"), Category("cs.AI")};
        options.rollover_waits = {0s, 0s};
        http_options.groups["arxiv"].min_interval = 0ms;
        http_options.retry.base = 5ms;
    }

    Result<FetchReport> fetch(HttpServer const& server, Window window = {}, bool atom = false) {
        net::Runtime runtime;
        auto const client = test::require(net::make_http_client(http_options, clock, random, log.logger));
        options.base_url = server.url();
        auto const feed = atom ? make_arxiv_atom_feed(options) : make_arxiv_rss_feed(options);
        FetchContext context{client.get(),
                             clock,
                             log.logger,
                             calendar,
                             [this](std::string_view name, std::string_view bytes) {
                                 kept.push_back(std::string(name) + "=" + std::string(bytes));
                             },
                             http_options.retry};
        return runtime.run(feed->fetch(window, context));
    }
};

std::string error_feed(std::string const& message) {
    return "<rss version='2.0'><channel><title>Feed error for query: x</title><description>" + message +
           "</description></channel></rss>";
}

BOOST_FIXTURE_TEST_CASE(asks_once_for_all_categories, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        return reply_with(test::rss(test::rss_item("2601.00001v1", "T", "A") +
                                    test::rss_item("2601.00002v1", "U", "B", "cross", "cs.AI")));
    });
    auto const report = test::require(fetch(server));
    BOOST_REQUIRE(server.requests().size() == 1u);
    BOOST_TEST(server.requests()[0].target == "/rss/cs.LG+cs.AI");
    BOOST_TEST(server.requests()[0].headers.at("accept").starts_with("application/atom+xml"));
    BOOST_TEST(report.papers.size() == 2u);
    BOOST_TEST(report.day.value() == test::day("2026-04-21"));
    BOOST_TEST(report.papers[0].listings.at(0).category.code() == "cs.LG");
    BOOST_TEST(report.papers[1].listings.at(0).category.code() == "cs.AI");
    BOOST_TEST(!report.incomplete);
}

BOOST_FIXTURE_TEST_CASE(asks_for_atom_too, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        return reply_with(
            "<feed "
            "xmlns='http://www.w3.org/2005/Atom'><title>x</title><updated>2026-04-21T04:00:01+00:00</"
            "updated></feed>");
    });
    auto const report = test::require(fetch(server, {}, true));
    BOOST_TEST(server.requests()[0].target == "/atom/cs.LG+cs.AI");
    BOOST_TEST(report.day.value() == test::day("2026-04-21"));
}

BOOST_FIXTURE_TEST_CASE(delivers_what_arxiv_knows_f9, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        if (request.target == "/rss/cs.LG")
            return reply_with(test::rss(test::rss_item("2601.00001v1", "T", "A")));
        return reply_with(error_feed("Bad subject class 'XX'."), 400);
    });
    options.categories[1] = Category("cs.XX");
    auto const report = test::require(fetch(server));
    BOOST_TEST(report.papers.size() == 1u);
    BOOST_TEST(report.incomplete);
    BOOST_TEST(report.warnings.lines().at(0).detail() == "cs.XX: Bad subject class 'XX'.");
    BOOST_TEST(server.requests().size() == 3u);  // the set, then each once: a 400 is not repeated
    BOOST_TEST(report.sources.back().error.has_value());
}

BOOST_FIXTURE_TEST_CASE(fails_when_no_category_is_known, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return reply_with(error_feed("Bad archive."), 400); });
    BOOST_TEST((fetch(server).error() == errc::feed_error));
    options.categories = {Category("cs.LG")};
    BOOST_TEST((fetch(server).error() == errc::feed_error));
}

std::string full_feed(std::size_t items, int month) {
    std::string text;
    for (std::size_t i = 1; i <= items; ++i) {
        std::string number = std::to_string(i);
        number.insert(0, 5 - number.size(), '0');
        text += test::rss_item("260" + std::to_string(month) + "." + number + "v1", "T", "A");
    }
    return test::rss(text);
}

BOOST_FIXTURE_TEST_CASE(splits_an_answer_that_is_cut_f16, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        if (request.target == "/rss/cs.LG") return reply_with(full_feed(1999, 1));
        if (request.target == "/rss/cs.AI") return reply_with(full_feed(10, 2));
        return reply_with(full_feed(2000, 3));
    });
    auto const report = test::require(fetch(server));
    BOOST_TEST(server.requests().size() == 3u);
    BOOST_TEST(report.papers.size() == 4009u);
    BOOST_TEST(!report.incomplete);
    BOOST_TEST((report.warnings.lines().at(0) == errc::feed_incomplete));
    options.categories = {Category("cs.LG")};
    HttpServer single([](ReceivedRequest const&) { return reply_with(full_feed(2000, 3)); });
    BOOST_TEST(test::require(fetch(single)).incomplete);
}

BOOST_FIXTURE_TEST_CASE(asks_again_until_the_day_has_rolled_over_f22, Fixture) {
    int calls = 0;
    HttpServer server([&](ReceivedRequest const&) {
        bool const old = ++calls < 3;
        return reply_with(
            test::rss(test::rss_item("2601.00001v1", "T", "A"),
                      old ? "Mon, 20 Apr 2026 00:00:00 -0400" : "Tue, 21 Apr 2026 00:00:00 -0400"));
    });
    auto const report = test::require(fetch(server));
    BOOST_TEST(calls == 3);
    BOOST_TEST(report.day.value() == test::day("2026-04-21"));
    BOOST_TEST(report.warnings.empty());
}

BOOST_FIXTURE_TEST_CASE(says_when_the_feed_is_of_another_day, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        return reply_with(
            test::rss(test::rss_item("2601.00001v1", "T", "A"), "Tue, 14 Apr 2026 00:00:00 -0400"));
    });
    auto const current = test::require(fetch(server));
    BOOST_TEST((current.warnings.lines().at(0) == errc::wrong_day));
    BOOST_TEST(current.papers.size() == 1u);
    BOOST_TEST((fetch(server, Window{test::day("2026-04-21")}).error() == errc::wrong_day));
    BOOST_TEST(fetch(server, Window{test::day("2026-04-14")}).has_value());
}

BOOST_FIXTURE_TEST_CASE(takes_no_announcement_for_what_it_is, Fixture) {
    clock.set(test::time("2026-04-25T12:00:00Z"));  // a Saturday
    HttpServer server(
        [](ReceivedRequest const&) { return reply_with(test::rss("", "Sat, 25 Apr 2026 00:00:00 -0400")); });
    auto const report = test::require(fetch(server));
    BOOST_TEST(report.papers.empty());
    BOOST_TEST(report.day.value() == test::day("2026-04-25"));
    BOOST_TEST(report.warnings.empty());
}

BOOST_FIXTURE_TEST_CASE(keeps_unreadable_bytes_f15, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return reply_with("<html>We are busy</html>"); });
    auto const result = fetch(server);
    BOOST_TEST((result.error() == errc::not_a_feed));
    BOOST_REQUIRE(kept.size() == 1u);
    BOOST_TEST(kept[0] == "rss-cs.LG+cs.AI.raw=<html>We are busy</html>");
}

BOOST_FIXTURE_TEST_CASE(reports_the_status_of_a_refusal, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return reply_with("Rate exceeded.", 429); });
    auto const result = fetch(server);
    BOOST_TEST((result.error() == errc::rate_limited));
    BOOST_TEST(result.error().detail().find("Rate exceeded.") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(needs_a_client, Fixture) {
    FetchContext context{nullptr, clock, log.logger, calendar, {}, {}};
    auto const feed = make_arxiv_rss_feed(options);
    BOOST_TEST((test::run(feed->fetch({}, context)).error() == errc::unsupported));
}

BOOST_FIXTURE_TEST_CASE(reads_a_whole_captured_day, Fixture) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    std::string const day =
        test::read(*shared / "samples/arxiv_rss/reconstructed_2026-04-21_cs.CV_full_day.rss");
    HttpServer server([&](ReceivedRequest const&) {
        Reply reply = reply_with(test::gzip(day));
        reply.headers["Content-Encoding"] = "gzip";
        return reply;
    });
    options.categories = {Category("cs.CV")};
    auto const report = test::require(fetch(server));
    BOOST_TEST(report.papers.size() == 501u);
    BOOST_TEST(report.sources.at(0).items == 501u);
    BOOST_TEST(
        std::ranges::all_of(report.papers, [](Paper const& paper) { return paper.listings.size() == 1; }));
}

BOOST_AUTO_TEST_SUITE_END()
