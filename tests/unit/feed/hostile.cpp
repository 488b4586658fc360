// Documents made to cost time or memory. Sizes are such that anything but linear work would be noticed.
#include "feed_text.hpp"
#include "support.hpp"

#include <lectern/feed/arxiv_oai.hpp>
#include <lectern/feed/duplicates.hpp>
#include <lectern/feed/parse.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>

using namespace lectern;
using test::require;
using test::rss;

BOOST_AUTO_TEST_SUITE(feed_hostile)

std::string repeat(std::size_t count, std::function<std::string(std::size_t)> const& part) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += part(i);
    return all;
}

std::string repeat(std::size_t count, std::string_view part) {
    return repeat(count, [part](std::size_t) { return std::string(part); });
}

/// An RSS item of one paper with members of one's own.
std::string item(std::string const& members) {
    return "<item><guid>oai:arXiv.org:2601.00001v1</guid><arxiv:announce_type>new</arxiv:announce_type>" +
           members + "</item>";
}

std::string const plain =
    "<title>T</title><description>A</description><dc:creator>B</dc:creator>"
    "<category>cs.LG</category>";

std::string atom(std::string const& members) {
    return "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:arxiv='http://arxiv.org/schemas/atom' "
           "xmlns:o='http://a9.com/-/spec/opensearch/1.1/'><o:totalResults>1</o:totalResults>"
           "<entry><id>http://arxiv.org/abs/2601.00001v1</id><title>T</title><summary>A</summary>" +
           members + "</entry></feed>";
}

std::string oai(std::string const& metadata) {
    return "<OAI-PMH><ListRecords><record><header><identifier>oai:arXiv.org:2601.00001</identifier>"
           "<datestamp>2026-01-05</datestamp></header><metadata><arXiv>" +
           metadata + "</arXiv></metadata></record></ListRecords></OAI-PMH>";
}

Paper only(ParsedFeed const& feed) {
    BOOST_REQUIRE(feed.papers.size() == 1u);
    return feed.papers.front();
}

std::string warnings_of(WarningList const& warnings) {
    std::string all;
    for (Error const& warning : warnings.lines()) all += warning.message() + '\n';
    return all;
}

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(fields_are_cut_at_a_character_with_one_warning) {
    std::string const long_text = repeat(200'000, "ä");
    struct Case {
        std::string document;
        std::string Paper::*field;
        std::size_t limit;
        char const* warning;
    };
    std::string const title = "<title>" + long_text + "</title>";
    std::string const abstract = "<description>" + long_text + "</description>";
    Case const cases[] = {
        {rss(item(title)), &Paper::title, 10'240, "title to 10 kB"},
        {rss(item(abstract)), &Paper::abstract, 102'400, "abstract to 100 kB"},
        {rss(item("<title>" + repeat(50'000, "<![CDATA[ab]]>x") + "</title>")), &Paper::title, 10'240,
         "title"},
        {rss(item("<arxiv:journal_reference>" + long_text + "</arxiv:journal_reference>")),
         &Paper::journal_ref, 10'240, "journal reference to 10 kB"},
        {rss(item("<dc:rights>" + long_text + "</dc:rights>")), &Paper::license, 1'024, "license to 1 kB"},
        {atom("<arxiv:comment>" + long_text + "</arxiv:comment>"), &Paper::comment, 10'240,
         "comment to 10 kB"},
        {atom(repeat(50'000, "<arxiv:doi>10.1/x</arxiv:doi>")), &Paper::doi, 1'024, "DOI to 1 kB"},
        {"{\"id\":\"2601.00001v1\",\"abstract\":\"" + long_text + "\"}", &Paper::abstract, 102'400,
         "abstract"},
    };
    for (Case const& each : cases) {
        auto const feed = require(parse_feed(each.document));
        std::string const text = only(feed).*each.field;
        BOOST_TEST(text.size() <= each.limit);
        BOOST_TEST(text.size() > each.limit - 4);
        BOOST_TEST(text.ends_with("…"));
        std::string const warnings = warnings_of(feed.warnings);
        BOOST_TEST(contains(warnings, "2601.00001v1: cut "), warnings);
        BOOST_TEST(contains(warnings, each.warning), warnings);
    }
    auto const page = require(parse_oai(oai("<title>T</title><abstract>" + long_text + "</abstract>")));
    BOOST_TEST(page.records.at(0).paper.abstract.size() <= 102'400u);
    BOOST_TEST(contains(warnings_of(page.warnings), "abstract to 100 kB"));
    BOOST_TEST(page.unreadable.empty());
}

BOOST_AUTO_TEST_CASE(what_papers_really_have_is_kept) {
    std::string const authors =
        repeat(5'000, [](std::size_t i) { return fmt::format("Author {} (Institute, City, Country), ", i); });
    auto const feed = require(parse_feed(
        rss(item("<title>T</title><description>" + repeat(2'000, "word ") +
                 "</description><category>cs.LG</category><dc:creator>" + authors + "</dc:creator>"))));
    BOOST_TEST(only(feed).authors.size() == 5'000u);
    BOOST_TEST(only(feed).authors.back().affiliations.at(0) == "Institute, City, Country");
    BOOST_TEST(feed.warnings.empty());
    auto const names =
        repeat(5'000, [](std::size_t i) { return fmt::format("<author><name>N {}</name></author>", i); });
    BOOST_TEST(only(require(parse_feed(atom(names)))).authors.size() == 5'000u);
}

BOOST_AUTO_TEST_CASE(lists_of_a_paper_are_cut) {
    auto const number = [](char const* format) {
        return [format](std::size_t i) { return fmt::format(fmt::runtime(format), i); };
    };
    auto const categories =
        require(parse_feed(rss(item(plain + repeat(200'000, number("<category>c{}</category>"))))));
    BOOST_TEST(only(categories).categories.size() == 50u);
    BOOST_TEST(contains(warnings_of(categories.warnings), "categories to 50"));
    auto const terms = require(parse_feed(atom(repeat(200'000, number("<category term='c{}'/>")))));
    BOOST_TEST(only(terms).categories.size() == 50u);
    auto const codes =
        require(parse_oai(oai("<categories>" + repeat(200'000, number("c{} ")) + "</categories>")));
    BOOST_TEST(codes.records.at(0).paper.categories.size() == 50u);
    auto const line =
        require(parse_feed(rss(item("<dc:creator>" + repeat(300'000, "A, ") + "</dc:creator>"))));
    BOOST_TEST(only(line).authors.size() == 10'000u);
    BOOST_TEST(contains(warnings_of(line.warnings), "authors to 10000"));
    auto const elements =
        require(parse_feed(atom(repeat(100'000, number("<author><name>N {}</name></author>")))));
    BOOST_TEST(only(elements).authors.size() == 10'000u);
    auto const json =
        require(parse_feed("{\"id\":\"2601.00001\",\"authors\":[" + repeat(200'000, "\"A\",") +
                           "\"B\"],\"categories\":[" + repeat(200'000, "\"c\",") + "\"d\"],\"listings\":[" +
                           repeat(10'000, "{\"category\":\"c\",\"type\":\"new\"},") +
                           "{\"category\":\"d\",\"type\":\"new\"}]}"));
    BOOST_TEST(only(json).authors.size() == 10'000u);
    BOOST_TEST(only(json).categories.size() == 50u);
    BOOST_TEST(only(json).listings.size() == 200u);
    BOOST_TEST(json.warnings.count() == 1u);
}

BOOST_AUTO_TEST_CASE(an_authors_affiliations_are_cut) {
    auto const line =
        require(parse_feed(rss(item("<dc:creator>A B " + repeat(200'000, "(x)") + "</dc:creator>"))));
    Author const author = only(line).authors.at(0);
    BOOST_TEST(author.affiliations.size() == 100u);
    BOOST_TEST(author.name.size() <= 1'024u);
    auto const elements =
        require(parse_feed(atom("<author><name>A</name>" +
                                repeat(100'000, "<arxiv:affiliation>x</arxiv:affiliation>") + "</author>")));
    BOOST_TEST(only(elements).authors.at(0).affiliations.size() == 100u);
}

BOOST_AUTO_TEST_CASE(markup_beyond_the_limits_is_refused_before_it_is_parsed) {
    std::pair<std::string, char const*> const documents[] = {
        {rss(item(plain + repeat(300'000, "<a></a>"))), "600"},
        {rss(item(plain + repeat(600'000, "<a/>"))), "512000 are the most"},
        {rss(item(plain + repeat(600'000, "<!---->"))), "XML tags"},
        {rss(item("<title>" + repeat(600'000, "<![CDATA[x]]>") + "</title>")), "XML tags"},
        {rss(item("<title " + repeat(600'000, "a='' ") + ">T</title>")), "XML attributes"},
        {rss(item("<title " + repeat(60'000, " a = \"\"") + ">T</title>")), "more than 50 attributes"},
        {rss(item("<title " +
                  repeat(60, [](std::size_t i) { return fmt::format(" xmlns:n{}='urn:{}'", i, i); }) +
                  ">T</title>")),
         "more than 50 attributes"},
        {rss(item(repeat(200'000, "<a>"))), "nested more than 100 deep"},
        {rss(item(repeat(101, "<a>") + repeat(101, "</a>"))), "nested more than 100 deep"},
        {atom(repeat(600'000, "<b/>")), "feed.max_feed_mb"},
    };
    for (auto const& [document, words] : documents) {
        auto const feed = parse_feed(document);
        BOOST_REQUIRE(feed.has_error());
        BOOST_TEST((feed.error() == errc::feed_limit), feed.error());
        BOOST_TEST(contains(feed.error().detail(), words), feed.error());
    }
    BOOST_TEST((parse_oai(oai(repeat(600'000, "<a/>"))).error() == errc::feed_limit));
    BOOST_TEST((parse_oai(oai(repeat(200, "<a>"))).error() == errc::feed_limit));
}

BOOST_AUTO_TEST_CASE(repeated_members_cost_nothing_more) {
    std::string const documents[] = {
        rss(item(plain + repeat(100'000, "<guid>nothing</guid>"))),
        rss(item(plain + repeat(100'000, "<link>https://arxiv.org/abs/x</link>"))),
        rss(item(plain + repeat(100'000, "<title>T</title>"))),
        rss(item(plain + repeat(200'000, [](std::size_t i) { return fmt::format("<n{}:x/>", i); }))),
        rss(item(plain + "<" + std::string(1'000'000, 'n') + "/>")),
        rss(item(plain + repeat(200'000, "&amp;"))),
        rss(item(plain + repeat(100'000, "&#0;"))),
        rss(item(plain + repeat(100'000, "&undefined;"))),
        rss(item(plain + repeat(100'000, "&#"))),
        rss(item(plain + "<title>" + repeat(100'000, "<![CDATA[&#0;]]>") + "</title>")),
        rss(item(plain + "<title>" + repeat(200'000, "{\\") + "</title>")),
        rss(item(plain + "<title>" + repeat(200'000, "\\[") + "</title>")),
        rss(item(plain + "<title>" + repeat(200'000, "$") + "</title>")),
        rss(item(plain) + repeat(100'000, "<skipDays><day>Sunday</day></skipDays>")),
        rss(item(plain) + repeat(100'000, "<pubDate>soon</pubDate>")),
    };
    for (std::string const& document : documents) {
        auto const feed = require(parse_feed(document));
        BOOST_TEST(feed.papers.size() == 1u);
        BOOST_TEST(feed.warnings.lines().size() <= 8u);
    }
}

BOOST_AUTO_TEST_CASE(warnings_of_a_kind_are_grouped) {
    auto const feed = require(parse_feed(rss(repeat(50'000, "<item><title>x</title></item>"))));
    BOOST_TEST(feed.items == 50'000u);
    BOOST_TEST(feed.warnings.count() == 50'000u);
    auto const lines = feed.warnings.lines();
    BOOST_REQUIRE(lines.size() == 4u);
    BOOST_TEST(lines[3].detail() == "… and 49,997 more items without an arXiv identifier");
    auto const gaps = require(parse_feed(rss(repeat(
        20'000, [](std::size_t i) { return fmt::format("<item><guid>2601.{:05}</guid></item>", i + 1); }))));
    BOOST_TEST(gaps.warnings.lines().size() == 4u);
    auto const json = require(parse_feed("{\"id\":\"2601.00001\"}\n" + repeat(50'000, "{\n")));
    BOOST_REQUIRE(json.warnings.lines().size() == 4u);
    BOOST_TEST(json.warnings.lines()[3].detail() == "… and 49,997 more lines that could not be read");
    auto const page =
        require(parse_oai("<OAI-PMH><ListRecords>" +
                          repeat(50'000, "<record><header><identifier>x</identifier></header></record>") +
                          "</ListRecords></OAI-PMH>"));
    BOOST_TEST(page.unreadable.lines().size() == 4u);
}

BOOST_AUTO_TEST_CASE(documents_beyond_their_limits_are_refused_with_figure_and_key) {
    ParseLimits limits = ParseLimits::of_size(1, "feed.max_file_mb");
    std::string const paper =
        "{\"id\":\"2601.00001\",\"abstract\":\"" + repeat(1'000, "abcdefghi ") + "\"}\n";
    std::pair<std::string, char const*> const documents[] = {
        {repeat(106, paper), "bytes"},
        {repeat(20'000, "{\"id\":\"2601.00001\"}\n"), "more than 3200 items"},
        {"{\"id\":\"2601.00001\"}\n" +
             repeat(100, "{\"id\":\"2601.00001\",\"authors\":[" + repeat(1'600, "\"\",") + "\"\"]}\n"),
         "take more than 1 MB"},
        {rss(repeat(10'000, "<item/>")), "items"},
        {rss(repeat(16'000, "<x/>")), "XML tags"},
    };
    for (auto const& [document, words] : documents) {
        auto const feed = parse_feed(document, limits);
        BOOST_REQUIRE(feed.has_error());
        BOOST_TEST((feed.error() == errc::feed_limit));
        BOOST_TEST(contains(feed.error().detail(), words), feed.error());
        BOOST_TEST(contains(feed.error().detail(), "1 MB (feed.max_file_mb)"), feed.error());
    }
    limits.max_line = 1'000;
    auto const lines = require(parse_feed("{\"id\":\"2601.00001\"}\n" + paper, limits));
    BOOST_TEST(lines.papers.size() == 1u);
    BOOST_TEST(lines.items == 2u);
    BOOST_TEST(contains(warnings_of(lines.warnings), "line 2: the line has 10"));
}

BOOST_AUTO_TEST_CASE(faults_in_the_bytes_are_the_sources) {
    for (char const* document :
         {"{broken", "{\"id\":7}", "{\"id\":\"nonsense\"}", "{\"id\":\"2601.00001\",\"title\":1}",
          "{\"id\":\"2601.00001\",\"announced\":\"2026-13-01\"}",
          "{\"id\":\"2601.00001\",\"submitted\":\"99999-01-01T00:00:00Z\"}"}) {
        auto const feed = parse_feed(document);
        BOOST_REQUIRE(feed.has_error());
        BOOST_TEST((feed.error() == errc::not_a_feed), feed.error());
        BOOST_TEST(feed.error().detail().starts_with("line 1: "), feed.error());
    }
    auto const page =
        require(parse_oai("<OAI-PMH><ListRecords><record><header><identifier>x</identifier></header>"
                          "</record></ListRecords></OAI-PMH>"));
    BOOST_TEST((page.unreadable.lines().at(0) == errc::not_a_feed));
}

BOOST_AUTO_TEST_CASE(many_listings_of_one_paper_are_merged_in_linear_time) {
    std::vector<Paper> papers;
    for (int i = 0; i < 20'000; ++i) {
        Paper paper = test::make_paper("2601.00001v1", "T");
        for (int k = 0; k < 5; ++k)
            paper.listings.push_back({Category(fmt::format("c{}", 5 * i + k)), AnnounceType::new_paper});
        papers.push_back(std::move(paper));
    }
    auto const merged = merge_duplicates(std::move(papers));
    BOOST_TEST(merged.papers.at(0).listings.size() == 200u);
    BOOST_TEST(merged.duplicates == 19'999u);
}

BOOST_AUTO_TEST_SUITE_END()
