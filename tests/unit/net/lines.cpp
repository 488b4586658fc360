#include "http_server.hpp"
#include "support.hpp"

#include <lectern/net/caching_client.hpp>
#include <lectern/net/line_reader.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::require;

BOOST_AUTO_TEST_SUITE(net_files)

std::vector<std::string> lines_of(std::filesystem::path const& path, std::optional<Error>& failure) {
    auto reader = require(net::LineReader::open(path));
    std::vector<std::string> lines;
    while (auto const line = reader.next()) lines.emplace_back(*line);
    failure = reader.failure();
    return lines;
}

BOOST_AUTO_TEST_CASE(lines_of_plain_and_compressed_files) {
    test::TempDir dir;
    std::string const long_line(200'000, 'x');
    std::string const text = "one\n\n" + long_line + "\nlast";
    std::vector<std::string> const expected{"one", "", long_line, "last"};
    std::optional<Error> failure;
    test::write(dir.path() / "plain", text);
    BOOST_TEST(lines_of(dir.path() / "plain", failure) == expected, boost::test_tools::per_element());
    test::write(dir.path() / "gz", test::gzip(text));
    BOOST_TEST(lines_of(dir.path() / "gz", failure) == expected, boost::test_tools::per_element());
    BOOST_TEST(!failure.has_value());
    test::write(dir.path() / "empty", "");
    BOOST_TEST(lines_of(dir.path() / "empty", failure).empty());
    std::string const cut = test::gzip(text);
    test::write(dir.path() / "cut", cut.substr(0, cut.size() / 2));
    (void)lines_of(dir.path() / "cut", failure);
    BOOST_REQUIRE(failure.has_value());
    BOOST_TEST((*failure == errc::bad_encoding));
    BOOST_TEST((net::LineReader::open(dir.path() / "none").error() == errc::file));
    BOOST_TEST((net::LineReader::open(dir.path()).error() == errc::file));
}

/// A server that answers 304 to whom has the right tag.
class TaggedClient final : public net::HttpClient {
public:
    net::awaitable<Result<net::HttpResponse>> send(net::HttpRequest request) override {
        ++requests;
        net::HttpResponse response;
        bool const unchanged = request.validators().etag == tag;
        response.status = unchanged ? 304 : 200;
        if (!unchanged) response.body = "body of " + tag;
        response.headers.push_back({"ETag", tag});
        co_return std::move(response);
    }
    std::string tag = "a";
    int requests = 0;
};

BOOST_AUTO_TEST_CASE(unchanged_answers_come_from_the_cache) {
    test::TempDir dir;
    SqliteStore store = require(SqliteStore::open(dir.path() / "s.db"));
    FixedClock const clock(test::time("2026-03-17T06:00:00Z"));
    test::LogBook log;
    TaggedClient server;
    auto const client = net::make_caching_client(server, store, clock, log.logger);
    auto const get = [&] {
        auto response = require(test::run(client->send(net::HttpRequest::get("http://x/y"))));
        BOOST_TEST(response.status == 200);
        return response.body;
    };
    BOOST_TEST(get() == "body of a");
    BOOST_TEST(get() == "body of a");
    server.tag = "b";
    BOOST_TEST(get() == "body of b");
    BOOST_TEST(server.requests == 3);
    BOOST_TEST(require(store.cached("http://x/y"))->etag == "b");
    auto post = net::HttpRequest("POST", "http://x/z");
    BOOST_TEST(require(test::run(client->send(std::move(post)))).status == 200);
    BOOST_TEST(!require(store.cached("http://x/z")).has_value());
    BOOST_TEST(log.lines.empty());
}

BOOST_AUTO_TEST_SUITE_END()
