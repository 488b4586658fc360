#include "http_fixture.hpp"

using namespace lectern;
using test::contains;
using test::failure;
using test::HttpServer;
using test::ReceivedRequest;
using test::redirect_to;
using test::Reply;
using Fixture = test::HttpFixture;

BOOST_AUTO_TEST_SUITE(http_redirects)

net::HttpRequest post(std::string url) {
    net::HttpRequest request("POST", std::move(url));
    request.set_body("a private prompt", "application/json");
    return request;
}

std::string echo(ReceivedRequest const& request) {
    return request.method + " " + request.target + (request.headers.contains("x-key") ? " with key" : "") +
           (request.body.empty() ? "" : " with body");
}

BOOST_FIXTURE_TEST_CASE(stay_on_the_same_server_with_all_headers, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        if (request.target == "/here") return redirect_to("/there?x=1");
        if (request.target == "/kept") return redirect_to("there", 307);
        if (request.target == "/loop") return redirect_to("/loop");
        return test::reply_with(echo(request));
    });
    auto request = net::HttpRequest::get(server.url() + "/here");
    request.set("X-Key", "secret");
    auto const response = test::require(send(request));
    BOOST_TEST(response.body == "GET /there?x=1 with key");
    BOOST_TEST(response.url == server.url() + "/there?x=1");
    BOOST_TEST(test::require(send(post(server.url() + "/here"))).body == "GET /there?x=1");
    BOOST_TEST(test::require(send(post(server.url() + "/kept"))).body == "POST /there with body");
    BOOST_TEST(failure(get(server.url() + "/loop")) == errc::redirect_refused);
}

BOOST_FIXTURE_TEST_CASE(take_a_plain_get_to_another_server, Fixture) {
    HttpServer elsewhere([](ReceivedRequest const& request) {
        return test::reply_with(request.headers.contains("if-none-match") ? "clean" : "lost");
    });
    HttpServer server([&](ReceivedRequest const&) { return redirect_to(elsewhere.url() + "/"); });
    auto request = net::HttpRequest::get(server.url());
    request.set("ACCEPT", "text/xml").set("Accept-Language", "en").set("User-Agent", "x");
    request.set_validators({"tag", "yesterday"});
    BOOST_TEST(test::require(send(request)).body == "clean");
    BOOST_TEST(elsewhere.requests().at(0).headers.at("user-agent") == "x");
}

BOOST_FIXTURE_TEST_CASE(never_take_a_body_or_a_private_header_to_another_server, Fixture) {
    HttpServer elsewhere([](ReceivedRequest const& request) { return test::reply_with(echo(request)); });
    int status = 0;
    HttpServer server(
        [&](ReceivedRequest const&) { return redirect_to(elsewhere.url() + "/v1?key=k1", status); });
    for (int const each : {301, 302, 303, 307, 308}) {
        status = each;
        Error const error = failure(send(post(server.url() + "/v1?key=k0")));
        BOOST_TEST(error == errc::redirect_refused);
        BOOST_TEST(contains(error.detail(), server.url()), error.detail());
        BOOST_TEST(contains(error.detail(), elsewhere.url()), error.detail());
        BOOST_TEST(contains(error.detail(), "base_url"), error.detail());
        BOOST_TEST(!contains(error.detail(), "key="), error.detail());
        for (char const* name :
             {"Authorization", "X-Key", "x-custom-token", "Cookie", "OpenAI-Organization"}) {
            auto request = net::HttpRequest::get(server.url());
            request.set(name, "secret");
            BOOST_TEST(failure(send(request)) == errc::redirect_refused);
        }
    }
    BOOST_TEST(elsewhere.requests().empty());
    BOOST_TEST(!logged("secret"));
    BOOST_TEST(!logged("k0"));
}

BOOST_FIXTURE_TEST_CASE(bring_no_header_back_through_a_chain, Fixture) {
    std::string home;
    HttpServer elsewhere([&](ReceivedRequest const&) { return redirect_to(home + "/back"); });
    HttpServer server([&](ReceivedRequest const& request) {
        if (request.target == "/back") return test::reply_with(echo(request));
        return redirect_to(elsewhere.url());
    });
    home = server.url();
    BOOST_TEST(test::require(get(home)).body == "GET /back");
    auto request = net::HttpRequest::get(home);
    request.set("X-Key", "secret");
    BOOST_TEST(failure(send(request)) == errc::redirect_refused);
    for (ReceivedRequest const& seen : elsewhere.requests()) BOOST_TEST(!seen.headers.contains("x-key"));
}

BOOST_FIXTURE_TEST_CASE(that_are_bad_are_the_servers_fault, Fixture) {
    std::string location;
    HttpServer server([&](ReceivedRequest const&) { return redirect_to(location, 301); });
    for (char const* each : {"http://user:pw@127.0.0.1:1/", "ftp://127.0.0.1/", "javascript:alert(1)",
                             "http://", "http://[::1", "//", "http://127.0.0.1:99999/", "http://127.0.0.1:x/",
                             "http://a%0d%0ab/", "http://%20/", "/%zz", "http:///x"}) {
        location = each;
        Error const error = failure(get(server.url()));
        BOOST_TEST(error == errc::redirect_refused, each << " gives " << error.message());
        BOOST_TEST((error.code() == error_kind::remote));
        BOOST_TEST(!contains(error.detail(), "pw"));
    }
}

BOOST_FIXTURE_TEST_CASE(forgive_characters_that_servers_do_not_encode, Fixture) {
    HttpServer server([&](ReceivedRequest const& request) {
        if (request.target == "/") return redirect_to("/a b/\xc3\xa9?q={x}|y");
        return test::reply_with(request.target);
    });
    BOOST_TEST(test::require(get(server.url() + "/")).body == "/a%20b/%C3%A9?q=%7Bx%7D%7Cy");
}

BOOST_FIXTURE_TEST_CASE(never_leave_tls, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return redirect_to("http://127.0.0.1:1/"); }, "127.0.0.1");
    trust({&server});
    Error const error = failure(get(server.url()));
    BOOST_TEST(error == errc::redirect_refused);
    BOOST_TEST(contains(error.detail(), "http://127.0.0.1:1"), error.detail());
}

BOOST_FIXTURE_TEST_CASE(to_tls_on_the_same_host_are_another_origin, Fixture) {
    HttpServer secure([](ReceivedRequest const& request) { return test::reply_with(echo(request)); },
                      "127.0.0.1");
    HttpServer server([&](ReceivedRequest const&) { return redirect_to(secure.url() + "/", 308); });
    trust({&secure});
    BOOST_TEST(test::require(get(server.url())).body == "GET /");
    BOOST_TEST(failure(send(post(server.url()))) == errc::redirect_refused);
    BOOST_TEST(secure.requests().size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(logs_and_errors_show_no_query_values, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return test::reply_with("no", 403); });
    auto const response = test::require(get(server.url() + "/models?key=sesame&alt=json"));
    std::string const message = net::check_status(response).error().message();
    BOOST_TEST(contains(message, "/models?key=…&alt=…"), message);
    BOOST_TEST(!contains(message, "sesame"));
    BOOST_TEST(logged("/models?key=…&alt=…"));
    BOOST_TEST(!logged("sesame"));
}

BOOST_AUTO_TEST_SUITE_END()
