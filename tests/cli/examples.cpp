// The examples that ask a server, against one of our own.
#include "fake_arxiv.hpp"
#include "process.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::Finished;
using test::run_example;

BOOST_AUTO_TEST_SUITE(cli_examples)

BOOST_AUTO_TEST_CASE(todays_papers_are_fetched_ranked_and_printed) {
    SystemClock const clock;
    test::FakeArxiv arxiv(clock);
    Date const today = AnnouncementCalendar::eastern_date(clock.now());
    std::vector<Paper> papers;  // on any day of the week
    for (int i = 10; i < 40; ++i) {
        papers.push_back(test::make_paper("2603.000" + std::to_string(i), i < 13 ? "Sparse gates" : "Soups"));
        papers.back().submitted = clock.now() - std::chrono::days(1);
    }
    arxiv.announce(today, std::move(papers));
    test::TempDir dir;
    test::write(dir.path() / "topics.md", "1. Sparse gates\n   - Relevant: sparse gates\n");
    Finished const done = run_example("10_todays_papers", {"topics.md", arxiv.url()}, dir.path());
    BOOST_TEST(done.exit_code == 0, done.err);
    BOOST_TEST(done.out.starts_with("Sparse gates\n"), done.out);
    BOOST_TEST(done.out.find("Soups") == std::string::npos, done.out);
    auto const requests = arxiv.server().requests();
    BOOST_REQUIRE(!requests.empty());
    BOOST_TEST(
        requests[0].headers.at("user-agent").starts_with("todays-papers/1.0 (you@example.org) lectern/"));
}

BOOST_AUTO_TEST_CASE(a_feed_of_ones_own_reports_what_went_wrong) {
    test::HttpServer const server([](test::ReceivedRequest const& request) {
        if (request.target == "/gone") {
            test::Reply gone = test::reply_with("no such list");
            gone.status = 404;
            return gone;
        }
        return test::reply_with(
            "{\"id\":\"2603.00001\",\"title\":\"Sparse gates\",\"abstract\":\"A\"}\n{bad\n");
    });
    test::TempDir const dir;
    Finished const done = run_example("13_network_feed", {server.url() + "/list"}, dir.path());
    BOOST_TEST(done.exit_code == 0, done.err);
    BOOST_TEST(done.out.starts_with("2603.00001 Sparse gates\nwarning: "), done.out);
    Finished const gone = run_example("13_network_feed", {server.url() + "/gone"}, dir.path());
    BOOST_TEST(gone.exit_code == 1);
    BOOST_TEST(gone.err.find("HTTP 404") != std::string::npos, gone.err);
    BOOST_TEST(gone.err.find("no such list") != std::string::npos, gone.err);
}

BOOST_AUTO_TEST_SUITE_END()
