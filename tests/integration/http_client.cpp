#include "http_fixture.hpp"

#include <lectern/version.hpp>

#include <algorithm>
#include <thread>

using namespace lectern;
using namespace std::chrono_literals;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;
using Fixture = test::HttpFixture;

BOOST_AUTO_TEST_SUITE(http_client)

Reply text(std::string body) {
    return test::reply_with(std::move(body));
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
    BOOST_TEST(response.status == 503);  // an hour is longer than the longest wait
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

/// Three requests to each of two servers.
std::vector<net::HttpRequest> requests_to(HttpServer const& one, HttpServer const& two) {
    std::vector<net::HttpRequest> requests;
    for (int i = 0; i < 3; ++i) {
        requests.push_back(net::HttpRequest::get(one.url()));
        requests.push_back(net::HttpRequest::get(two.url()));
    }
    return requests;
}

/// From the first request to the last.
std::chrono::steady_clock::duration duration_of(HttpServer const& one, HttpServer const& two) {
    std::vector<std::chrono::steady_clock::time_point> times;
    for (HttpServer const* server : {&one, &two}) {
        for (ReceivedRequest const& request : server->requests()) times.push_back(request.at);
    }
    BOOST_REQUIRE(times.size() == 6u);
    auto const [first, last] = std::ranges::minmax_element(times);
    return *last - *first;
}

BOOST_FIXTURE_TEST_CASE(keeps_the_interval_and_one_connection_of_a_group, Fixture) {
    HttpServer const one([](ReceivedRequest const&) { return text("1"); });
    HttpServer const two([](ReceivedRequest const&) { return text("2"); });
    options.groups["slow"] = {150ms, 1};
    auto requests = requests_to(one, two);
    for (net::HttpRequest& request : requests) request.set_group("slow");
    test::require(send(requests));
    // Six starts, five intervals; single gaps as the servers see them depend on how threads are scheduled.
    BOOST_TEST((duration_of(one, two) >= 700ms));
    BOOST_TEST(one.peak_connections() == 1);
}

BOOST_FIXTURE_TEST_CASE(a_request_without_a_group_keeps_the_interval_of_its_domain, Fixture) {
    HttpServer const one([](ReceivedRequest const&) { return text("1"); });
    HttpServer const two([](ReceivedRequest const&) { return text("2"); });
    options.groups["slow"] = {150ms, 1};
    options.domains["127.0.0.1"] = "slow";
    test::require(send(requests_to(one, two)));
    BOOST_TEST((duration_of(one, two) >= 700ms));
    BOOST_TEST(one.peak_connections() == 1);
}

BOOST_AUTO_TEST_CASE(arxiv_is_asked_as_it_wants_to_be_asked_by_default) {
    net::HttpOptions const defaults;
    BOOST_TEST((defaults.groups.at(defaults.domains.at("arxiv.org")).min_interval == 3s));
    BOOST_TEST(defaults.groups.at("arxiv").max_connections == 1);
    std::string const own = "lectern/" + std::string(version());
    BOOST_TEST(defaults.user_agent == own);
    BOOST_TEST(net::user_agent("my-reader/1.0", "me@example.org") == "my-reader/1.0 (me@example.org) " + own);
    BOOST_TEST(net::user_agent("my-reader/1.0", "") == "my-reader/1.0 " + own);
    BOOST_TEST(net::user_agent("", "me@example.org") == own + " (me@example.org)");
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
