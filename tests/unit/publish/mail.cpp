#include "publish/detail/mime.hpp"
#include "support.hpp"

#include <lectern/publish/mail.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>

using namespace lectern;
using publish::header_field;
using test::require;

BOOST_AUTO_TEST_SUITE(publish_mail)

bool lines_fit(std::string const& text, std::size_t most) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t const end = text.find("\r\n", at);
        if (end == std::string::npos || end - at > most) return false;
        at = end + 2;
    }
    return true;
}

BOOST_AUTO_TEST_CASE(headers_are_folded_and_cannot_be_injected) {
    BOOST_TEST(header_field("Subject", "Plain words") == "Subject: Plain words\r\n");
    std::string const hostile = header_field("Subject", "A\r\nBcc: x@example.org\r\n\r\nbody\x01");
    BOOST_TEST(hostile == "Subject: A Bcc: x@example.org body\r\n");
    std::string const longer =
        header_field("Subject", std::string(300, 'x') + " Größe " + std::string(100, 'y'));
    BOOST_TEST(lines_fit(longer, 78), longer);
    BOOST_TEST(longer.find("\r\n ") != std::string::npos);
    BOOST_TEST(header_field("Subject", "=?UTF-8?B?QQ==?=").find("=?UTF-8?B?PT9V") != std::string::npos);
    for (std::string const& text :
         {std::string(60, '\xC3') + "\xBC", std::string("ü") + std::string(200, 'a') + "→"})
        BOOST_TEST(lines_fit(header_field("Subject", text), 78));
}

BOOST_AUTO_TEST_CASE(quoted_printable_has_short_lines_and_keeps_dots_and_blanks) {
    BOOST_TEST(publish::quoted_printable("a=b\nc \nä") == "a=3Db\r\nc=20\r\n=C3=A4");
    BOOST_TEST(publish::quoted_printable("a\r\nb") == "a\r\nb");
    std::string const text =
        publish::quoted_printable(std::string(500, 'x') + "\n" + std::string(100, '\xC3') + "\n");
    BOOST_TEST(lines_fit(text, 76));
}

BOOST_AUTO_TEST_CASE(dates_are_those_of_mail) {
    BOOST_TEST(publish::mail_date(require(parse_rfc3339("2026-03-17T04:05:06Z"))) ==
               "Tue, 17 Mar 2026 04:05:06 +0000");
}

BOOST_DATA_TEST_CASE(what_is_no_mailbox_is_refused,
                     boost::unit_test::data::make({"", "a", "@b", "a@", "a b@c", "a@b\r\nBcc: x@y", "<a@b",
                                                   "ä@b.de", "a@b,c@d"}),
                     text) {
    BOOST_TEST((publish::parse_mailbox(text).error() == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(mailboxes_have_names_in_any_script) {
    auto const mailbox = require(publish::parse_mailbox("\"Jürgen, the \\ 1st\" <j@example.org>"));
    BOOST_TEST(mailbox.address == "j@example.org");
    BOOST_TEST(publish::mailbox_field(mailbox).starts_with("=?UTF-8?B?"));
    BOOST_TEST(publish::mailbox_field(require(publish::parse_mailbox("Ann \"A\" Roe <a@b.org>"))) ==
               "\"Ann \\\"A\\\" Roe\" <a@b.org>");
    BOOST_TEST(publish::mailbox_field(require(publish::parse_mailbox("a@b.org"))) == "a@b.org");
}

BOOST_AUTO_TEST_CASE(a_large_issue_stays_below_the_size_that_is_cut) {
    Issue issue;
    issue.digest.date = require(parse_date("2026-03-17"));
    for (int i = 1; i <= 300; ++i) {
        DigestEntry entry;
        entry.paper.id = require(ArxivId::parse(fmt::format("2603.{:05}", i)));
        entry.paper.title = "A <b>title</b> & " + std::string(80, 't');
        entry.gist = std::string(600, 'g');
        entry.reason = std::string(600, 'r');
        issue.digest.entries.push_back(std::move(entry));
    }
    std::string const html = mail_html(issue);
    BOOST_TEST(html.size() < 102'000U);
    BOOST_TEST(html.find("<b>title") == std::string::npos);
    BOOST_TEST(html.find("<script") == std::string::npos);
    BOOST_TEST(html.find("2603.00001") != std::string::npos);
    BOOST_TEST(html.find(" more, which the text form") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
