#include "http_fixture.hpp"

#include <fmt/format.h>

using namespace lectern;
using namespace std::chrono_literals;
using test::contains;
using test::failure;
using test::HttpServer;
using test::ReceivedRequest;
using test::TestCertificate;

BOOST_AUTO_TEST_SUITE(http_tls)

struct Fixture : test::HttpFixture {
    Fixture() { options.retry.attempts = 1; }

    /// The message about a server with this certificate.
    std::string refusal(TestCertificate const& certificate, bool trusted) {
        HttpServer server([](ReceivedRequest const&) { return test::reply_with("no"); }, certificate);
        if (trusted) trust({&server});
        Error const error = failure(get(server.url()));
        BOOST_TEST(error == errc::tls_failed);
        BOOST_TEST(server.requests().empty());
        return error.detail();
    }
};

BOOST_FIXTURE_TEST_CASE(accepts_a_certificate_of_the_ca_file, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return test::reply_with("over TLS"); }, "127.0.0.1");
    trust({&server});
    BOOST_TEST(test::require(get(server.url())).body == "over TLS");
    test::write(options.ca_file, "no certificate");
    BOOST_TEST(net::make_http_client(options, clock, random, log.logger).error() == errc::file);
}

BOOST_FIXTURE_TEST_CASE(names_the_hosts_of_a_foreign_certificate, Fixture) {
    std::string message = refusal({{"example.org"}}, true);
    BOOST_TEST(contains(message, "the certificate is for example.org, not for 127.0.0.1"), message);
    message = refusal({{"a.example", "*.b.example", "192.0.2.7", "d.example", "e.example"}}, true);
    BOOST_TEST(contains(message, "is for a.example, *.b.example, 192.0.2.7 and 2 more, not for"), message);
}

BOOST_FIXTURE_TEST_CASE(gives_the_day_a_certificate_expired, Fixture) {
    TestCertificate old{{"127.0.0.1"}};
    old.begins = -48h;
    old.ends = -24h;
    std::string const yesterday = format_time(clock.now() - 24h).substr(0, 10);
    std::string const message = refusal(old, true);
    BOOST_TEST(contains(message, "the certificate expired on " + yesterday), message);
    BOOST_TEST(contains(message, "clock"), message);
    TestCertificate early{{"127.0.0.1"}};
    early.begins = 48h;
    early.ends = 72h;
    std::string const later = refusal(early, true);
    BOOST_TEST(contains(later, "valid only from " + format_time(clock.now() + 48h).substr(0, 10)), later);
}

BOOST_FIXTURE_TEST_CASE(names_an_issuer_that_is_not_trusted, Fixture) {
    std::string message = refusal({{"127.0.0.1"}}, false);
    BOOST_TEST(contains(message, "self-signed by its issuer \"lectern test "), message);
    BOOST_TEST(contains(message, "net.ca_file"), message);
    TestCertificate corporate{{"127.0.0.1"}};
    corporate.issuer = "Example Corp\nRoot";
    message = refusal(corporate, false);
    BOOST_TEST(contains(message, "its issuer \"Example Corp\\nRoot\" is unknown"), message);
    BOOST_TEST(contains(message, "net.ca_file"), message);
}

BOOST_FIXTURE_TEST_CASE(says_when_the_server_does_not_speak_tls, Fixture) {
    HttpServer server([](ReceivedRequest const&) { return test::reply_with("plain"); });
    Error const closed = failure(get("https://127.0.0.1:1/"));
    BOOST_TEST(closed == errc::connect_failed);
    HttpServer proxy([](ReceivedRequest const&) {
        test::Reply reply;
        reply.raw = "HTTP/1.1 200 OK\r\n\r\n";
        return reply;
    });
    options.total_timeout = 500ms;
    Error const error = failure(get(fmt::format("https://127.0.0.1:{}/", server.port())));
    BOOST_TEST((error.code() == error_kind::remote));
}

BOOST_AUTO_TEST_SUITE_END()
