#include "net/detail/proxy.hpp"
#include "net/detail/redirect.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(net_routes)

net::Url url(std::string_view text) {
    return test::require(net::parse_url(text));
}

net::Trip trip(std::string method, std::string_view from) {
    net::Trip trip;
    trip.method = std::move(method);
    trip.url = url(from);
    return trip;
}

BOOST_AUTO_TEST_CASE(origins_are_compared_as_servers_not_as_texts) {
    auto with_key = trip("GET", "https://api.example/v1");
    with_key.headers.push_back({"X-Key", "secret"});
    for (char const* same :
         {"https://API.Example/v2", "https://api.example:443/v2", "https://api.example./v2",
          "//api.example/v2", "/v2", "?q", "https://api.example:0443/v2"}) {
        auto const next = net::redirect(with_key, 302, same);
        BOOST_TEST_REQUIRE(next.has_value());
        BOOST_TEST(next->headers.size() == 1u);
    }
    for (char const* other :
         {"https://api.example:8443/", "https://api.example.org/", "https://www.api.example/", "//example/",
          "https://api.example@evil.example/", "https://127.0.0.1/"}) {
        auto const next = net::redirect(with_key, 302, other);
        BOOST_TEST_REQUIRE(next.has_error());
        BOOST_TEST(next.error() == errc::redirect_refused);
    }
    BOOST_TEST(net::redirect(trip("GET", "https://a.example/"), 301, "http://a.example/").error() ==
               errc::redirect_refused);
    BOOST_TEST(net::redirect(trip("GET", "http://a.example/"), 301, "https://a.example/").has_value());
}

BOOST_AUTO_TEST_CASE(methods_with_an_effect_stay_on_their_server) {
    for (char const* method : {"POST", "PUT", "DELETE", "PATCH"}) {
        for (int const status : {301, 302, 303, 307, 308}) {
            auto const next = net::redirect(trip(method, "http://a.example/"), status, "http://b.example/");
            BOOST_TEST(next.has_error());
        }
    }
    BOOST_TEST(net::redirect(trip("HEAD", "http://a.example/"), 303, "http://b.example/")->method == "HEAD");
    BOOST_TEST(net::redirect(trip("POST", "http://a.example/"), 303, "/b")->method == "GET");
    BOOST_TEST(net::redirect(trip("PUT", "http://a.example/"), 302, "/b")->method == "PUT");
    BOOST_TEST(net::redirect(trip("POST", "http://a.example/"), 308, "/b")->method == "POST");
}

BOOST_AUTO_TEST_CASE(control_characters_in_a_location_are_refused) {
    for (char const* bad : {"/a\r\nX: y", "/a\tb", "http://b.example/\x01", "\x7f"}) {
        BOOST_TEST(net::redirect(trip("GET", "http://a.example/"), 302, bad).error() ==
                   errc::redirect_refused);
    }
}

BOOST_AUTO_TEST_CASE(shown_urls_hide_what_may_be_a_key) {
    BOOST_TEST(net::shown_url("https://h/p?key=secret&alt=sse#frag") == "https://h/p?key=…&alt=…");
    BOOST_TEST(net::shown_url("https://h/p?secret") == "https://h/p?…");
    BOOST_TEST(net::shown_url("https://h/p?a=b=c&&x") == "https://h/p?a=…&…&…");
    BOOST_TEST(net::shown_url("https://user:pw@h/p@q") == "https://h/p@q");
    BOOST_TEST(net::shown_url("http://us:p@ss w@h") == "http://h");
    BOOST_TEST(net::shown_url("nonsense?x=secret") == "nonsense?x=…");
    for (char const* bad :
         {"http://u:secret@h/", "ftp://h/?key=secret", "http://h/ ?key=secret", "?key=secret"}) {
        std::string const detail = net::parse_url(bad).error().detail();
        BOOST_TEST(detail.find("secret") == std::string::npos, detail);
    }
}

BOOST_AUTO_TEST_CASE(proxy_addresses_may_hold_a_login) {
    auto const plain = test::require(net::parse_proxy({"https_proxy", " proxy.example:3128 "}));
    BOOST_TEST(plain.url.origin() == "http://proxy.example:3128");
    BOOST_TEST(plain.authorization.empty());
    BOOST_TEST(plain.shown() == "proxy proxy.example:3128 (https_proxy)");
    auto const login = test::require(net::parse_proxy({"x", "HTTPS://us%40er:p%3Ass@[::1]:8443/"}));
    BOOST_TEST(login.url.origin() == "https://[::1]:8443");
    BOOST_TEST(login.authorization == "Basic dXNAZXI6cDpzcw==");
    BOOST_TEST(test::require(net::parse_proxy({"x", "http://me@h"})).authorization == "Basic bWU6");
    BOOST_TEST(test::require(net::parse_proxy({"x", "me:%c3%a9@h:1"})).authorization == "Basic bWU6w6k=");
    BOOST_TEST(test::require(net::parse_proxy({"x", "http://@h"})).authorization.empty());
}

BOOST_AUTO_TEST_CASE(proxy_errors_name_the_setting_and_hide_the_login) {
    for (char const* bad :
         {"socks5h://me:secret@h:1080", "SOCKS4://h", "ftp://me:secret@h", "http://me:secret@",
          "http://me:secret@h:99999", "http://me:sec ret@h", "http://me:secret@h h", "://secret",
          "http://a%3Ab:secret@h", "http://me:se%zzcret@h"}) {
        auto const proxy = net::parse_proxy({"all_proxy", bad});
        BOOST_TEST_REQUIRE(proxy.has_error(), bad);
        BOOST_TEST(proxy.error() == errc::invalid_argument);
        BOOST_TEST(proxy.error().detail().starts_with("all_proxy: "), proxy.error().detail());
        BOOST_TEST(proxy.error().detail().find("sec") == std::string::npos, proxy.error().detail());
    }
}

bool exempt(std::string_view list, std::string_view target) {
    return net::is_exempt(list, url(target));
}

BOOST_AUTO_TEST_CASE(no_proxy_names_hosts_and_their_subdomains) {
    for (char const* list : {"example.org", ".example.org", "*.example.org", "EXAMPLE.org.",
                             "a,example.org,b", "a example.org", "a ,\texample.org\n", "*", "a, *"}) {
        BOOST_TEST(exempt(list, "https://example.org/"), list);
        BOOST_TEST(exempt(list, "https://www.Example.org./"), list);
    }
    for (char const* list : {"", " , ", "example", "org.", "xample.org", "www.example.org", ".", "*."}) {
        BOOST_TEST(exempt(list, "https://example.org/") == (std::string_view(list) == "org."), list);
    }
    BOOST_TEST(!exempt("example.org", "https://badexample.org/"));
    BOOST_TEST(!exempt("*.example.org", "https://badexample.org/"));
}

BOOST_AUTO_TEST_CASE(no_proxy_may_have_ports) {
    BOOST_TEST(exempt("example.org:8080", "http://example.org:8080/"));
    BOOST_TEST(exempt("127.0.0.1:9950", "http://127.0.0.1:9950/"));
    BOOST_TEST(exempt("[::1]:9950", "http://[::1]:9950/"));
    BOOST_TEST(exempt("*.example.org:443", "https://a.example.org/"));
    BOOST_TEST(exempt("*:443", "https://a.example.org/"));
    BOOST_TEST(!exempt("example.org:8080", "http://example.org/"));
    BOOST_TEST(!exempt("[::1]:9950", "http://[::1]/"));
}

BOOST_AUTO_TEST_CASE(no_proxy_knows_addresses_and_networks) {
    for (char const* list :
         {"127.0.0.1", "127.0.0.0/8", "*.0.0.1", "127.0.0.1/32", "0.0.0.0/0", "127.1.2.3/8"}) {
        BOOST_TEST(exempt(list, "http://127.0.0.1/"), list);
    }
    for (char const* list : {"[::1]", "::1", "::1/128", "0:0:0:0:0:0:0:1", "::/0", "[::]/96"}) {
        BOOST_TEST(exempt(list, "http://[::1]/"), list);
    }
    BOOST_TEST(exempt("fe80::/10", "http://[fe80::1234]/"));
    BOOST_TEST(exempt("10.0.0.0/8", "http://[::ffff:10.1.2.3]/"));
    for (char const* list :
         {"0.0.1", "10.0.0.0/8", "127.0.0.0/33", "127.0.0.0/", "/8", "::/0", "localhost", "1"}) {
        BOOST_TEST(!exempt(list, "http://127.0.0.1/"), list);
    }
    BOOST_TEST(!exempt("0.0.0.0/0", "http://example.org/"));
    BOOST_TEST(!exempt("fe80::/10", "http://[::1]/"));
    // Loopback is not special.
    BOOST_TEST(!exempt("example.org", "http://localhost/"));
}

BOOST_AUTO_TEST_SUITE_END()
