// Sources that never come to an end: tokens in circles, pages that repeat, numbers that are not true.
#include "fake_arxiv.hpp"
#include "support.hpp"

#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/feed/arxiv_api.hpp>
#include <lectern/feed/arxiv_oai.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace lectern;
using namespace std::chrono_literals;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;
using test::require;

BOOST_AUTO_TEST_SUITE(arxiv_endless)

struct Fixture {
    FixedClock clock{test::time("2026-03-18T12:00:00Z")};
    Random random{1};
    test::LogBook log;
    AnnouncementCalendar calendar;
    net::HttpOptions http_options;
    net::RetryPolicy retry;
    HarvestMemory* memory = nullptr;

    Fixture() {
        http_options.groups["arxiv"].min_interval = 0ms;
        retry.base = http_options.retry.base = 1ms;
    }

    template <class Work>
    auto with_context(Work const& work) {
        net::Runtime runtime;
        auto const client = require(net::make_http_client(http_options, clock, random, log.logger));
        FetchContext context{client.get(), clock, log.logger, calendar, {}, retry, {}, memory};
        test::synchronise_with_handlers();
        auto result = runtime.run(work(context));
        test::synchronise_with_handlers();
        return result;
    }

    Result<FetchReport> fetch(Feed& feed) {
        Window const window{test::day("2026-03-17"), 0};
        return with_context([&](FetchContext& context) { return feed.fetch(window, context); });
    }

    Result<OaiHarvest> harvest_all(HttpServer const& server, std::size_t most_pages = 5000) {
        return with_context([&](FetchContext& context) {
            OaiQuery query;
            query.most_pages = most_pages;
            return harvest(query, server.url(), context);
        });
    }
};

std::string record(int number, std::string const& datestamp = "2026-03-17") {
    return fmt::format(
        "<record><header><identifier>oai:arXiv.org:2603.{:05}</identifier><datestamp>{}</datestamp></header>"
        "<metadata><arXivRaw><version version='v1'><date>Mon, 16 Mar 2026 10:00:00 GMT</date></version>"
        "<title>T</title><authors>A "
        "B</authors><categories>cs.LG</categories><abstract>X</abstract></arXivRaw>"
        "</metadata></record>",
        number, datestamp);
}

Reply page(std::string const& records, std::string const& token) {
    return reply_with("<OAI-PMH><ListRecords>" + records + "<resumptionToken>" + token +
                      "</resumptionToken></ListRecords></OAI-PMH>");
}

BOOST_FIXTURE_TEST_CASE(a_token_that_repeats_ends_the_harvest, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        return page(record(test::parameter(request.target, "resumptionToken").empty() ? 1 : 2), "again");
    });
    auto const harvested = require(harvest_all(server));
    BOOST_TEST(server.requests().size() == 2u);
    BOOST_TEST(harvested.papers.size() == 2u);
    BOOST_REQUIRE(harvested.cut_short.has_value());
    BOOST_TEST((*harvested.cut_short == errc::feed_incomplete));

    ArxivOaiOptions options;
    options.categories = {Category("cs.LG")};
    options.base_url = server.url();
    auto const report = require(fetch(*make_arxiv_oai_feed(options)));
    BOOST_TEST(report.papers.size() == 2u);
    BOOST_TEST(report.incomplete);
    BOOST_TEST(report.warnings.lines().at(0).detail().find("repeats a resumption token") !=
               std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(tokens_in_a_circle_end_the_harvest, Fixture) {
    int number = 0;
    HttpServer server([&](ReceivedRequest const&) {
        ++number;
        return page(record(number), std::string(1, "ABC"[number % 3]));
    });
    test::TempDir dir;
    SqliteStore store = require(SqliteStore::open(dir.path() / "s.db"));
    memory = &store;
    auto const harvested = require(harvest_all(server));
    BOOST_TEST(harvested.pages == 4u);
    BOOST_TEST(harvested.papers.size() == 4u);
    BOOST_TEST(harvested.cut_short.has_value());
    // A later harvest does not start within the circle.
    BOOST_TEST(!require(store.harvest("oai arXivRaw   ")).has_value());
}

BOOST_FIXTURE_TEST_CASE(pages_without_news_end_the_harvest, Fixture) {
    int number = 0;
    for (bool const empty : {true, false}) {
        HttpServer server([&](ReceivedRequest const&) {
            return page(empty ? std::string() : record(1), fmt::format("token {}", ++number));
        });
        auto const harvested = require(harvest_all(server));
        BOOST_TEST(server.requests().size() <= 6u);
        BOOST_TEST(harvested.papers.size() == (empty ? 0u : 1u));
        BOOST_TEST(harvested.cut_short.value().detail().find("bring no new record") != std::string::npos);
    }
}

BOOST_FIXTURE_TEST_CASE(a_list_without_end_goes_on_in_the_next_call, Fixture) {
    int number = 0;
    HttpServer server([&](ReceivedRequest const&) {
        ++number;
        return page(record(number), fmt::format("token {}", number));
    });
    test::TempDir dir;
    SqliteStore store = require(SqliteStore::open(dir.path() / "s.db"));
    memory = &store;
    auto const first = require(harvest_all(server, 3));
    BOOST_TEST(first.papers.size() == 3u);
    BOOST_TEST(first.cut_short.value().detail().find("no end after 3 pages") != std::string::npos);
    BOOST_TEST(require(harvest_all(server, 3)).papers.size() == 6u);
}

BOOST_FIXTURE_TEST_CASE(tokens_that_expire_for_ever_end_the_harvest, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        if (test::parameter(request.target, "resumptionToken").empty())
            return page(record(1, "2099-01-01"), "x");
        return reply_with("<OAI-PMH><error code='badResumptionToken'>expired</error></OAI-PMH>");
    });
    auto const harvested = require(harvest_all(server));
    BOOST_TEST(server.requests().size() == 8u);
    BOOST_TEST(harvested.papers.size() == 1u);
    BOOST_TEST(harvested.cut_short.value().detail().find("expire again and again") != std::string::npos);
    // A datestamp of the future is no day to go on from.
    for (ReceivedRequest const& request : server.requests())
        BOOST_TEST(test::parameter(request.target, "from") == "");
}

/// Entries as the query API sends them.
std::string api_page(std::size_t first, std::size_t count, std::string const& total) {
    std::string entries;
    for (std::size_t i = first; i < first + count; ++i)
        entries += fmt::format(
            "<entry><id>http://arxiv.org/abs/2603.{:05}v1</id><title>T</title><summary>A</summary>"
            "<published>2026-03-16T10:00:00Z</published><category "
            "term='cs.LG'/><author><name>A</name></author>"
            "</entry>",
            i + 1);
    return "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>"
           "<o:totalResults>" +
           total + "</o:totalResults><o:startIndex>7</o:startIndex>" + entries + "</feed>";
}

ArxivApiOptions api_options(HttpServer const& server) {
    ArxivApiOptions options;
    options.categories = {Category("cs.LG")};
    options.base_url = server.url();
    options.page_size = 10;
    return options;
}

BOOST_FIXTURE_TEST_CASE(a_page_that_repeats_ends_the_search, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return reply_with(api_page(0, 10, "5000")); });
    auto const report = require(fetch(*make_arxiv_api_feed(api_options(server))));
    BOOST_TEST(server.requests().size() == 3u);
    BOOST_TEST(report.papers.size() == 10u);
    BOOST_TEST(report.incomplete);
    BOOST_TEST(report.warnings.lines().at(0).detail().find("no new paper") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(numbers_that_are_not_true_do_no_harm, Fixture) {
    for (std::string const total : {"1000000000", "99999999999999999999", "-1", "many"}) {
        std::size_t sent = 0;
        HttpServer server([&](ReceivedRequest const&) {
            sent += 10;
            return reply_with(api_page(sent - 10, 10, total));
        });
        auto options = api_options(server);
        options.most_requests = 40;
        auto const report = require(fetch(*make_arxiv_api_feed(options)));
        BOOST_TEST(server.requests().size() <= 40u);
        BOOST_TEST(report.papers.size() >= 10u);
        if (total != "1000000000") continue;
        BOOST_TEST(report.incomplete);
        BOOST_TEST(report.warnings.lines().at(0).detail().find("no end after 40 requests") !=
                   std::string::npos);
    }
}

BOOST_FIXTURE_TEST_CASE(papers_that_never_end_stop_at_the_allowance, Fixture) {
    std::size_t sent = 0;
    HttpServer server([&](ReceivedRequest const&) {
        sent += 10;
        return reply_with(api_page(sent - 10, 10, "9000"));
    });
    auto options = api_options(server);
    options.limits.max_memory = 10'000;
    auto const report = require(fetch(*make_arxiv_api_feed(options)));
    BOOST_TEST(report.papers.size() < 60u);
    BOOST_TEST(report.incomplete);
    BOOST_TEST((report.warnings.lines().at(0) == errc::feed_limit));
}

BOOST_FIXTURE_TEST_CASE(an_answer_beyond_the_limit_names_figure_and_key, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return reply_with(api_page(0, 5'000, "5000")); });
    auto options = api_options(server);
    options.limits = ParseLimits::of_size(1, "feed.max_feed_mb");
    auto const refused = fetch(*make_arxiv_api_feed(options)).error();
    BOOST_TEST((refused == errc::feed_limit));
    BOOST_TEST((refused.code() == error_kind::remote));
    BOOST_TEST(refused.detail().find("1 MB (feed.max_feed_mb)") != std::string::npos, refused);
}

BOOST_FIXTURE_TEST_CASE(lines_that_cannot_be_read_are_the_servers_fault, Fixture) {
    for (std::string const body :
         {"{\"id\":\"nonsense\"}", "{broken", "{\"id\":\"2603.00001\",\"title\":7}"}) {
        HttpServer server([&](ReceivedRequest const&) { return reply_with(body); });
        AnnouncementFeedOptions options;
        options.categories = {Category("cs.LG")};
        options.base_url = server.url();
        retry.attempts = 1;
        auto const error = fetch(*make_arxiv_rss_feed(options)).error();
        BOOST_TEST((error == errc::not_a_feed), error);
    }
}

BOOST_AUTO_TEST_SUITE_END()
