#include "http_fixture.hpp"

#include <fmt/format.h>

using namespace lectern;
using namespace std::chrono_literals;
using test::contains;
using test::failure;
using test::HttpServer;
using test::raw;
using test::ReceivedRequest;
using test::Reply;

BOOST_AUTO_TEST_SUITE(http_limits)

constexpr char const* kOk = "HTTP/1.1 200 OK\r\n";

struct Fixture : test::HttpFixture {
    Fixture() {
        options.retry.attempts = 1;
        options.max_body_bytes = std::size_t{1} << 20;
    }
    Error fail(Reply reply) {
        HttpServer server([&](ReceivedRequest const&) { return reply; });
        return failure(get(server.url()));
    }
    /// After the start, the rest comes again and again for as long as the client reads.
    Error fail_endless(std::string start, std::string rest) {
        Reply reply = raw(std::move(start));
        reply.endless = std::move(rest);
        return fail(reply);
    }
    void check_too_large(Error const& error, std::string_view part) {
        BOOST_TEST(error == errc::too_large);
        BOOST_TEST(contains(error.detail(), part), error.detail());
    }
};

BOOST_FIXTURE_TEST_CASE(end_headers_without_end, Fixture) {
    std::string const padding(5000, 'x');
    check_too_large(fail_endless(kOk, "X-More: x\r\n"), "256 header fields in one response (fixed limit)");
    check_too_large(fail_endless(kOk, "X-Long: " + padding + "\r\n"), "64 KB of headers");
    check_too_large(fail_endless(std::string(kOk) + "X-Endless: ", padding), "64 KB of headers");
    check_too_large(fail_endless(std::string(kOk) + "X-Folded: x\r\n", " folded\r\n"), "256 header fields");
    check_too_large(fail_endless("\r\n", "\r\n"), "64 KB of headers");
    check_too_large(fail_endless("HTTP/1.1 200 ", padding), "64 KB of headers");
}

BOOST_FIXTURE_TEST_CASE(end_interim_responses_without_end, Fixture) {
    check_too_large(fail_endless("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n"),
                    "16 interim (1xx) responses");
    check_too_large(fail_endless("HTTP/1.1 100 Continue\r\n\r\n",
                                 "HTTP/1.1 103 Hints\r\nX: " + std::string(30'000, 'x') + "\r\n\r\n"),
                    "64 KB of headers");
}

BOOST_FIXTURE_TEST_CASE(end_chunks_without_end, Fixture) {
    std::string const chunked = std::string(kOk) + "Transfer-Encoding: chunked\r\n\r\n";
    std::string const padding(5000, 'x');
    check_too_large(fail_endless(chunked + "1;", padding), "64 KB of headers");
    check_too_large(fail_endless(chunked, "1;" + padding + "\r\nx\r\n"), "64 KB of headers");
    check_too_large(fail_endless(chunked + "0\r\n", "X-Trailer: " + padding + "\r\n"), "64 KB of headers");
    check_too_large(fail_endless(chunked + "0\r\n", "X-Trailer: x\r\n"), "256 header fields");
    check_too_large(fail_endless(chunked, "1\r\nx\r\n"), "more than 1 MB as sent; net.max_response_mb");
    check_too_large(fail_endless(chunked, "1388\r\n" + padding + "\r\n"), "more than 1 MB as sent");
    check_too_large(fail_endless(chunked + "ffffffffffffff\r\n", padding), "more than 1 MB as sent");
    BOOST_TEST(fail_endless(chunked + "fffffffffffffffffffff\r\n", padding) == errc::http_protocol);
}

BOOST_FIXTURE_TEST_CASE(end_bodies_beyond_the_limit, Fixture) {
    std::string const padding(5000, 'x');
    check_too_large(fail_endless(std::string(kOk) + "\r\n", padding), "more than 1 MB as sent");
    check_too_large(fail(raw(std::string(kOk) + "Content-Length: 99999999999\r\n\r\n")),
                    "more than 1 MB as sent");
    check_too_large(fail(raw(std::string(kOk) + "Content-Length: 99999999999999999999999\r\n\r\n")),
                    "as sent");
    Reply bomb = test::reply_with(test::gzip(std::string(5'000'000, 'x')));
    bomb.headers["Content-Encoding"] = "gzip";
    check_too_large(fail(bomb), "more than 1 MB after decompression; net.max_response_mb");
    bomb.headers.clear();
    bomb.headers["Content-Type"] = "text/xml";
    check_too_large(fail(bomb), "after decompression");
    bomb.body = test::gzip(bomb.body);
    check_too_large(fail(bomb), "after decompression");
}

BOOST_FIXTURE_TEST_CASE(allow_what_is_just_within_them, Fixture) {
    std::string const body(options.max_body_bytes, 'x');
    HttpServer server([&](ReceivedRequest const& request) {
        Reply reply = test::reply_with(body);
        if (request.target == "/gzip") {
            reply.body = test::gzip(body);
            reply.headers["Content-Encoding"] = "gzip";
        }
        for (int i = 0; i < 200; ++i) reply.headers[fmt::format("X-{}", i)] = std::string(200, 'h');
        return reply;
    });
    BOOST_TEST((test::require(get(server.url())).body == body));
    BOOST_TEST((test::require(get(server.url() + "/gzip")).body == body));
}

BOOST_FIXTURE_TEST_CASE(keep_the_deadline_while_bytes_trickle, Fixture) {
    options.total_timeout = 300ms;
    options.idle_timeout = 10'000ms;
    std::string const chunked = std::string(kOk) + "Transfer-Encoding: chunked\r\n\r\n";
    for (std::string const& start : {std::string(kOk), std::string(kOk) + "\r\n", chunked, std::string()}) {
        Reply reply = raw(start + std::string(200, start.empty() ? '\n' : '1'));
        reply.piece = 1;
        reply.pause = 20ms;
        auto const begin = std::chrono::steady_clock::now();
        Error const error = fail(reply);
        BOOST_TEST(error == errc::timeout);
        BOOST_TEST(contains(error.detail(), "no complete response within 0.3 s (net.timeout sets the limit)"),
                   error.detail());
        BOOST_TEST((std::chrono::steady_clock::now() - begin < 10'000ms));
    }
}

BOOST_FIXTURE_TEST_CASE(keep_the_deadline_while_data_floods, Fixture) {
    options.total_timeout = 200ms;
    options.max_body_bytes = std::size_t{1} << 40;
    Reply reply = raw(std::string(kOk) + "Content-Encoding: gzip\r\n\r\n" + test::gzip("x"));
    reply.endless =
        std::string(1 << 20, '\0');  // ignored behind the compressed data, so that no other limit ends it
    BOOST_TEST(fail(reply) == errc::timeout);
}

BOOST_FIXTURE_TEST_CASE(keep_one_deadline_over_redirects, Fixture) {
    options.total_timeout = 500ms;
    options.max_redirects = 100;
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = test::redirect_to("/on");
        reply.delay = 100ms;
        return reply;
    });
    BOOST_TEST(failure(get(server.url())) == errc::timeout);
    BOOST_TEST(server.requests().size() < 10u);
}

BOOST_FIXTURE_TEST_CASE(hold_for_a_proxys_answer_too, Fixture) {
    HttpServer proxy([](ReceivedRequest const& request) {
        Reply reply = raw(kOk);
        if (request.target.starts_with("fields")) reply.endless = "X-More: x\r\n";
        if (request.target.starts_with("interim")) {
            reply.raw = "HTTP/1.1 100 Continue\r\n\r\n";
            reply.endless = reply.raw;
        }
        if (request.target.starts_with("slow")) {
            reply.raw += std::string(200, 'x');
            reply.piece = 1;
            reply.pause = 20ms;
        }
        return reply;
    });
    options.https_proxies.push_back({"https_proxy", proxy.url()});
    check_too_large(failure(get("https://fields.example/")), "256 header fields");
    check_too_large(failure(get("https://interim.example/")), "16 interim (1xx) responses");
    options.total_timeout = 300ms;
    BOOST_TEST(failure(get("https://slow.example/")) == errc::timeout);
}

BOOST_FIXTURE_TEST_CASE(close_a_connection_with_surplus_bytes, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply;
        reply.raw =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
        return reply;
    });
    std::vector<net::HttpRequest> const requests(3, net::HttpRequest::get(server.url()));
    for (net::HttpResponse const& response : test::require(send(requests))) BOOST_TEST(response.body == "ok");
    BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
