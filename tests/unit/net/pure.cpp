#include "http_server.hpp"
#include "support.hpp"

#include <lectern/net/http.hpp>
#include <lectern/net/inflate.hpp>
#include <lectern/net/rate_limiter.hpp>
#include <lectern/net/retry.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace lectern;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(net_pure)

BOOST_AUTO_TEST_CASE(reads_urls) {
    auto const url = test::require(net::parse_url("HTTPS://Example.ORG/a/b?c=d+e"));
    BOOST_TEST(url.https);
    BOOST_TEST(url.host == "example.org");
    BOOST_TEST(url.port == "443");
    BOOST_TEST(url.target == "/a/b?c=d+e");
    BOOST_TEST(url.to_string() == "https://example.org/a/b?c=d+e");
    BOOST_TEST(test::require(net::parse_url("http://h:8080")).to_string() == "http://h:8080/");
    BOOST_TEST(test::require(net::parse_url("http://h.:0080?q")).to_string() == "http://h/?q");
    BOOST_TEST(test::require(net::parse_url("http://[::1]:80/x")).authority() == "[::1]");
    for (char const* wrong :
         {"ftp://x/", "x", "http://", "http://user:pw@host/", "http://h/ a", "", "http://h:x/",
          "http://h:8x/", "http://h:0/", "http://h:65536/", "http://h%0a/", "http://h%2fx/", "http://./",
          "http://../x//", "http://a..b/", "http://.a/", "http://a../"}) {
        BOOST_TEST((net::parse_url(wrong).error() == errc::invalid_argument));
    }
    BOOST_TEST(net::parse_url("http://user:secret@host/").error().detail().find("secret") ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(resolves_references) {
    auto const base = test::require(net::parse_url("https://a.org/x/y?z"));
    BOOST_TEST(test::require(net::resolve_url(base, "/rss")).to_string() == "https://a.org/rss");
    BOOST_TEST(test::require(net::resolve_url(base, "w?q")).to_string() == "https://a.org/x/w?q");
    BOOST_TEST(test::require(net::resolve_url(base, "http://b.org")).to_string() == "http://b.org/");
    BOOST_TEST(net::percent_encode("cs.LG a+b/é") == "cs.LG%20a%2Bb%2F%C3%A9");
}

BOOST_AUTO_TEST_CASE(inflates_within_limits) {
    std::string const text(100000, 'x');
    std::string const packed = test::gzip(text);
    BOOST_TEST(net::is_gzip(packed));
    BOOST_TEST(test::require(net::inflate(packed, 1 << 20)) == text);
    BOOST_TEST(test::require(net::inflate(packed + test::gzip("more"), 1 << 20)) == text + "more");
    BOOST_TEST((net::inflate(packed, 99999).error() == errc::too_large));
    BOOST_TEST((net::inflate(packed.substr(0, packed.size() / 2), 1 << 20).error() == errc::bad_encoding));
    BOOST_TEST((net::inflate("no compressed data at all", 1 << 20).error() == errc::bad_encoding));
    BOOST_TEST((net::inflate("", 1 << 20).error() == errc::bad_encoding));
    std::mt19937 random(5);
    for (int i = 0; i < 500; ++i) {
        std::string damaged = packed;
        damaged[random() % damaged.size()] = static_cast<char>(random());
        (void)net::inflate(damaged, 1 << 20);
    }
}

BOOST_AUTO_TEST_CASE(reads_retry_after) {
    Time const now = test::time("2026-03-17T12:00:00Z");
    BOOST_TEST((net::parse_retry_after("120", now) == std::optional<std::chrono::milliseconds>(120s)));
    BOOST_TEST((net::parse_retry_after("Tue, 17 Mar 2026 12:00:30 GMT", now) ==
                std::optional<std::chrono::milliseconds>(30s)));
    BOOST_TEST((net::parse_retry_after("Tue, 17 Mar 2026 11:00:00 GMT", now) ==
                std::optional<std::chrono::milliseconds>(0s)));
    for (char const* wrong : {"", "soon", "-5", "1.5"})
        BOOST_TEST(!net::parse_retry_after(wrong, now).has_value());
    BOOST_TEST(net::parse_retry_after("99999999999999", now).has_value());
}

BOOST_AUTO_TEST_CASE(backs_off_exponentially_with_jitter) {
    net::RetryPolicy policy;
    policy.base = 1000ms;
    policy.max_delay = 5000ms;
    policy.attempts = 10;
    BOOST_TEST(
        (net::retry_delay(policy, 1, 0ms, {}, 0.0) == std::optional<std::chrono::milliseconds>(500ms)));
    BOOST_TEST((net::retry_delay(policy, 1, 0ms, {}, 0.999999).value() <= 1000ms));
    BOOST_TEST(
        (net::retry_delay(policy, 3, 0ms, {}, 0.0) == std::optional<std::chrono::milliseconds>(2000ms)));
    BOOST_TEST(
        (net::retry_delay(policy, 9, 0ms, {}, 0.0) == std::optional<std::chrono::milliseconds>(2500ms)));
    BOOST_TEST(
        (net::retry_delay(policy, 1, 0ms, 4000ms, 0.0) == std::optional<std::chrono::milliseconds>(4000ms)));
    BOOST_TEST(!net::retry_delay(policy, 1, 0ms, 6000ms, 0.0).has_value());
    BOOST_TEST(!net::retry_delay(policy, 10, 0ms, {}, 0.0).has_value());
    policy.max_total = 10'000ms;
    BOOST_TEST(!net::retry_delay(policy, 2, 9'500ms, {}, 0.0).has_value());
}

BOOST_AUTO_TEST_CASE(paces_requests) {
    net::RateLimiter rate_limiter(3000ms);
    net::RateLimiter::TimePoint const start{};
    BOOST_TEST((rate_limiter.reserve(start + 1s) == start + 1s));
    BOOST_TEST((rate_limiter.reserve(start + 2s) == start + 4s));
    BOOST_TEST((rate_limiter.reserve(start + 60s) == start + 60s));
    rate_limiter.hold_until(start + 100s);
    BOOST_TEST((rate_limiter.reserve(start + 61s) == start + 100s));
}

BOOST_AUTO_TEST_SUITE_END()
