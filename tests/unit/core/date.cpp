// Dates from outside: strict readers, no overflow, nothing behind the date.
#include "support.hpp"

#include <lectern/core/date.hpp>
#include <lectern/net/retry.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace lectern;
using test::day;
using test::require;
using test::time;

BOOST_AUTO_TEST_SUITE(core_date)

BOOST_AUTO_TEST_CASE(reads_dates) {
    BOOST_TEST(require(parse_date("2024-02-29")) == day("2024-02-29"));
    BOOST_TEST(require(parse_date("2000-02-29")) == day("2000-02-29"));
    for (char const* wrong : {"",
                              "2026-02-29",
                              "2100-02-29",
                              "2026-13-01",
                              "2026-00-10",
                              "2026-04-31",
                              "2026-04-00",
                              "1899-12-31",
                              "3000-01-01",
                              "9999-01-01",
                              "99999-01-01",
                              "-026-01-01",
                              "2026--1-01",
                              "2026-01--1",
                              "2026-01-1",
                              "2026-01-011",
                              "2026-1-01",
                              "20260101",
                              " 2026-01-01",
                              "2026-01-01 ",
                              "2026-01-01Z",
                              "+026-01-01",
                              "2026-0a-01",
                              "2026.01.01"})
        BOOST_TEST(parse_date(wrong).has_error(), wrong);
    for (char const* wrong : {"13/01/2026", "02/30/2026", "2/3/2026", "02/03/20261", "02-03-2026"})
        BOOST_TEST(parse_us_date(wrong).has_error(), wrong);
}

BOOST_AUTO_TEST_CASE(reads_rfc3339_times) {
    std::pair<char const*, char const*> const good[] = {
        {"2026-04-21T04:05:06Z", "2026-04-21T04:05:06Z"},
        {" 2026-04-21t04:05:06z\n", "2026-04-21T04:05:06Z"},
        {"2026-04-21T04:05Z", "2026-04-21T04:05:00Z"},
        {"2026-04-21T00:00:00-04:00", "2026-04-21T04:00:00Z"},
        {"2026-04-21T00:00:00.123456789+05:45", "2026-04-20T18:15:00Z"},
        {"2026-01-01T00:00:00+14:00", "2025-12-31T10:00:00Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"2024-02-29T12:00:00+00:00", "2024-02-29T12:00:00Z"},
    };
    for (auto const& [text, utc] : good) BOOST_TEST(format_time(require(parse_rfc3339(text))) == utc, text);
    for (char const* wrong : {"",
                              "2026-04-21",
                              "2026-04-21T04:05:06",
                              "2026-04-21T04:05:06+9999",
                              "2026-04-21T04:05:06+99:99",
                              "2026-04-21T04:05:06+15:00",
                              "2026-04-21T04:05:06+04:60",
                              "2026-04-21T00:00:00--4:00",
                              "2026-04-21T00:00:00--4:0",
                              "2026-04-21T00:00:00+-4:00",
                              "2026-04-21T24:00:00Z",
                              "2026-04-21T23:60:00Z",
                              "2026-04-21T23:59:61Z",
                              "2026-04-21T4:05:06Z",
                              "99999-04-21T04:05:06Z",
                              "9999-04-21T04:05:06Z",
                              "2999-12-31T23:59:60Z",
                              "1900-01-01T00:00:00+01:00",
                              "2026-04-21T04:05:06Z and more",
                              "2026-04-21T04:05:06ZZ",
                              "2026-04-21T04:05:06.Z",
                              "2026-04-21T-4:05:06Z",
                              "2026-02-29T00:00:00Z",
                              "2026-04-21 04:05:06Z",
                              "2147485547-01-01T00:00:00Z",
                              "2026-04-21T04:05:06+2147483647:00"})
        BOOST_TEST(parse_rfc3339(wrong).has_error(), wrong);
}

BOOST_AUTO_TEST_CASE(reads_rfc822_times) {
    std::pair<char const*, char const*> const good[] = {
        {"Tue, 21 Apr 2026 00:00:00 -0400", "2026-04-21T04:00:00Z"},
        {"21 Apr 2026 00:00:00 +0000", "2026-04-21T00:00:00Z"},
        {"Tue,21 apr 2026 00:00:00 gmt", "2026-04-21T00:00:00Z"},
        {"Thu, 2 Apr 2026 00:00 UT", "2026-04-02T00:00:00Z"},
        {"Tue, 21 Apr 2026  00:00:00 EDT", "2026-04-21T04:00:00Z"},
        {"Tue, 21 Apr 2026 00:00:00 EST", "2026-04-21T05:00:00Z"},
        {"Tue, 21 Apr 2026 00:00:00 PDT", "2026-04-21T07:00:00Z"},
        {"Sun, 06 Nov 94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
        {"06 Nov 49 08:49:37 Z", "2049-11-06T08:49:37Z"},
        {"06 Nov 50 08:49:37 UTC", "1950-11-06T08:49:37Z"},
        {"31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
    };
    for (auto const& [text, utc] : good) BOOST_TEST(format_time(require(parse_rfc822(text))) == utc, text);
    for (char const* wrong : {"",
                              "Tue, 21 Apr 2026",
                              "Tue, 21 Apr 99999 00:00:00 GMT",
                              "Tue, 21 Apr 9999 00:00:00 GMT",
                              "Fri, 31 Dec 2999 23:59:60 GMT",
                              "Mon, 01 Jan 1900 00:00:00 +0100",
                              "Tue, 21 Apr 126 00:00:00 GMT",
                              "Tue, 21 Apr 2026 00:00:00 +9999",
                              "Tue, 21 Apr 2026 00:00:00 +1500",
                              "Tue, 21 Apr 2026 00:00:00 +0060",
                              "Tue, 21 Apr 2026 00:00:00 --400",
                              "Tue, 21 Apr 2026 00:00:00 -040",
                              "Tue, 21 Apr 2026 00:00:00 -04000",
                              "Tue, 21 Apr 2026 00:00:00",
                              "Tue, 21 Apr 2026 00:00:00 XYZ",
                              "Tue, 21 Apr 2026 00:00:00 A",
                              "Tue, 21 Apr 2026 00:00:00 GMT+1",
                              "Tue, 21 Apr 2026 00:00:00 GMT trailing",
                              "Foo, 21 Apr 2026 00:00:00 GMT",
                              "Tue 21 Apr 2026 00:00:00 GMT",
                              "Tue, 31 Apr 2026 00:00:00 GMT",
                              "Tue, 021 Apr 2026 00:00:00 GMT",
                              "Tue, 21 April 2026 00:00:00 GMT",
                              "Tue, 21 Apr 2026 24:00:00 GMT",
                              "Tue, 21 Apr 2026 00:00:61 GMT",
                              "Tue, -1 Apr 2026 00:00:00 GMT"})
        BOOST_TEST(parse_rfc822(wrong).has_error(), wrong);
}

BOOST_AUTO_TEST_CASE(reads_the_date_that_a_text_shows) {
    for (char const* text : {"Tue, 21 Apr 2026 00:00:00 -0400", "2026-04-21T00:00:00-04:00", "2026-04-21",
                             "21 Apr 2026", "Tue, 21 Apr 26 23:00:00 EDT", "2026-04-21T23:59:59+14:00"})
        BOOST_TEST(require(parse_written_date(text)) == day("2026-04-21"), text);
    for (char const* wrong :
         {"", "soon", "2026-04-21x", "2026-04-21T", "2026-04-21T25:00:00Z", "21 Apr 20261", "21 Apr 99999",
          "Tue, 21 Apr 2026 00:00:00 +9999", "32 Apr 2026", "21 Apr 2026 garbage", "29 Feb 2026"})
        BOOST_TEST(parse_written_date(wrong).has_error(), wrong);
}

BOOST_AUTO_TEST_CASE(what_is_read_can_be_written_and_read_again) {
    std::string const letters = "0123456789-+:., TZtzGMTAprEDSun";
    std::mt19937 random(7);
    for (int i = 0; i < 20'000; ++i) {
        std::string text = i % 2 ? "2026-04-21T04:05:06-04:00" : "Tue, 21 Apr 2026 00:00:00 -0400";
        for (int k = 0; k < 3; ++k) text[random() % text.size()] = letters[random() % letters.size()];
        for (auto const& time : {parse_rfc3339(text), parse_rfc822(text)}) {
            if (!time) continue;
            std::string const written = format_time(*time);
            if (require(parse_rfc3339(written)) != *time) BOOST_TEST(written == text);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_long_text_is_quoted_in_part) {
    BOOST_TEST(parse_date(std::string(1'000'000, '9')).error().detail().size() < 200u);
    BOOST_TEST(parse_rfc822("Tue, " + std::string(1'000'000, ' ') + "x").has_error());
}

BOOST_AUTO_TEST_CASE(retry_after_takes_dates_strictly) {
    Time const now = time("2026-04-21T00:00:00Z");
    BOOST_TEST((net::parse_retry_after("Tue, 21 Apr 2026 00:01:00 GMT", now) == std::chrono::seconds(60)));
    BOOST_TEST(!net::parse_retry_after("Tue, 21 Apr 99999 00:01:00 GMT", now));
    BOOST_TEST(!net::parse_retry_after("Tue, 21 Apr 2026 00:01:00 +9999", now));
    BOOST_TEST(!net::parse_retry_after("Tue, 21 Apr 2026 00:01:00 GMT, later", now));
}

BOOST_AUTO_TEST_SUITE_END()
