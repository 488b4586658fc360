#include "http_server.hpp"
#include "support.hpp"

#include <lectern/net/http_client.hpp>
#include <lectern/net/runtime.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <thread>

using namespace lectern;
using namespace std::chrono_literals;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;

BOOST_AUTO_TEST_SUITE(http_client)

net::awaitable<Result<std::vector<net::HttpResponse>>> send_all(net::HttpClient& client,
                                                                std::vector<net::HttpRequest> requests) {
    std::vector<net::HttpResponse> responses;
    for (net::HttpRequest const& request : requests) {
        auto response = co_await client.send(request);
        if (!response) co_return response.error();
        responses.push_back(std::move(*response));
    }
    co_return std::move(responses);
}

struct Fixture {
    SystemClock clock;
    Random random{1};
    test::LogBook log;
    net::Runtime runtime;
    net::HttpOptions options;

    Fixture() {
        options.retry.base = 5ms;
        options.connect_timeout = 2000ms;
        options.idle_timeout = 500ms;
        options.total_timeout = 3000ms;
    }

    Result<std::vector<net::HttpResponse>> send(std::vector<net::HttpRequest> requests) {
        auto const client = test::require(net::make_http_client(options, clock, random, log.logger));
        return runtime.run(send_all(*client, std::move(requests)));
    }
    Result<net::HttpResponse> get(std::string const& url) {
        std::vector<net::HttpRequest> requests;
        requests.push_back(net::HttpRequest::get(url));
        auto responses = send(std::move(requests));
        if (!responses) return responses.error();
        return std::move(responses->front());
    }
};

Reply text(std::string body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

BOOST_FIXTURE_TEST_CASE(gets_plain_chunked_and_compressed_bodies, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        Reply reply = text(std::string(5000, 'x'));
        if (request.target == "/chunked") reply.chunked = true;
        if (request.target == "/gzip") {
            reply.body = test::gzip(reply.body);
            reply.headers["Content-Encoding"] = "gzip";
        }
        return reply;
    });
    for (char const* path : {"/", "/chunked", "/gzip"}) {
        auto const response = test::require(get(server.url() + path));
        BOOST_TEST(response.status == 200);
        BOOST_TEST(response.body == std::string(5000, 'x'));
    }
    auto const request = server.requests().front();
    BOOST_TEST(request.headers.at("user-agent").starts_with("lectern/"));
    BOOST_TEST(request.headers.at("accept-encoding") == "gzip, deflate");
    BOOST_TEST(request.headers.at("accept") == "*/*");
    BOOST_TEST(request.headers.at("host") == server.url().substr(7));
}

BOOST_FIXTURE_TEST_CASE(posts_a_body, Fixture) {
    HttpServer server(
        [](ReceivedRequest const& request) { return text(request.method + " " + request.body); });
    std::vector<net::HttpRequest> requests;
    requests.emplace_back("POST", server.url());
    requests[0].set_body("{\"a\":1}", "application/json");
    BOOST_TEST(test::require(send(requests)).at(0).body == "POST {\"a\":1}");
    BOOST_TEST(server.requests()[0].headers.at("content-type") == "application/json");
}

BOOST_FIXTURE_TEST_CASE(reuses_connections, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return text("ok"); });
    std::vector<net::HttpRequest> requests(5, net::HttpRequest::get(server.url()));
    test::require(send(requests));
    BOOST_TEST(server.connections() == 1);
}

BOOST_FIXTURE_TEST_CASE(survives_a_kept_connection_that_was_closed, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = text("ok");
        reply.close_silently = true;
        return reply;
    });
    options.retry.attempts = 1;
    std::vector<net::HttpRequest> requests(3, net::HttpRequest::get(server.url()));
    auto const responses = test::require(send(requests));
    BOOST_TEST(responses.size() == 3u);
    BOOST_TEST(server.requests().size() == 3u);
}

BOOST_FIXTURE_TEST_CASE(retries_what_may_pass, Fixture) {
    int calls = 0;
    HttpServer server([&](ReceivedRequest const&) {
        Reply reply = text("ok");
        switch (++calls) {
            case 1:
                reply.status = 503;
                break;
            case 2:
                reply.drop_after = 0;
                break;
            case 3:
                reply.drop_after = 20;
                break;
            default:
                break;
        }
        return reply;
    });
    auto const response = test::require(get(server.url()));
    BOOST_TEST(response.body == "ok");
    // The second call came on a kept connection: its early end is repaired without counting as an attempt.
    BOOST_TEST(response.attempts == 3);
    BOOST_TEST(calls == 4);
}

BOOST_FIXTURE_TEST_CASE(never_repeats_a_post_after_a_broken_connection, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = text("ok");
        reply.drop_after = 10;
        return reply;
    });
    std::vector<net::HttpRequest> requests;
    requests.emplace_back("POST", server.url());
    requests[0].set_body("pay once", "text/plain");
    BOOST_TEST((send(requests).error() == errc::connect_failed));
    BOOST_TEST(server.requests().size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(gives_up_with_the_last_answer, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = text("Rate exceeded.");
        reply.status = 429;
        return reply;
    });
    auto const response = test::require(get(server.url()));
    BOOST_TEST(response.status == 429);
    BOOST_TEST(server.requests().size() == 4u);
    auto const status = net::check_status(response);
    BOOST_TEST((status.error() == errc::rate_limited));
    BOOST_TEST(status.error().detail().find("after 4 attempts: Rate exceeded.") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(honours_retry_after, Fixture) {
    int calls = 0;
    HttpServer server([&](ReceivedRequest const&) {
        Reply reply = text("ok");
        if (++calls == 1) {
            reply.status = 429;
            reply.headers["Retry-After"] = "1";
        }
        if (calls == 2) {
            reply.status = 503;
            reply.headers["Retry-After"] = "3600";
        }
        return reply;
    });
    auto const response = test::require(get(server.url()));
    auto const requests = server.requests();
    BOOST_REQUIRE(requests.size() == 2u);
    BOOST_TEST((requests[1].at - requests[0].at >= 1000ms));
    BOOST_TEST(response.status == 503);  // an hour is longer than anybody waits
}

BOOST_FIXTURE_TEST_CASE(does_not_retry_other_statuses, Fixture) {
    for (int const status : {400, 403, 404, 406, 500}) {
        HttpServer server([status](ReceivedRequest const&) {
            Reply reply = text("no");
            reply.status = status;
            return reply;
        });
        BOOST_TEST(test::require(get(server.url())).status == status);
        BOOST_TEST(server.requests().size() == 1u);
    }
}

BOOST_FIXTURE_TEST_CASE(follows_redirects_without_taking_secrets_along, Fixture) {
    HttpServer elsewhere([](ReceivedRequest const& request) {
        return text(request.headers.contains("authorization") ? "leaked" : "clean");
    });
    HttpServer server([&](ReceivedRequest const& request) {
        Reply reply;
        reply.status = 302;
        if (request.target == "/here")
            reply.headers["Location"] = "/there?x=1";
        else if (request.target == "/away")
            reply.headers["Location"] = elsewhere.url() + "/";
        else if (request.target == "/loop")
            reply.headers["Location"] = "/loop";
        else
            return text(request.target + (request.headers.contains("authorization") ? " with key" : ""));
        return reply;
    });
    std::vector<net::HttpRequest> requests;
    for (char const* path : {"/here", "/away"}) {
        requests.push_back(net::HttpRequest::get(server.url() + path));
        requests.back().set("Authorization", "Bearer secret");
    }
    auto const responses = test::require(send(requests));
    BOOST_TEST(responses[0].body == "/there?x=1 with key");
    BOOST_TEST(responses[0].url == server.url() + "/there?x=1");
    BOOST_TEST(responses[1].body == "clean");
    BOOST_TEST((get(server.url() + "/loop").error() == errc::redirect_refused));
    for (std::string const& line : log.lines) BOOST_TEST(line.find("secret") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(sends_and_understands_validators, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        Reply reply = text("content");
        reply.headers["ETag"] = "abc123";
        if (request.headers.contains("if-none-match") && request.headers.at("if-none-match") == "abc123")
            reply.status = 304;
        return reply;
    });
    auto const first = test::require(get(server.url()));
    BOOST_TEST(first.validators().etag == "abc123");
    std::vector<net::HttpRequest> requests;
    requests.push_back(net::HttpRequest::get(server.url()));
    requests[0].set_validators(first.validators());
    auto const second = test::require(send(requests)).at(0);
    BOOST_TEST(second.not_modified());
    BOOST_TEST(second.body.empty());
}

BOOST_FIXTURE_TEST_CASE(ends_slow_answers, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = text("late");
        reply.delay = 1500ms;
        return reply;
    });
    options.idle_timeout = 200ms;
    options.retry.attempts = 1;
    BOOST_TEST((get(server.url()).error() == errc::timeout));
}

BOOST_FIXTURE_TEST_CASE(bounds_what_it_reads, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        Reply reply = text(std::string(100'000, 'x'));
        if (request.target == "/bomb") {
            reply.body = test::gzip(std::string(5'000'000, 'x'));
            reply.headers["Content-Encoding"] = "gzip";
        }
        if (request.target == "/cut") {
            reply.body = test::gzip("some text that is cut").substr(0, 20);
            reply.headers["Content-Encoding"] = "gzip";
        }
        if (request.target == "/headers") reply.headers["X-Long"] = std::string(50'000, 'h');
        if (request.target == "/brotli") reply.headers["Content-Encoding"] = "br";
        if (request.target == "/garbage") reply.raw = "this is no HTTP at all\r\n\r\n";
        if (request.target == "/lie") reply.raw = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n";
        return reply;
    });
    options.retry.attempts = 1;
    options.max_body_bytes = 1'000'000;
    options.max_header_bytes = 8'000;
    BOOST_TEST(test::require(get(server.url() + "/")).body.size() == 100'000u);
    BOOST_TEST((get(server.url() + "/bomb").error() == errc::too_large));
    BOOST_TEST((get(server.url() + "/cut").error() == errc::bad_encoding));
    BOOST_TEST((get(server.url() + "/headers").error() == errc::too_large));
    BOOST_TEST((get(server.url() + "/brotli").error() == errc::bad_encoding));
    BOOST_TEST((get(server.url() + "/garbage").error() == errc::http_protocol));
    BOOST_TEST((get(server.url() + "/lie").error() == errc::too_large));
}

BOOST_FIXTURE_TEST_CASE(refuses_headers_with_line_breaks, Fixture) {
    std::vector<net::HttpRequest> requests;
    requests.push_back(net::HttpRequest::get("http://127.0.0.1:1/"));
    requests[0].set("X-A", "a\r\nX-B: b");
    BOOST_TEST((send(requests).error() == errc::invalid_argument));
}

BOOST_FIXTURE_TEST_CASE(reports_unreachable_hosts, Fixture) {
    options.retry.attempts = 2;
    BOOST_TEST((get("http://127.0.0.1:1/").error() == errc::connect_failed));
    BOOST_TEST((get("nonsense").error() == errc::invalid_argument));
}

BOOST_FIXTURE_TEST_CASE(verifies_certificates_and_host_names, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return text("over TLS"); }, "127.0.0.1");
    HttpServer foreign([](ReceivedRequest const&) { return text("no"); }, "example.org");
    test::TempDir const dir;
    options.retry.attempts = 1;
    BOOST_TEST((get(server.url()).error() == errc::tls_failed));  // unknown authority
    options.ca_file = (dir.path() / "ca.pem").string();
    test::write(options.ca_file, server.certificate());
    BOOST_TEST(test::require(get(server.url())).body == "over TLS");
    test::write(options.ca_file, foreign.certificate());
    auto const wrong_name = get(foreign.url());
    BOOST_TEST((wrong_name.error() == errc::tls_failed));
    test::write(options.ca_file, "no certificate");
    BOOST_TEST((net::make_http_client(options, clock, random, log.logger).error() == errc::file));
}

BOOST_FIXTURE_TEST_CASE(refuses_to_leave_tls, Fixture) {
    HttpServer server(
        [](ReceivedRequest const&) {
            Reply reply;
            reply.status = 301;
            reply.headers["Location"] = "http://127.0.0.1:1/";
            return reply;
        },
        "127.0.0.1");
    test::TempDir const dir;
    options.ca_file = (dir.path() / "ca.pem").string();
    test::write(options.ca_file, server.certificate());
    BOOST_TEST((get(server.url()).error() == errc::redirect_refused));
}

BOOST_FIXTURE_TEST_CASE(goes_through_a_proxy, Fixture) {
    HttpServer proxy(
        [](ReceivedRequest const& request) { return text(request.method + " " + request.target); });
    options.http_proxy = proxy.url();
    options.https_proxy = proxy.url();
    options.retry.attempts = 1;
    BOOST_TEST(test::require(get("http://nowhere.example/a?b")).body == "GET http://nowhere.example/a?b");
    // The tunnel is granted, but what answers behind it speaks no TLS.
    BOOST_TEST(get("https://nowhere.example/").has_error());
    BOOST_TEST(proxy.requests().back().method == "CONNECT");
    BOOST_TEST(proxy.requests().back().target == "nowhere.example:443");
    HttpServer direct([](ReceivedRequest const&) { return text("direct"); });
    options.no_proxy = "localhost, .example.org,127.0.0.1";
    BOOST_TEST(test::require(get(direct.url())).body == "direct");
    options.https_proxy = "https://x/";
    BOOST_TEST((net::make_http_client(options, clock, random, log.logger).error() == errc::invalid_argument));
}

BOOST_FIXTURE_TEST_CASE(keeps_the_interval_and_one_connection_of_a_group, Fixture) {
    HttpServer one([](ReceivedRequest const&) { return text("1"); });
    HttpServer two([](ReceivedRequest const&) { return text("2"); });
    net::Pacing arxiv;
    arxiv.min_interval = 150ms;
    arxiv.max_connections = 1;
    options.groups["arxiv"] = arxiv;
    std::vector<net::HttpRequest> requests;
    for (int i = 0; i < 3; ++i) {
        requests.push_back(net::HttpRequest::get(one.url()));
        requests.push_back(net::HttpRequest::get(two.url()));
    }
    for (net::HttpRequest& request : requests) request.set_group("arxiv");
    test::require(send(requests));
    std::vector<std::chrono::steady_clock::time_point> times;
    for (HttpServer const* server : {&one, &two}) {
        for (ReceivedRequest const& request : server->requests()) times.push_back(request.at);
    }
    // Six starts, five intervals; single gaps as the servers see them depend on how threads are scheduled.
    BOOST_REQUIRE(times.size() == 6u);
    auto const [first, last] = std::ranges::minmax_element(times);
    BOOST_TEST((*last - *first >= 700ms));
    BOOST_TEST(one.peak_connections() == 1);
}

BOOST_FIXTURE_TEST_CASE(ends_when_cancelled, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = text("late");
        reply.delay = 2000ms;
        return reply;
    });
    options.idle_timeout = 10'000ms;
    std::thread canceller([this] {
        std::this_thread::sleep_for(200ms);
        runtime.cancel();
    });
    auto const start = std::chrono::steady_clock::now();
    auto const result = get(server.url());
    canceller.join();
    BOOST_TEST((result.error() == errc::cancelled));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 1500ms));
    BOOST_TEST(runtime.cancelled());
}

BOOST_FIXTURE_TEST_CASE(ends_when_cancelled_between_retries, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply;
        reply.status = 503;
        return reply;
    });
    options.retry.base = 60'000ms;
    options.retry.max_delay = 120'000ms;
    std::thread canceller([this] {
        std::this_thread::sleep_for(200ms);
        runtime.cancel();
    });
    BOOST_TEST((get(server.url()).error() == errc::cancelled));
    canceller.join();
}

BOOST_AUTO_TEST_SUITE_END()
