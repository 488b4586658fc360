#include "http_fixture.hpp"

using namespace lectern;
using test::contains;
using test::failure;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;

BOOST_AUTO_TEST_SUITE(http_proxies)

/// `user@x:p:ss` and its Basic form.
constexpr char const* kLogin = "us%40er:p%3Ass@";
constexpr char const* kBasic = "Basic dXNAZXI6cDpzcw==";

struct Fixture : test::HttpFixture {
    Fixture() { options.retry.attempts = 1; }

    void use(std::string const& address) {
        options.http_proxies = {{"http_proxy", address}};
        options.https_proxies = {{"https_proxy", address}};
    }
    static std::string with_login(HttpServer const& proxy) {
        std::string url = proxy.url();
        return url.insert(url.find("//") + 2, kLogin);
    }
};

Reply echo(ReceivedRequest const& request) {
    bool const login = request.headers.contains("proxy-authorization");
    return test::reply_with(request.method + " " + request.target +
                            (login ? " " + request.headers.at("proxy-authorization") : ""));
}

/// A proxy that leads every CONNECT to the server.
HttpServer::Handler tunnel_to(HttpServer const& server) {
    return [port = server.port()](ReceivedRequest const&) {
        Reply reply;
        reply.raw = "HTTP/1.1 200 Connection established\r\n\r\n";
        reply.tunnel_to = port;
        return reply;
    };
}

BOOST_FIXTURE_TEST_CASE(get_whole_urls_of_http_requests, Fixture) {
    HttpServer proxy(echo);
    use(proxy.url());
    BOOST_TEST(test::require(get("http://nowhere.example/a?b")).body == "GET http://nowhere.example/a?b");
    use("127.0.0.1:" + std::to_string(proxy.port()));
    BOOST_TEST(test::require(get("http://nowhere.example/")).body == "GET http://nowhere.example/");
    options.no_proxy = "localhost, .example.org,127.0.0.1";
    HttpServer direct([](ReceivedRequest const&) { return test::reply_with("direct"); });
    BOOST_TEST(test::require(get(direct.url())).body == "direct");
}

BOOST_FIXTURE_TEST_CASE(tunnel_https_requests, Fixture) {
    HttpServer origin(echo, "127.0.0.1");
    HttpServer proxy(tunnel_to(origin));
    trust({&origin});
    use(proxy.url());
    BOOST_TEST(test::require(get(origin.url() + "/x")).body == "GET /x");
    BOOST_TEST(proxy.requests().at(0).method == "CONNECT");
    BOOST_TEST(proxy.requests().at(0).target == origin.url().substr(8));
    (void)get("https://[::1]/");
    BOOST_TEST(proxy.requests().at(1).target == "[::1]:443");
    (void)get("https://nowhere.example/");
    BOOST_TEST(proxy.requests().at(2).target == "nowhere.example:443");
}

BOOST_FIXTURE_TEST_CASE(may_be_reached_over_tls, Fixture) {
    HttpServer origin(echo, "origin.example");
    HttpServer proxy(tunnel_to(origin), "127.0.0.1");
    HttpServer plain_proxy(echo, "127.0.0.1");
    trust({&origin, &proxy, &plain_proxy});
    use(proxy.url());
    BOOST_TEST(test::require(get("https://origin.example/deep")).body == "GET /deep");
    use(plain_proxy.url());
    BOOST_TEST(test::require(get("http://origin.example/")).body == "GET http://origin.example/");
    // The names of both certificates are verified, each against its own server.
    HttpServer impostor(tunnel_to(origin), "origin.example");
    trust({&origin, &impostor});
    use(impostor.url());
    Error const error = failure(get("https://origin.example/"));
    BOOST_TEST(error == errc::tls_failed);
    BOOST_TEST(contains(error.detail(), "(https_proxy)"), error.detail());
    BOOST_TEST(contains(error.detail(), "is for origin.example, not for 127.0.0.1"), error.detail());
    BOOST_TEST(impostor.requests().empty());
}

BOOST_FIXTURE_TEST_CASE(get_their_login_and_origins_never_do, Fixture) {
    HttpServer origin(echo, "127.0.0.1");
    HttpServer tunnel(tunnel_to(origin));
    HttpServer proxy(echo);
    trust({&origin});
    use(with_login(proxy));
    BOOST_TEST(test::require(get("http://nowhere.example/")).body ==
               "GET http://nowhere.example/ " + std::string(kBasic));
    use(with_login(tunnel));
    BOOST_TEST(test::require(get(origin.url() + "/x")).body == "GET /x");
    BOOST_TEST(tunnel.requests().at(0).headers.at("proxy-authorization") == kBasic);
    // A redirect from a proxied host to an exempt one.
    HttpServer direct(echo);
    HttpServer leading([&](ReceivedRequest const&) { return test::redirect_to(direct.url() + "/"); });
    use(with_login(leading));
    options.no_proxy = "127.0.0.1";
    BOOST_TEST(test::require(get("http://nowhere.example/")).body == "GET /");
    for (char const* secret : {"us%40er", "us@er", "p%3Ass", "p:ss", "dXNAZXI6"}) BOOST_TEST(!logged(secret));
}

BOOST_FIXTURE_TEST_CASE(are_named_when_they_want_a_login, Fixture) {
    HttpServer proxy([](ReceivedRequest const&) {
        Reply reply = test::reply_with("<html>login</html>", 407);
        reply.headers["Proxy-Authenticate"] = "Basic realm=\"corp\"";
        return reply;
    });
    for (char const* url : {"http://nowhere.example/", "https://nowhere.example/"}) {
        use(proxy.url());
        Error const wanted = failure(get(url));
        BOOST_TEST(wanted == errc::http_status);
        std::string const variable = url[4] == 's' ? "(https_proxy)" : "(http_proxy)";
        BOOST_TEST(
            contains(wanted.detail(), "proxy 127.0.0.1:" + std::to_string(proxy.port()) + " " + variable),
            wanted.detail());
        BOOST_TEST(contains(wanted.detail(), "requires a login"), wanted.detail());
        use(with_login(proxy));
        Error const rejected = failure(get(url));
        BOOST_TEST(contains(rejected.detail(), "rejected the user name or password"), rejected.detail());
        BOOST_TEST(!contains(rejected.detail(), "p:ss"));
    }
}

BOOST_FIXTURE_TEST_CASE(that_refuse_a_tunnel_are_named, Fixture) {
    int status = 0;
    HttpServer proxy([&](ReceivedRequest const&) { return test::reply_with("no", status); });
    use(proxy.url());
    for (auto const& [answer, code] : {std::pair(403, errc::http_status),
                                       {404, errc::http_status},
                                       {502, errc::connect_failed},
                                       {503, errc::connect_failed}}) {
        status = answer;
        Error const error = failure(get("https://nowhere.example/"));
        BOOST_TEST(error == code);
        BOOST_TEST(contains(error.detail(), "refused the tunnel with HTTP " + std::to_string(status)));
        BOOST_TEST(contains(error.detail(), "(https_proxy)"));
    }
}

BOOST_FIXTURE_TEST_CASE(must_not_answer_for_the_origin, Fixture) {
    HttpServer proxy(
        [](ReceivedRequest const&) { return test::raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"); });
    use(proxy.url());
    BOOST_TEST(failure(get("https://nowhere.example/")) == errc::http_protocol);
}

BOOST_FIXTURE_TEST_CASE(that_cannot_be_used_matter_only_when_needed, Fixture) {
    HttpServer proxy(echo);
    HttpServer direct(echo);
    // Nothing better is set: the variable is named.
    options.http_proxies = {{"all_proxy", "socks5h://user:pw@127.0.0.1:1080"}};
    Error const error = failure(get("http://nowhere.example/"));
    BOOST_TEST(error == errc::invalid_argument);
    BOOST_TEST(contains(error.detail(), "all_proxy: SOCKS proxies are not supported; set https_proxy"),
               error.detail());
    BOOST_TEST(!contains(error.detail(), "pw"));
    // Not needed.
    options.no_proxy = "127.0.0.0/8";
    BOOST_TEST(test::require(get(direct.url() + "/")).body == "GET /");
    options.no_proxy.clear();
    // Something better is set.
    options.http_proxies = {{"http_proxy", proxy.url()}, {"all_proxy", "socks5://127.0.0.1:1080"}};
    BOOST_TEST(test::require(get("http://nowhere.example/")).body == "GET http://nowhere.example/");
    options.http_proxies = {{"http_proxy", "socks4a://127.0.0.1:1080"}, {"ALL_PROXY", proxy.url()}};
    BOOST_TEST(test::require(get("http://nowhere.example/")).body == "GET http://nowhere.example/");
}

BOOST_FIXTURE_TEST_CASE(that_cannot_be_reached_are_named, Fixture) {
    use("http://user:pw@127.0.0.1:1");
    for (char const* url : {"http://nowhere.example/", "https://nowhere.example/"}) {
        Error const error = failure(get(url));
        BOOST_TEST(error == errc::connect_failed);
        BOOST_TEST(contains(error.detail(), "proxy 127.0.0.1:1 (http"), error.detail());
        BOOST_TEST(!contains(error.detail(), "pw"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
