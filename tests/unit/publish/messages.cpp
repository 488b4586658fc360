// What channels are sent: within their limits, in order, none missing, hostile text as text.
#include "support.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/chat.hpp>
#include <lectern/publish/webhook.hpp>

#include <boost/algorithm/hex.hpp>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <iterator>
#include <string>
#include <vector>

using namespace lectern;
using test::require;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(publish_messages)

constexpr char const* kHostile[] = {
    "Plain title",
    "<script>alert(1)</script> & <!channel> <@U123> | bar > x",
    "*bold* _italic_ ~struck~ `code` [link](https://evil.example) @everyone",
    "<at id=all></at> $\\mathbb{R}^d$ and $x < y$",
    "\xE2\x80\xAE evil \xE2\x80\x8B zero \r\nX-Injected: 1",
    "{{papers}} {{text}} {{title}}",
};

/// An issue of many papers with long and hostile texts.
Issue issue_of(std::size_t papers) {
    Issue issue;
    issue.digest.date = test::require(parse_date("2026-03-17"));
    issue.digest.warnings = {"A warning <b> & *more*."};
    issue.site = "https://example.org/d";
    for (std::size_t i = 0; i < papers; ++i) {
        DigestEntry entry;
        entry.paper.id = require(ArxivId::parse(fmt::format("2603.{:05}", i + 1)));
        entry.paper.title = fmt::format("T{}. {}", i + 1, kHostile[i % std::size(kHostile)]);
        if (i % 7 == 3) entry.paper.title += std::string(3000, 'W');
        entry.paper.authors = {{"Ann <b>Roe</b>", {}, {}}, {"{{date}}", {}, {}}};
        Score score;
        score.relevance = 9;
        score.comment = std::string(i % 5 == 1 ? 5000 : 50, 'c') + " 𝔸𝔹 <i>";
        entry.score = score;
        entry.reason = score.comment;
        entry.gist = std::string("We show ") + kHostile[(i + 1) % std::size(kHostile)];
        issue.digest.entries.push_back(std::move(entry));
    }
    issue.digest.totals.announced = issue.digest.totals.scanned = issue.digest.totals.relevant = papers;
    return issue;
}

std::vector<bj::object> bodies(Publisher& publisher, Issue const& issue) {
    std::vector<bj::object> all;
    auto const messages = require(publisher.compose(issue));
    for (std::size_t i = 0; i < messages.size(); ++i) {
        BOOST_TEST(messages[i].key == std::to_string(i + 1));
        all.push_back(bj::parse(messages[i].content).as_object());
    }
    return all;
}

/// Every paper is in the texts, in order.
void check_order(std::string const& all, std::size_t papers) {
    std::size_t at = 0;
    for (std::size_t i = 1; i <= papers; ++i) {
        std::size_t const found = all.find(fmt::format("2603.{:05}", i), at);
        BOOST_TEST_REQUIRE((found != std::string::npos), "paper " << i << " is missing or out of order");
        at = found;
    }
}

std::size_t utf16(std::string_view text) {
    std::size_t units = 0;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

BOOST_AUTO_TEST_CASE(slack_keeps_its_limits) {
    SlackOptions options;
    options.channel = "C1";
    auto const publisher = make_slack_publisher(options);
    for (std::size_t const papers : {0U, 1U, 78U}) {
        auto const messages = bodies(*publisher, issue_of(papers));
        std::string all;
        for (std::size_t i = 0; i < messages.size(); ++i) {
            auto const& blocks = messages[i].at("blocks").as_array();
            BOOST_TEST(blocks.size() <= 50U);
            BOOST_TEST(!messages[i].at("text").as_string().empty());
            std::size_t size = 0;
            for (bj::value const& block : blocks) {
                std::string const text(block.at("text").at("text").as_string());
                BOOST_TEST(text.size() <= (block.at("type").as_string() == "header" ? 150U : 3000U));
                BOOST_TEST(!text.empty());
                size += text.size();
                BOOST_TEST((text.find("<!") == std::string::npos && text.find("<@") == std::string::npos),
                           text);
                BOOST_TEST(text.find("<script") == std::string::npos);
                if (i > 0) all += text;
            }
            BOOST_TEST(size <= 13'000U);
        }
        check_order(all, papers);
    }
}

BOOST_AUTO_TEST_CASE(discord_keeps_its_limits) {
    auto const publisher = make_discord_publisher(Secret("https://discord.example/api/webhooks/1/2"));
    for (std::size_t const papers : {0U, 1U, 78U}) {
        auto const messages = bodies(*publisher, issue_of(papers));
        std::string all;
        for (bj::object const& message : messages) {
            BOOST_TEST(message.at("allowed_mentions").at("parse").as_array().empty());
            if (message.contains("content")) BOOST_TEST(utf16(message.at("content").as_string()) <= 2000U);
            if (!message.contains("embeds")) continue;
            auto const& embeds = message.at("embeds").as_array();
            BOOST_TEST((!embeds.empty() && embeds.size() <= 10U));
            std::size_t size = 0;
            for (bj::value const& embed : embeds) {
                BOOST_TEST(utf16(embed.at("title").as_string()) <= 256U);
                BOOST_TEST(utf16(embed.at("description").as_string()) <= 4096U);
                size += utf16(embed.at("title").as_string()) + utf16(embed.at("description").as_string());
                all += std::string(embed.at("url").as_string());
            }
            BOOST_TEST(size <= 6000U);
        }
        check_order(all, papers);
    }
}

BOOST_AUTO_TEST_CASE(telegram_keeps_its_limits) {
    TelegramOptions options;
    options.chat = "-100";
    auto const publisher = make_telegram_publisher(options);
    for (std::size_t const papers : {0U, 1U, 78U}) {
        std::string all;
        for (bj::object const& message : bodies(*publisher, issue_of(papers))) {
            std::string const text(message.at("text").as_string());
            BOOST_TEST((!text.empty() && utf16(text) <= 4096U));
            BOOST_TEST(message.at("link_preview_options").at("is_disabled").as_bool());
            // Tags are only ours, and closed within the message.
            std::string rest = text;
            for (std::string const tag : {"b", "i", "a"}) {
                std::size_t open = 0;
                std::size_t closed = 0;
                for (std::size_t at = 0; (at = rest.find("<" + tag, at)) != std::string::npos; ++at) {
                    char const next = rest[at + 1 + tag.size()];
                    open += next == '>' || next == ' ' ? 1U : 0U;
                }
                for (std::size_t at = 0; (at = rest.find("</" + tag + ">", at)) != std::string::npos; ++at)
                    ++closed;
                BOOST_TEST(open == closed);
            }
            BOOST_TEST(text.find("<script") == std::string::npos);
            all += text;
        }
        check_order(all, papers);
    }
}

BOOST_AUTO_TEST_CASE(feishu_teams_and_ntfy_keep_their_limits) {
    Secret const url("https://example.org/topic");
    std::unique_ptr<Publisher> const publishers[] = {make_feishu_publisher({url, Secret()}),
                                                     make_teams_publisher(url),
                                                     make_ntfy_publisher({url, Secret()})};
    std::size_t const limits[] = {20'000, 28'000, 4'800};
    for (std::size_t const papers : {0U, 1U, 78U}) {
        for (std::size_t i = 0; i < 3; ++i) {
            std::string all;
            for (auto const& message : require(publishers[i]->compose(issue_of(papers)))) {
                BOOST_TEST(message.content.size() <= limits[i]);
                bj::object const body = bj::parse(message.content).as_object();
                if (body.contains("message")) BOOST_TEST(body.at("message").as_string().size() <= 4096U);
                BOOST_TEST((i != 0 || message.content.find("<at") == std::string::npos));
                all += message.content;
            }
            check_order(all, papers);
        }
    }
}

BOOST_AUTO_TEST_CASE(signatures_are_those_of_published_vectors) {
    BOOST_TEST(feishu_signature("1661860880", "xxx") == "QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=");
    BOOST_TEST(feishu_signature("1599360473", "demo") == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
    std::string hex;  // RFC 4231, test case 2
    boost::algorithm::hex_lower(hmac_sha256("Jefe", "what do ya want for nothing?"), std::back_inserter(hex));
    BOOST_TEST(hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

BOOST_AUTO_TEST_CASE(a_webhook_fills_its_template) {
    WebhookOptions options;
    options.body =
        R"({"a": "{{title}} / {{nothing}} {{count}}", "list": ["{{papers}}", 1, null, "{{count}}"], "b": {"t": "{{date}}"}})";
    auto const publisher = require(make_webhook_publisher(options));
    auto const messages = require(publisher->compose(issue_of(6)));
    BOOST_TEST_REQUIRE(messages.size() == 1U);
    auto const body = bj::parse(messages[0].content).as_object();
    BOOST_TEST(body.at("a").as_string() == "arXiv digest of Tuesday 17 March 2026: 6 papers / {{nothing}} 6");
    auto const& papers = body.at("list").at(0).as_array();
    BOOST_TEST_REQUIRE(papers.size() == 6U);
    // What a title brings is not filled again.
    BOOST_TEST(std::string(papers[5].at("authors").at(1).as_string()) == "{{date}}");
    BOOST_TEST(body.at("list").at(3).to_number<int>() == 6);
    BOOST_TEST(body.at("b").at("t").as_string() == "2026-03-17");
    BOOST_TEST(require(publisher->compose(issue_of(6)))[0].key == messages[0].key);
    options.body = "{";
    BOOST_TEST((make_webhook_publisher(options).error() == errc::invalid_config));
}

BOOST_AUTO_TEST_CASE(a_week_has_each_paper_once_and_the_best_first) {
    auto first = issue_of(3).digest;
    auto second = issue_of(5).digest;
    second.date = require(parse_date("2026-03-18"));
    for (std::size_t i = 0; i < second.entries.size(); ++i)
        second.entries[i].order_key = static_cast<double>(i);
    auto const week = week_of({first, second}, 4);
    BOOST_TEST(week.digest.entries.size() == 4U);
    BOOST_TEST(week.digest.entries[0].paper.id.base() == "2603.00005");
    BOOST_TEST(title_of(week) == "arXiv digest, 2026-03-17 to 2026-03-18: 4 papers");
}

BOOST_AUTO_TEST_SUITE_END()
