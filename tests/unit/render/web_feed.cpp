// Web feeds: the three formats of one feed, and that text of papers stays text.
#include <lectern/render/web_feed.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <tinyxml2.h>

#include <string>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(render_web_feed)

namespace {

Digest day_of(std::string title) {
    Digest digest;
    digest.date = parse_date("2026-03-17").value();
    DigestEntry entry;
    entry.paper.id = ArxivId::parse("hep-th/9901001v2").value();
    entry.paper.title = std::move(title);
    entry.paper.abstract = "Let $x \\in \\mathbb{R}^d$ & <b>.";
    entry.paper.authors.push_back({"Ann <i>Roe", {}, {}});
    entry.gist = "We show it.";
    digest.entries.push_back(std::move(entry));
    return digest;
}

std::string rendered(Digest const& digest, WebFeedFormat format) {
    return make_web_feed_renderer(format)->render(digest).value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_formats_say_the_same) {
    Digest const digest = day_of("Sparse \x01 <script> $\\theta$ ]]>");
    std::string const title = "Sparse <script> θ ]]>";
    tinyxml2::XMLDocument atom;
    BOOST_TEST_REQUIRE(atom.Parse(rendered(digest, WebFeedFormat::atom).c_str()) == tinyxml2::XML_SUCCESS);
    auto const* entry = atom.RootElement()->FirstChildElement("entry");
    BOOST_TEST_REQUIRE(entry != nullptr);
    BOOST_TEST(entry->FirstChildElement("title")->GetText() == title);
    BOOST_TEST(entry->FirstChildElement("id")->GetText() == "https://arxiv.org/abs/hep-th/9901001");
    BOOST_TEST(entry->FirstChildElement("updated")->GetText() == "2026-03-17T00:00:00Z");
    BOOST_TEST(entry->FirstChildElement("author")->FirstChildElement("name")->GetText() == "Ann <i>Roe");
    tinyxml2::XMLDocument rss;
    BOOST_TEST_REQUIRE(rss.Parse(rendered(digest, WebFeedFormat::rss).c_str()) == tinyxml2::XML_SUCCESS);
    auto const* item = rss.RootElement()->FirstChildElement("channel")->FirstChildElement("item");
    BOOST_TEST_REQUIRE(item != nullptr);
    BOOST_TEST(item->FirstChildElement("title")->GetText() == title);
    BOOST_TEST(item->FirstChildElement("pubDate")->GetText() == "Tue, 17 Mar 2026 00:00:00 +0000");
    auto const feed = boost::json::parse(rendered(digest, WebFeedFormat::json)).as_object();
    auto const& json = feed.at("items").as_array().at(0).as_object();
    BOOST_TEST(json.at("title").as_string() == title);
    std::string const content(json.at("content_html").as_string());
    BOOST_TEST(content == item->FirstChildElement("description")->GetText());
    BOOST_TEST(content == entry->FirstChildElement("content")->GetText());
    BOOST_TEST(content.find("Let x ∈ ℝ^d &amp; &lt;b&gt;.") != std::string::npos, content);
}

BOOST_AUTO_TEST_CASE(an_empty_day_is_a_feed_without_items) {
    Digest digest = day_of("x");
    digest.entries.clear();
    for (WebFeedFormat const format : {WebFeedFormat::atom, WebFeedFormat::rss}) {
        tinyxml2::XMLDocument document;
        BOOST_TEST(document.Parse(rendered(digest, format).c_str()) == tinyxml2::XML_SUCCESS);
    }
    BOOST_TEST(
        boost::json::parse(rendered(digest, WebFeedFormat::json)).as_object().at("items").as_array().empty());
}

BOOST_AUTO_TEST_CASE(an_item_leads_to_its_page) {
    Digest const digest = day_of("x");
    auto const item = web_feed_item(digest.entries[0], digest.date, "https://example.org/2026-03/17/");
    BOOST_TEST(item.url == "https://example.org/2026-03/17/#phep-th_9901001");
    BOOST_TEST(item.id == "https://arxiv.org/abs/hep-th/9901001");
}

BOOST_AUTO_TEST_SUITE_END()
