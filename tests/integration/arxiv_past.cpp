// Feeds that reach into the past: the query API and OAI-PMH.
#include "fake_arxiv.hpp"
#include "support.hpp"

#include <lectern/feed/arxiv_api.hpp>
#include <lectern/feed/arxiv_oai.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

using namespace lectern;
using namespace std::chrono_literals;
using test::FakeArxiv;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;
using test::require;

BOOST_AUTO_TEST_SUITE(arxiv_past)

struct Fixture {
    FixedClock clock{test::time("2026-03-18T12:00:00Z")};
    Random random{1};
    test::LogBook log;
    AnnouncementCalendar calendar;
    net::HttpOptions http_options;
    net::RetryPolicy retry;
    std::function<bool(ArxivId const&, Date)> announced_before;
    HarvestMemory* memory = nullptr;

    Fixture() {
        http_options.groups["arxiv"].min_interval = 0ms;
        http_options.retry.base = 1ms;
        retry.base = 1ms;
    }

    template <class Work>
    auto with_context(Work const& work) {
        net::Runtime runtime;
        auto const client = require(net::make_http_client(http_options, clock, random, log.logger));
        FetchContext context{client.get(), clock, log.logger, calendar, {}, retry, announced_before, memory};
        test::synchronise_with_handlers();
        auto result = runtime.run(work(context));
        test::synchronise_with_handlers();
        return result;
    }

    static ArxivApiOptions options(std::string const& url) {
        ArxivApiOptions options;
        options.categories = {Category("cs.LG"), Category("cs")};
        options.base_url = url;
        options.page_size = 10;
        return options;
    }

    Result<FetchReport> fetch(Feed& feed, Window window) {
        return with_context([&](FetchContext& context) { return feed.fetch(window, context); });
    }
};

Window on(std::string_view iso, int tail = 0) {
    return {test::day(iso), tail};
}

BOOST_FIXTURE_TEST_CASE(searches_the_window_of_the_calendar_f23_f29, Fixture) {
    FakeArxiv arxiv(clock);
    arxiv.announce_generated(test::day("2026-03-16"), 5);
    arxiv.announce_generated(test::day("2026-03-17"), 35);
    auto const feed = make_arxiv_api_feed(options(arxiv.url()));
    auto const report = require(fetch(*feed, on("2026-03-17")));
    BOOST_TEST(report.papers.size() == 35u);
    BOOST_TEST(report.sources.at(0).declared.value() == 35u);
    BOOST_TEST(!report.incomplete);
    BOOST_TEST((report.papers[0].announce == AnnounceType::new_paper));
    BOOST_TEST(report.papers[0].announced.value() == test::day("2026-03-17"));
    auto const requests = arxiv.server().requests();
    BOOST_TEST(requests.size() == 4u);
    BOOST_TEST(test::parameter(requests[0].target, "search_query") ==
               "(cat:cs.LG OR cat:cs.*) AND submittedDate:[202603131800 TO 202603161800]");
    BOOST_TEST(requests[0].headers.at("accept").starts_with("application/atom+xml"));
}

BOOST_FIXTURE_TEST_CASE(finds_late_papers_in_the_tail_f26, Fixture) {
    FakeArxiv arxiv(clock);
    for (char const* day : {"2026-03-13", "2026-03-16", "2026-03-17"})
        arxiv.announce_generated(test::day(day), 3);
    ArxivId const known = arxiv.announced().at(test::day("2026-03-16")).at(1).id.with_version(0);
    announced_before = [&](ArxivId const& id, Date) { return id == known; };
    auto const feed = make_arxiv_api_feed(options(arxiv.url()));
    auto const report = require(fetch(*feed, on("2026-03-17", 1)));
    BOOST_TEST(report.papers.size() == 5u);  // three of the day, two of the day before
    BOOST_TEST(
        (*report.papers[0].submitted < calendar.announcement(test::day("2026-03-17"))->submitted.from));
}

BOOST_FIXTURE_TEST_CASE(a_day_without_announcement_needs_no_request_f18, Fixture) {
    FakeArxiv arxiv(clock);
    auto const feed = make_arxiv_api_feed(options(arxiv.url()));
    BOOST_TEST(require(fetch(*feed, on("2026-03-14"))).papers.empty());
    BOOST_TEST(arxiv.server().requests().empty());
    BOOST_TEST((fetch(*feed, on("2026-03-19")).error() == errc::wrong_day));
}

BOOST_FIXTURE_TEST_CASE(splits_windows_beyond_the_ceiling, Fixture) {
    FakeArxiv arxiv(clock);
    arxiv.announce_generated(test::day("2026-03-17"), 35);
    auto narrow = options(arxiv.url());
    narrow.most_results = 12;
    auto const feed = make_arxiv_api_feed(narrow);
    auto const report = require(fetch(*feed, on("2026-03-17")));
    std::set<std::string> ids;
    for (Paper const& paper : report.papers) ids.insert(paper.id.base());
    BOOST_TEST(ids.size() == 35u);
    for (ReceivedRequest const& request : arxiv.server().requests())
        BOOST_TEST(test::parameter(request.target, "start").size() < 3u);
}

BOOST_FIXTURE_TEST_CASE(asks_again_for_pages_that_come_empty_f34_f35, Fixture) {
    FakeArxiv arxiv(clock);
    arxiv.announce_generated(test::day("2026-03-17"), 25);
    int requests = 0;
    arxiv.fault = [&](ReceivedRequest const&) -> std::optional<Reply> {
        switch (++requests) {
            case 1:
                return reply_with("");
            case 2:
                return reply_with("Not acceptable", 406);
            case 4:
                return reply_with(
                    "<feed xmlns='http://www.w3.org/2005/Atom' "
                    "xmlns:o='http://a9.com/-/spec/opensearch/1.1/'><o:totalResults>25</o:totalResults></"
                    "feed>");
            case 5:
                return reply_with("<feed xmlns='http://www.w3.org/2005/Atom'><entry>");
            default:
                return std::nullopt;
        }
    };
    auto const feed = make_arxiv_api_feed(options(arxiv.url()));
    auto const report = require(fetch(*feed, on("2026-03-17")));
    BOOST_TEST(report.papers.size() == 25u);
    BOOST_TEST(!report.incomplete);
    BOOST_TEST(requests == 7);
}

BOOST_FIXTURE_TEST_CASE(a_true_nothing_is_looked_at_twice, Fixture) {
    FakeArxiv arxiv(clock);
    auto const feed = make_arxiv_api_feed(options(arxiv.url()));
    BOOST_TEST(require(fetch(*feed, on("2026-03-17"))).papers.empty());
    BOOST_TEST(arxiv.server().requests().size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_leaves_the_day_open_p22, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        if (request.target.starts_with("/oai"))
            return reply_with(
                "<OAI-PMH><ListRecords><record><header><identifier>what</identifier></header></record>"
                "</ListRecords></OAI-PMH>");
        return reply_with(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>"
            "<o:totalResults>1</o:totalResults><entry><id>what</id><title>T</title></entry></feed>");
    });
    ArxivOaiOptions oai;
    oai.categories = {Category("cs.LG")};
    oai.base_url = server.url();
    auto const api_feed = make_arxiv_api_feed(options(server.url()));
    auto const oai_feed = make_arxiv_oai_feed(oai);
    for (Feed* feed : {api_feed.get(), oai_feed.get()}) {
        auto const report = require(fetch(*feed, on("2026-03-17")));
        BOOST_TEST(report.incomplete);
        BOOST_TEST(report.warnings.count() == 1u);
        BOOST_TEST(report.sources.at(0).items == 1u);
        BOOST_TEST(report.sources.at(0).parsed == 0u);
    }
}

BOOST_FIXTURE_TEST_CASE(keeps_the_pages_before_a_failure, Fixture) {
    FakeArxiv arxiv(clock);
    arxiv.announce_generated(test::day("2026-03-17"), 25);
    arxiv.fault = [&](ReceivedRequest const& request) -> std::optional<Reply> {
        if (test::parameter(request.target, "start") == "20") return reply_with("busy", 500);
        return std::nullopt;
    };
    auto const feed = make_arxiv_api_feed(options(arxiv.url()));
    auto const report = require(fetch(*feed, on("2026-03-17")));
    BOOST_TEST(report.papers.size() == 20u);
    BOOST_TEST(report.incomplete);
    arxiv.fault = [](ReceivedRequest const&) -> std::optional<Reply> { return reply_with("busy", 500); };
    BOOST_TEST((fetch(*feed, on("2026-03-17")).error() == errc::http_status));
}

BOOST_FIXTURE_TEST_CASE(looks_papers_up_by_id, Fixture) {
    FakeArxiv arxiv(clock);
    arxiv.announce_generated(test::day("2026-03-17"), 150);
    std::string const bad = "2603.00007";
    arxiv.fault = [&](ReceivedRequest const& request) -> std::optional<Reply> {
        if (test::parameter(request.target, "id_list").find(bad) == std::string::npos) return std::nullopt;
        return reply_with(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://arxiv.org/api/errors#x</id>"
            "<title>Error</title><summary>incorrect id format for " +
                bad + "</summary></entry></feed>",
            400);
    };
    std::vector<ArxivId> ids;
    for (Paper const& paper : arxiv.announced().at(test::day("2026-03-17"))) ids.push_back(paper.id);
    ids.push_back(*ArxivId::parse("2603.99999"));
    auto const lookup = require(
        with_context([&](FetchContext& context) { return look_up(ids, options(arxiv.url()), context); }));
    BOOST_TEST(lookup.papers.size() == 149u);
    BOOST_REQUIRE(lookup.missing.size() == 2u);
    BOOST_TEST(lookup.missing[0].base() == bad);
    BOOST_TEST(lookup.papers[0].id.base() == ids[0].base());
    for (ReceivedRequest const& request : arxiv.server().requests())
        BOOST_TEST(request.target.size() < 4000u);
}

/// The pages of the captured chain, by the token that asks for them.
std::map<std::string, std::string> captured_chain(std::filesystem::path const& shared) {
    std::map<std::string, std::string> pages;
    std::string token;
    for (int number = 1; number <= 4; ++number) {
        std::string const page = test::read(shared / "samples/arxiv_oai" /
                                            ("paged_list_records_arXiv_p" + std::to_string(number) + ".xml"));
        pages[token] = page;
        token = require(parse_oai(page)).token;
    }
    return pages;
}

Result<OaiHarvest> harvest_all(Fixture& fixture, std::string const& url) {
    return fixture.with_context([&](FetchContext& context) {
        OaiQuery query;
        query.prefix = "arXiv";
        query.from = test::day("2011-02-15");
        return harvest(query, url, context);
    });
}

BOOST_FIXTURE_TEST_CASE(an_interrupted_harvest_goes_on, Fixture) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const pages = captured_chain(*shared);
    retry.attempts = http_options.retry.attempts = 1;
    // Interrupted before each page, and in the middle of each.
    for (int broken = 1; broken <= 4; ++broken) {
        for (bool const middle : {false, true}) {
            test::TempDir dir;
            SqliteStore store = require(SqliteStore::open(dir.path() / "s.db"));
            memory = &store;
            int requests = 0;
            HttpServer server([&](ReceivedRequest const& request) {
                Reply reply = reply_with(pages.at(test::parameter(request.target, "resumptionToken")));
                if (++requests == broken) {
                    if (middle)
                        reply.drop_after = reply.body.size() / 2;
                    else
                        reply = reply_with("busy", 500);
                }
                return reply;
            });
            BOOST_TEST(!harvest_all(*this, server.url()).has_value());
            auto const papers = require(harvest_all(*this, server.url())).papers;
            std::set<std::string> ids;
            for (Paper const& paper : papers) ids.insert(paper.id.base());
            BOOST_TEST(papers.size() == 509u);
            BOOST_TEST(ids.size() == 509u);
            BOOST_TEST(requests == 5);  // the broken page twice, the others once
            BOOST_TEST(!require(store.harvest("oai arXiv  2011-02-15 ")).has_value());
        }
    }
}

BOOST_FIXTURE_TEST_CASE(an_expired_token_is_replaced_by_a_date, Fixture) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const pages = captured_chain(*shared);
    std::string const expired = test::read(*shared / "samples/arxiv_oai/error_badResumptionToken.xml");
    bool broken = false;
    HttpServer server([&](ReceivedRequest const& request) {
        std::string const token = test::parameter(request.target, "resumptionToken");
        if (token.empty() || broken) return reply_with(pages.at(token));
        broken = true;
        return reply_with(expired);
    });
    auto const papers = require(harvest_all(*this, server.url())).papers;
    BOOST_TEST(papers.size() == 509u);
    auto const requests = server.requests();
    BOOST_TEST(test::parameter(requests.at(2).target, "from") ==
               "2011-02-15");  // the last datestamp of page 1
}

BOOST_FIXTURE_TEST_CASE(oai_gives_the_papers_of_a_day_f31, Fixture) {
    auto const record = [](std::string const& id, std::string const& v1, std::string const& more = {}) {
        return "<record><header><identifier>oai:arXiv.org:" + id +
               "</identifier><datestamp>2026-03-17</datestamp></header><metadata><arXivRaw "
               "xmlns='http://arxiv.org/OAI/arXivRaw/'><id>" +
               id + "</id><version version='v1'><date>" + v1 + "</date></version>" + more +
               "<title>T</title><authors>A B and C D</authors><categories>cs.LG stat.ML</categories>"
               "<abstract>  X</abstract></arXivRaw></metadata></record>";
    };
    HttpServer server([&](ReceivedRequest const&) {
        return reply_with(
            "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>" +
            record("2603.00001", "Mon, 16 Mar 2026 17:59:59 GMT") +
            record("2603.00002", "Mon, 16 Mar 2026 18:00:00 GMT") +
            record("1111.03240", "Tue, 15 Nov 2011 10:00:00 GMT",
                   "<version version='v2'><date>Mon, 16 Mar 2026 10:00:00 GMT</date></version>") +
            "</ListRecords></OAI-PMH>");
    });
    ArxivOaiOptions oai;
    oai.categories = {Category("cs.LG"), Category("stat.ML")};
    oai.base_url = server.url();
    auto const feed = make_arxiv_oai_feed(oai);
    auto const report = require(fetch(*feed, on("2026-03-17")));
    BOOST_TEST(report.papers.size() == 2u);  // the same paper from two sets; they are merged later
    BOOST_TEST(report.papers[0].id.to_string() == "2603.00001v1");
    BOOST_TEST(report.papers[0].authors.size() == 2u);
    BOOST_TEST(report.papers[0].abstract == "X");
    auto const requests = server.requests();
    BOOST_TEST(test::parameter(requests.at(0).target, "set") == "cs:cs:LG");
    BOOST_TEST(test::parameter(requests.at(1).target, "set") == "stat:stat:ML");
    BOOST_TEST(test::parameter(requests.at(0).target, "from") == "2026-03-17");
}

BOOST_AUTO_TEST_SUITE_END()
