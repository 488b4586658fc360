#include "feed/detail/xml.hpp"
#include "feed_text.hpp"
#include "support.hpp"

#include <lectern/feed/parse.hpp>

#include <boost/json.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

using namespace lectern;
using test::rss;
using test::rss_item;

BOOST_AUTO_TEST_SUITE(feed_parse)

ParsedFeed parse(std::string const& text) {
    return test::require(parse_feed(text));
}

Paper only(std::string const& text) {
    auto feed = parse(text);
    BOOST_REQUIRE(feed.papers.size() == 1u);
    return feed.papers.front();
}

char const* const formulas[] = {"We study $0&lt;s&lt;1$ and $p&gt;2$ with weights.",
                                "if $a&lt;b$ then $c&gt;d$ holds",
                                "Sobolev $1&lt;p&lt;\\infty$ and $s&gt;0$; we show x &lt; y and y &gt; z.",
                                "AT&amp;T; sets &amp;lt;tag&amp;gt; literal &amp;amp;lt;"};
char const* const decoded[] = {"We study $0<s<1$ and $p>2$ with weights.", "if $a<b$ then $c>d$ holds",
                               "Sobolev $1<p<\\infty$ and $s>0$; we show x < y and y > z.",
                               "AT&T; sets &lt;tag&gt; literal &amp;lt;"};

BOOST_AUTO_TEST_CASE(keeps_formulas_f1) {
    for (std::size_t i = 0; i < std::size(formulas); ++i) {
        Paper const paper = only(rss(rss_item("2601.00001v1", "T", formulas[i])));
        BOOST_TEST(paper.abstract == decoded[i]);
    }
}

BOOST_AUTO_TEST_CASE(removes_the_prefix_once_f2) {
    Paper const paper = only(
        rss(rss_item("2601.00001v1", "T", "Abstract: interpretation is used. Abstract: domains matter.")));
    BOOST_TEST(paper.abstract == "Abstract: interpretation is used. Abstract: domains matter.");
}

BOOST_AUTO_TEST_CASE(reads_old_ids_f3_f5) {
    BOOST_TEST(only(rss(rss_item("hep-th/9901001v2", "T", "A"))).id.to_string() == "hep-th/9901001v2");
    BOOST_TEST(only(rss(rss_item("solv-int/9701001v1", "T", "A"))).id.to_string() == "solv-int/9701001v1");
}

BOOST_AUTO_TEST_CASE(survives_missing_members_f6_f7_f8) {
    auto const feed = parse(rss(
        "<item><title>No creator</title><link>https://arxiv.org/abs/2601.00001</link>"
        "<description>arXiv:2601.00001v1 Announce Type: new \nAbstract: A.</description></item>"
        "<item><title>Nothing known</title></item>"
        "<item><description>arXiv:2601.00003v1 Announce Type: cross \nAbstract: C.</description></item>"));
    BOOST_TEST(feed.items == 3u);
    BOOST_REQUIRE(feed.papers.size() == 2u);
    BOOST_TEST(feed.papers[0].announce == AnnounceType::new_paper);
    BOOST_TEST(feed.papers[0].authors.empty());
    BOOST_TEST(feed.papers[1].announce == AnnounceType::cross);
    BOOST_TEST(feed.papers[1].position == 1u);
    BOOST_TEST(feed.warnings.count() == 3u);
    BOOST_TEST(feed.warnings.lines()[2].detail().find("item 2 (\"Nothing known\")") != std::string::npos);
    auto const unknown =
        parse(rss("<item><title>T</title><link>https://arxiv.org/abs/2601.00001</link></item>"));
    BOOST_TEST(unknown.papers.at(0).announce == AnnounceType::unknown);
    BOOST_TEST(unknown.warnings.lines().at(0).detail().find("announce type") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(passes_on_arxivs_own_message_f9_f13) {
    auto const rss_error = parse_feed(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Feed error for query: x</title>"
        "<description>Bad subject class 'XX'.</description></channel></rss>");
    BOOST_TEST((rss_error.error() == errc::feed_error));
    BOOST_TEST(rss_error.error().detail() == "Bad subject class 'XX'.");
    auto const api_error = parse_feed(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>arXiv Search Results</title><entry>"
        "<id>https://arxiv.org/api/errors#x</id><title>Error</title>"
        "<summary>incorrect id format for X</summary></entry></feed>");
    BOOST_TEST((api_error.error() == errc::feed_error));
    BOOST_TEST(api_error.error().detail() == "incorrect id format for X");
}

BOOST_AUTO_TEST_CASE(notices_an_empty_api_page_f14) {
    std::string const page =
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>"
        "<title>arXiv Query: x</title><o:totalResults>12</o:totalResults></feed>";
    BOOST_TEST((parse_feed(page).error() == errc::feed_incomplete));
    BOOST_TEST((parse_feed(page).error().code() == error_kind::retryable));
}

BOOST_AUTO_TEST_CASE(tells_what_is_no_feed_f15) {
    std::string const good = rss(rss_item("2601.00001v1", "T", "A"));
    std::pair<std::string, char const*> const cases[] = {
        {"", "empty"},
        {" \n ", "empty"},
        {"<!DOCTYPE html><html></html>", "HTML"},
        {"<html><body>busy</body></html>", "HTML"},
        {"Rate exceeded.", "Rate exceeded."},
        {good.substr(0, good.size() - 40), "truncated"},
        {"<rss version='2.0'></rss>", "channel"},
        {"<opml></opml>", "opml"},
        {"<?xml version='1.0'?>", "truncated"},
        {"<rss>\xff</rss>", "UTF-8"},
    };
    for (auto const& [text, word] : cases) {
        auto const result = parse_feed(text);
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(result.has_error());
            BOOST_TEST((result.error() == errc::not_a_feed));
            BOOST_TEST(result.error().detail().find(word) != std::string::npos, result.error().detail());
        }
    }
    BOOST_TEST(parse("\xEF\xBB\xBF" + good).papers.size() == 1u);
}

BOOST_AUTO_TEST_CASE(takes_an_empty_feed_for_what_it_is_f18) {
    auto const feed = parse(rss(""));
    BOOST_TEST(feed.papers.empty());
    BOOST_TEST(feed.day.value() == test::day("2026-04-21"));  // F21
}

BOOST_AUTO_TEST_CASE(expands_nothing_f19) {
    std::string const bomb =
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
        "<rss version='2.0'><channel><item><title>&b;</title></item></channel></rss>";
    BOOST_TEST((parse_feed(bomb).error() == errc::feed_limit));
    std::string const external =
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel/></rss>";
    BOOST_TEST((parse_feed(external).error() == errc::feed_limit));
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<a>";
    BOOST_TEST((parse_feed("<rss>" + deep).error() == errc::feed_limit));
    ParseLimits limits;
    limits.max_items = 2;
    std::string items;
    for (int i = 1; i <= 3; ++i) items += rss_item("2601.0000" + std::to_string(i) + "v1", "T", "A");
    BOOST_TEST((parse_feed(rss(items), limits).error() == errc::feed_limit));
    limits.max_bytes = 10;
    BOOST_TEST((parse_feed(rss(items), limits).error() == errc::feed_limit));
}

BOOST_AUTO_TEST_CASE(keeps_unknown_entities_as_text) {
    BOOST_TEST(
        only(rss(rss_item("2601.00001v1", "a &amp;&nbsp; b &eacute; c &#233; &#x10FFFF0; &#0; & d", "A")))
            .title == "a &&nbsp; b &eacute; c é \xEF\xBF\xBD \xEF\xBF\xBD & d");
    BOOST_TEST(
        only(rss(rss_item("2601.00001v1", "&#0;&#1;<![CDATA[&#0;]]>&#xD800;&#x;x&#65;&#66", "A"))).title ==
        "\xEF\xBF\xBD\xEF\xBF\xBD&#0;\xEF\xBF\xBD\xEF\xBF\xBDxA&#66");
    std::string const cdata = rss_item("2601.00001v1", "<![CDATA[x &nbsp; <b> y]]> and &amp; z", "A");
    BOOST_TEST(only(rss(cdata)).title == "x &nbsp; <b> y and & z");
}

BOOST_AUTO_TEST_CASE(drops_control_characters) {
    Paper const paper = only(rss(rss_item("2601.00001v1", "a\x01 b\x7f c", "line\x0b one\nline\x1b two")));
    BOOST_TEST(paper.title == "a b c");
    BOOST_TEST(paper.abstract == "line one\nline two");
}

BOOST_AUTO_TEST_CASE(matches_namespaces_not_prefixes_f20) {
    std::string const text =
        "<rss version='2.0' xmlns:a='http://arxiv.org/schemas/atom' xmlns:arxiv='urn:other'><channel>"
        "<pubDate>Tue, 21 Apr 2026 00:00:00 "
        "-0400</pubDate><item><arxiv:announce_type>wrong</arxiv:announce_type>"
        "<d:creator xmlns:d='http://purl.org/dc/elements/1.1/'>A B, C D</d:creator><new:element "
        "xmlns:new='urn:x'/>"
        "<a:announce_type>replace-cross</a:announce_type><category>cs.LG</category><title>T</title>"
        "<guid>oai:arXiv.org:2601.00001v3</guid></item></channel></rss>";
    Paper const paper = only(text);
    BOOST_TEST(paper.announce == AnnounceType::replace_cross);
    BOOST_TEST(paper.authors.size() == 2u);
    BOOST_TEST(paper.id.version().value() == 3);
}

BOOST_AUTO_TEST_CASE(reads_every_member_of_an_rss_item) {
    Paper const paper = only(rss(
        "<item><title>  Two\n  lines &amp; Poincar\\'e  </title><link>https://arxiv.org/abs/2601.00001</link>"
        "<description>arXiv:2601.00001v2 Announce Type: replace \nAbstract: First.\n  Second.</description>"
        "<guid "
        "isPermaLink='false'>oai:arXiv.org:2601.00001v2</guid><category>cs.LG</category><category>stat.ML</"
        "category>"
        "<pubDate>Tue, 21 Apr 2026 00:00:00 -0400</pubDate><arxiv:announce_type>replace</arxiv:announce_type>"
        "<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights><arxiv:DOI>10.1/x</arxiv:DOI>"
        "<arxiv:journal_reference>J. 1 (2026)</arxiv:journal_reference>"
        "<dc:creator>Ada Lovelace (Analytical Engines, London), Emmy N\\\"other</dc:creator></item>"));
    BOOST_TEST(paper.title == "Two lines & Poincaré");
    BOOST_TEST(paper.abstract == "First.\n  Second.");
    BOOST_TEST(paper.id.to_string() == "2601.00001v2");
    BOOST_TEST(paper.categories.size() == 2u);
    BOOST_TEST(paper.primary()->code() == "cs.LG");
    BOOST_TEST(paper.announced.value() == test::day("2026-04-21"));
    BOOST_TEST(paper.doi == "10.1/x");
    BOOST_TEST(paper.journal_ref == "J. 1 (2026)");
    BOOST_TEST(paper.license == "http://creativecommons.org/licenses/by/4.0/");
    BOOST_TEST(paper.authors[0].affiliations.at(0) == "Analytical Engines, London");
    BOOST_TEST(paper.authors[1].name == "Emmy Nöther");
}

BOOST_AUTO_TEST_CASE(the_day_of_a_feed_whose_date_cannot_be_read) {
    std::string const item = test::rss_item("2601.00001v1", "T", "A");  // of 2026-04-21
    std::string const good = rss(item);
    std::string const date = "<pubDate>Tue, 21 Apr 2026 00:00:00 -0400</pubDate><item>";
    auto const with = [&](std::string const& head) {
        std::string text = good;
        return parse(text.replace(text.find(date), date.size(), head + "<item>"));
    };
    BOOST_TEST(with("").day.value() == test::day("2026-04-21"));  // by its items
    BOOST_TEST(with("<lastBuildDate>Wed, 22 Apr 2026 03:59:59 GMT</lastBuildDate>").day.value() ==
               test::day("2026-04-21"));  // US Eastern
    for (char const* wrong : {"soon", "Tue, 21 Apr 99999 00:00:00 -0400", "Tue, 21 Apr 2026 00:00:00 +9999",
                              "Tue, 31 Apr 2026 00:00:00 GMT"}) {
        auto const feed = with(std::string("<pubDate>") + wrong + "</pubDate>");
        BOOST_TEST(feed.day.value() == test::day("2026-04-21"));
        BOOST_TEST(feed.warnings.lines().at(0).detail().starts_with("channel pubDate: "));
    }
    BOOST_TEST(!parse(rss("", "soon")).day.has_value());
}

BOOST_AUTO_TEST_CASE(one_wrong_date_does_not_move_an_atom_feed) {
    auto const entry = [](std::string const& id, std::string const& date) {
        return "<entry><id>oai:arXiv.org:" + id + "</id><title>T</title><published>" + date +
               "</published></entry>";
    };
    auto const feed = parse("<feed xmlns='http://www.w3.org/2005/Atom'>" +
                            entry("2601.00001v1", "2099-01-01T00:00:00-04:00") +
                            entry("2601.00002v1", "2026-04-21T00:00:00-04:00") +
                            entry("2601.00003v1", "2026-04-21T00:00:00-04:00") +
                            entry("2601.00004v1", "2007-10-08T00:00:00--4:00") + "</feed>");
    BOOST_TEST(feed.papers.size() == 4u);
    BOOST_TEST(feed.day.value() == test::day("2026-04-21"));
    BOOST_TEST(!feed.papers[3].announced.has_value());
}

BOOST_AUTO_TEST_CASE(reads_json_lines) {
    auto const feed = parse(
        "{\"id\":\"2601.00001\",\"version\":2,\"title\":\"T\",\"abstract\":\"A\",\"authors\":[\"X\",{"
        "\"name\":\"Y\","
        "\"affiliations\":[\"Z\"]}],\"categories\":[\"cs.LG\"],\"announce\":\"cross\",\"announced\":\"2026-"
        "04-21\"}\n\n"
        "{\"id\":\"nonsense\"}\n{broken\n");
    BOOST_REQUIRE(feed.papers.size() == 1u);
    BOOST_TEST(feed.papers[0].id.to_string() == "2601.00001v2");
    BOOST_TEST(feed.papers[0].authors[1].affiliations.at(0) == "Z");
    BOOST_REQUIRE(feed.warnings.lines().size() == 2u);
    BOOST_TEST(feed.warnings.lines()[0].detail().starts_with("line 3:"));
    BOOST_TEST(feed.warnings.lines()[1].detail().starts_with("line 4:"));
    BOOST_TEST(feed.items == 3u);
    BOOST_TEST(parse_feed("{broken").has_error());
}

BOOST_AUTO_TEST_CASE(never_crashes_on_damaged_bytes) {
    std::string const good =
        rss(rss_item("2601.00001v1", "T $x$ &amp; y", "A") + rss_item("2601.00002v1", "U", "B"));
    std::mt19937 random(11);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes = good;
        for (int k = 0; k < 4; ++k) {
            std::size_t const at = random() % bytes.size();
            if (k % 2)
                bytes[at] = static_cast<char>(random());
            else
                bytes.erase(at, random() % 20);
        }
        auto const feed = parse_feed(bytes);
        if (feed) BOOST_TEST(feed->papers.size() <= feed->items);
    }
}

// Captured payloads.

struct Sample {
    char const* file;
    std::size_t papers;
    std::size_t of_type[4];  // new, cross, replace, replace-cross
};
std::ostream& operator<<(std::ostream& out, Sample const& sample) {
    return out << sample.file;
}

Sample const samples[] = {
    {"arxiv_rss/real_trimmed_2026-04-27_cs.AI.xml", 3, {3, 0, 0, 0}},
    {"arxiv_rss/real_trimmed_2026-04-27_cs.LG.xml", 3, {3, 0, 0, 0}},
    {"arxiv_rss/real_trimmed_2026-04-27_cs.CL.xml", 3, {3, 0, 0, 0}},
    {"arxiv_rss/real_trimmed_2026-09-24_multi_category.xml", 4, {2, 1, 1, 0}},
    {"arxiv_rss/reconstructed_2026-04-21_cs.CV_full_day.rss", 501, {276, 48, 138, 39}},
    {"arxiv_rss/rendered_testdb_math+math-ph+hep-th+cs.rss", 201, {62, 4, 116, 19}},
    {"arxiv_rss/rendered_empty_weekend_cs.LG.rss", 0, {0, 0, 0, 0}},
    {"arxiv_atom_feed/real_trimmed_2025-08-20_cs.AI.atom", 7, {2, 5, 0, 0}},
    {"arxiv_atom_feed/reconstructed_2026-04-21_cs.CV_full_day.atom", 501, {276, 48, 138, 39}},
    {"arxiv_atom_feed/rendered_testdb_math+math-ph+hep-th+cs.atom", 201, {62, 4, 116, 19}},
    {"arxiv_atom_feed/rendered_empty_weekend_cs.LG.atom", 0, {0, 0, 0, 0}},
    {"arxiv_api/real_2026-04-30_cat_cs.LG_OR_cs.AI_20.xml", 20, {0, 0, 0, 0}},
    {"arxiv_api/real_2026-06-14_all_transformer_AND_cs.LG_5.xml", 5, {0, 0, 0, 0}},
    {"arxiv_api/legacy_2025-10-17_cs.RO_2.xml", 2, {0, 0, 0, 0}},
    {"arxiv_api/shape_empty_result.xml", 0, {0, 0, 0, 0}},
};

BOOST_DATA_TEST_CASE(reads_captured_feeds, boost::unit_test::data::make(samples), sample) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const feed = parse(test::read(*shared / "samples" / sample.file));
    BOOST_TEST(feed.papers.size() == sample.papers);
    BOOST_TEST(feed.items == sample.papers);
    AnnounceType const types[] = {AnnounceType::new_paper, AnnounceType::cross, AnnounceType::replace,
                                  AnnounceType::replace_cross};
    for (std::size_t i = 0; i < 4; ++i) {
        BOOST_TEST(static_cast<std::size_t>(std::ranges::count(feed.papers, types[i], &Paper::announce)) ==
                   sample.of_type[i]);
    }
    for (Paper const& paper : feed.papers) {
        BOOST_TEST(!paper.title.empty());
        BOOST_TEST(!paper.abstract.starts_with("arXiv:"));
        BOOST_TEST(!paper.categories.empty());
        BOOST_TEST(paper.id.version().has_value());
    }
    if (feed.format != FeedFormat::api) BOOST_TEST(feed.day.has_value());
}

BOOST_AUTO_TEST_CASE(reads_captured_errors) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    for (char const* file :
         {"arxiv_rss/rendered_error_400_bad_category.rss",
          "arxiv_atom_feed/rendered_error_400_bad_category.atom", "arxiv_api/shape_error_400_bad_id.xml",
          "arxiv_api/documented_legacy_2007_error.xml"}) {
        BOOST_TEST_CONTEXT(file) {
            BOOST_TEST((parse_feed(test::read(*shared / "samples" / file)).error() == errc::feed_error));
        }
    }
}

/// The same 501 papers, read by somebody else: names are compared without outer blanks and the "and" before
/// the last of a list, which that reading kept.
void check_against_second_reading(std::vector<Paper> const& papers, boost::json::array const& second) {
    BOOST_REQUIRE(papers.size() == second.size());
    std::map<std::string, boost::json::object> by_id;
    for (auto const& value : second) by_id[std::string(value.at("arxiv_id").as_string())] = value.as_object();
    for (Paper const& paper : papers) {
        auto const& other = by_id.at(paper.id.base());
        BOOST_TEST_CONTEXT(paper.id) {
            BOOST_TEST(paper.title == other.at("title").as_string());
            BOOST_TEST(paper.abstract == other.at("abstract").as_string());
            BOOST_TEST(to_string(paper.announce) == other.at("announce_type").as_string());
            BOOST_TEST(paper.primary()->code() == other.at("primary_category").as_string());
            auto const& names = other.at("authors").as_array();
            BOOST_REQUIRE(paper.authors.size() == names.size());
            for (std::size_t i = 0; i < names.size(); ++i) {
                std::string name(names[i].as_string());
                name.erase(0, name.find_first_not_of(' '));
                if (name.starts_with("and ")) name.erase(0, 4);
                BOOST_TEST(paper.authors[i].name == name);
            }
            auto const& categories = other.at("categories").as_array();
            BOOST_REQUIRE(paper.categories.size() == categories.size());
            for (std::size_t i = 0; i < categories.size(); ++i)
                BOOST_TEST(paper.categories[i].code() == categories[i].as_string());
        }
    }
}

BOOST_AUTO_TEST_CASE(agrees_with_a_second_reading_of_a_day) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const samples_dir = *shared / "samples";
    auto const second = boost::json::parse(test::read(samples_dir / "arxiv_dayjson/cs.CV_2026-04-21.json"));
    for (char const* file : {"arxiv_rss/reconstructed_2026-04-21_cs.CV_full_day.rss",
                             "arxiv_atom_feed/reconstructed_2026-04-21_cs.CV_full_day.atom"}) {
        check_against_second_reading(parse(test::read(samples_dir / file)).papers,
                                     second.at("papers").as_array());
    }
}

BOOST_AUTO_TEST_CASE(reads_the_same_from_rss_and_atom) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const rss_feed =
        parse(test::read(*shared / "samples/arxiv_rss/rendered_testdb_math+math-ph+hep-th+cs.rss"));
    auto const atom_feed =
        parse(test::read(*shared / "samples/arxiv_atom_feed/rendered_testdb_math+math-ph+hep-th+cs.atom"));
    BOOST_REQUIRE(rss_feed.papers.size() == atom_feed.papers.size());
    for (std::size_t i = 0; i < rss_feed.papers.size(); ++i)
        BOOST_TEST((rss_feed.papers[i] == atom_feed.papers[i]));
    BOOST_TEST(std::ranges::count_if(rss_feed.papers, [](Paper const& p) { return !p.doi.empty(); }) == 96);
    BOOST_TEST(
        std::ranges::count_if(rss_feed.papers, [](Paper const& p) { return !p.journal_ref.empty(); }) == 102);
    BOOST_TEST(std::ranges::count_if(rss_feed.papers, [](Paper const& p) { return p.license.empty(); }) == 5);
    BOOST_TEST(
        std::ranges::count_if(rss_feed.papers, [](Paper const& p) { return !p.id.archive().empty(); }) == 4);
}

BOOST_AUTO_TEST_CASE(references_are_decoded_and_nothing_else) {
    using xml::decode_references;
    BOOST_TEST(decode_references("a &amp; b &lt;c&gt; &quot;d&apos;") == "a & b <c> \"d'");
    BOOST_TEST(decode_references("&#960; &#x3c0; &#x1F600;") == "\u03c0 \u03c0 \U0001F600");
    BOOST_TEST(decode_references("&nbsp;&eacute;&") == "&nbsp;&eacute;&");
    BOOST_TEST(decode_references("&amp;nbsp;&amp;amp;") == "&nbsp;&amp;");  // once
    BOOST_TEST(decode_references("AT&T &; && &#; &#x;") == "AT&T &; && \uFFFD \uFFFD");
    BOOST_TEST(decode_references("&#0;&#xD800;&#x110000;&#99999999999999999999;&#12a;") ==
               "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    BOOST_TEST(decode_references("&#38;lt;") == "&lt;");
    BOOST_TEST(decode_references("&" + std::string(100, 'a') + ";") == "&" + std::string(100, 'a') + ";");
}

BOOST_AUTO_TEST_CASE(texts_keep_what_is_not_markup) {
    xml::Document document;
    test::require(document.load(
        "<a b='1 &lt; 2&nbsp;' c='plain'>x &amp;&nbsp; <![CDATA[&amp; <i>]]><!-- no --> y<k/></a>"));
    xml::Texts texts;
    BOOST_TEST(texts.of(document.root()) == "x &&nbsp; &amp; <i> y");
    BOOST_TEST(texts.attribute(document.root(), "b") == "1 < 2&nbsp;");
    BOOST_TEST(texts.attribute(document.root(), "c") == "plain");
    BOOST_TEST(texts.attribute(document.root(), "d") == "");
    BOOST_TEST(texts.of(document.root().child("none")) == "");
    BOOST_TEST(!document.root().child("k").child());
}

BOOST_AUTO_TEST_SUITE_END()
