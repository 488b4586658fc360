// Days whose source says what cannot be: dates of the future, bytes that are no feed, faults by the thousand.
#include "fake_arxiv.hpp"
#include "feed_text.hpp"
#include "support.hpp"

#include <lectern/core/text.hpp>
#include <lectern/daily/daily.hpp>
#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace lectern;
using namespace std::chrono_literals;
using test::day;
using test::FakeArxiv;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;
using test::require;

BOOST_AUTO_TEST_SUITE(hostile_days)

struct Fixture {
    test::TempDir dir;
    FixedClock clock{test::time("2026-03-17T12:00:00Z")};
    Random random{1};
    test::LogBook log;
    AnnouncementCalendar calendar;
    FakeArxiv arxiv{clock};
    Config config;
    Registry registry = default_registry();
    SqliteStore store = require(SqliteStore::open(dir.path() / "out/lectern.db"));
    net::HttpOptions http_options;

    Fixture() {
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks, gates\n");
        config.profile.topics = dir.path() / "topics.md";
        config.output.dir = dir.path() / "out";
        config.feed.rss_url = config.feed.api_url = arxiv.url();
        http_options.groups["arxiv"].min_interval = 0ms;
        http_options.retry.base = 1ms;
        http_options.retry.attempts = 2;
        arxiv.announce_generated(day("2026-03-17"), 5);
    }

    /// The announcement feed gives this in place of the real one.
    void feed_is(std::string const& body) {
        arxiv.fault = [body](ReceivedRequest const& request) -> std::optional<Reply> {
            if (!request.target.starts_with("/rss/")) return std::nullopt;
            return reply_with(body);
        };
    }

    DayResult run(std::vector<std::filesystem::path> papers = {}, std::optional<Date> wanted = {}) {
        net::Runtime runtime;
        auto const http = require(net::make_http_client(http_options, clock, random, log.logger));
        Services services{clock, log.logger, calendar, http.get(), {}, {}};
        services.retry = http_options.retry;
        Daily daily(config, registry, store, services);
        test::synchronise_with_handlers();
        auto const days = require(runtime.run(daily.run(wanted, papers)));
        test::synchronise_with_handlers();
        return days.back();
    }

    std::filesystem::path page(std::string const& iso) const {
        return config.output.dir / "md" / iso.substr(0, 7) / (iso + "-output.md");
    }
};

BOOST_FIXTURE_TEST_CASE(a_feed_of_the_future_is_not_believed, Fixture) {
    for (std::string const date : {"Mon, 05 Jan 2099 00:00:00 -0500", "Fri, 20 Mar 2026 00:00:00 -0400"}) {
        feed_is(test::rss(test::rss_item("2603.00001v1", "T", "A"), date));
        auto const result = run();
        BOOST_TEST(result.record.day == day("2026-03-17"));
        BOOST_TEST((result.record.state == DayState::partial));
        BOOST_TEST(result.record.source == "arxiv-api");
        BOOST_TEST(result.record.reason.find("after the clock (2026-03-17)") != std::string::npos,
                   result.record.reason);
        BOOST_TEST(result.digest->totals.announced == 5u);
    }
    BOOST_TEST(!std::filesystem::exists(page("2099-01-05")));
    BOOST_TEST(!require(store.find_day(day("2099-01-05"))).has_value());
    // The front page goes on with the days.
    BOOST_TEST(test::read(config.output.dir / "output.md") == test::read(page("2026-03-17")));
    arxiv.fault = {};
    BOOST_TEST((run().record.state == DayState::ok));
}

BOOST_FIXTURE_TEST_CASE(tomorrows_feed_does_not_settle_today, Fixture) {
    feed_is(test::rss(test::rss_item("2603.00009v1", "T", "A"), "Wed, 18 Mar 2026 00:00:00 -0400"));
    auto const result = run();
    BOOST_TEST(result.record.day == day("2026-03-17"));
    BOOST_TEST((result.record.state == DayState::stale || result.record.state == DayState::partial));
    BOOST_TEST(result.record.reason.find("already showed 2026-03-18") != std::string::npos,
               result.record.reason);
    BOOST_TEST(result.digest->totals.announced == 5u);
    BOOST_TEST(std::filesystem::exists(page("2026-03-18")));
}

BOOST_FIXTURE_TEST_CASE(a_day_to_come_is_refused, Fixture) {
    net::Runtime runtime;
    Services services{clock, log.logger, calendar, nullptr, {}, {}};
    Daily daily(config, registry, store, services);
    for (std::vector<std::filesystem::path> const& files :
         {std::vector<std::filesystem::path>{},
          std::vector<std::filesystem::path>{dir.path() / "later.jsonl"}}) {
        auto const refused = runtime.run(daily.run(day("2026-03-18"), files));
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST((refused.error() == errc::invalid_argument));
        BOOST_TEST(refused.error().detail() ==
                   "2026-03-18 is in the future: at arXiv (US Eastern time) it is 2026-03-17");
    }
    BOOST_TEST(!std::filesystem::exists(page("2026-03-18")));
    BOOST_TEST(!require(store.find_day(day("2026-03-18"))));
}

BOOST_FIXTURE_TEST_CASE(papers_of_the_future_lose_the_date, Fixture) {
    std::string text = test::rss(test::rss_item("2603.00001v1", "T", "A"), "Tue, 17 Mar 2026 00:00:00 -0400");
    std::string const own = "<pubDate>Tue, 21 Apr 2026 00:00:00 -0400</pubDate><arxiv";
    feed_is(
        text.replace(text.find(own), own.size(), "<pubDate>Mon, 05 Jan 2099 00:00:00 GMT</pubDate><arxiv"));
    auto const result = run();
    BOOST_TEST((result.record.state == DayState::ok));
    BOOST_TEST(result.digest->warnings.at(0).find("2603.00001v1 is dated in the future") !=
               std::string::npos);
    // The store has it on the day it came.
    auto const kept = require(store.find_paper(*ArxivId::parse("2603.00001"))).value();
    BOOST_TEST(kept.announced.value_or(day("2026-03-17")) == day("2026-03-17"));
}

BOOST_FIXTURE_TEST_CASE(bytes_that_are_no_feed_leave_a_failed_day, Fixture) {
    config.feed.fallback = "none";
    for (std::string const body :
         {"{\"id\":\"nonsense\"}\n{\"id\":7}\n", "{broken", "<rss><channel>", "\xff\xfe"}) {
        feed_is(body);
        auto const result = run();
        BOOST_TEST((result.record.state == DayState::failed));
        BOOST_TEST((require(store.find_day(day("2026-03-17"))).value().state == DayState::failed));
    }
}

BOOST_FIXTURE_TEST_CASE(thousands_of_faults_are_a_few_lines_everywhere, Fixture) {
    std::string items = test::rss_item("2603.00001v1", "T", "A");
    for (int i = 0; i < 1'500; ++i) items += "<item><title>x</title></item>";
    feed_is(test::rss(items, "Tue, 17 Mar 2026 00:00:00 -0400"));
    auto const result = run();
    BOOST_TEST((result.record.state == DayState::partial));
    BOOST_TEST(result.digest->warnings.size() <= 10u);
    std::string const said = text::join(result.digest->warnings, "\n");
    BOOST_TEST(said.find("… and 1,497 more items without an arXiv identifier") != std::string::npos, said);
    BOOST_TEST(log.lines.size() < 50u);
    BOOST_TEST(std::filesystem::file_size(page("2026-03-17")) < 20'000u);
}

BOOST_AUTO_TEST_SUITE_END()
