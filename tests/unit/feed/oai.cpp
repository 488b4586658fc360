#include "support.hpp"

#include <lectern/feed/arxiv_oai.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace lectern;
using test::require;

BOOST_AUTO_TEST_SUITE(feed_oai)

BOOST_AUTO_TEST_CASE(sets_of_categories) {
    BOOST_TEST(oai_set(Category("cs.LG")) == "cs:cs:LG");
    BOOST_TEST(oai_set(Category("cs")) == "cs:cs");
    BOOST_TEST(oai_set(Category("hep-th")) == "physics:hep-th");
    BOOST_TEST(oai_set(Category("cond-mat.str-el")) == "physics:cond-mat:str-el");
    BOOST_TEST(oai_set(Category("q-bio.NC")) == "q-bio:q-bio:NC");
}

BOOST_AUTO_TEST_CASE(answers_that_are_no_list) {
    BOOST_TEST((parse_oai("").error() == errc::not_a_feed));
    BOOST_TEST((parse_oai("Rate exceeded.").error() == errc::not_a_feed));
    BOOST_TEST((parse_oai("<html></html>").error() == errc::not_a_feed));
    BOOST_TEST((parse_oai("<OAI-PMH><ListRecords>").error() == errc::not_a_feed));
    BOOST_TEST((parse_oai("<OAI-PMH/>").error() == errc::not_a_feed));
    BOOST_TEST(
        (parse_oai("<OAI-PMH><error code='badVerb'>no</error></OAI-PMH>").error() == errc::feed_error));
    auto const nothing = require(parse_oai("<OAI-PMH><error code='noRecordsMatch'>x</error></OAI-PMH>"));
    BOOST_TEST(nothing.records.empty());  // F32
    BOOST_TEST(nothing.token.empty());
    auto const deleted =
        require(parse_oai("<OAI-PMH><ListRecords><record><header "
                          "status='deleted'><identifier>oai:arXiv.org:2603.00001</identifier>"
                          "</header></record><record><header><identifier>what</identifier></header></"
                          "record></ListRecords></OAI-PMH>"));
    BOOST_TEST(deleted.records.at(0).deleted);
    BOOST_TEST(deleted.unreadable.count() == 1u);
}

BOOST_AUTO_TEST_CASE(captured_lists) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const samples = *shared / "samples/arxiv_oai";
    auto const plain = require(parse_oai(test::read(samples / "list_records_arXiv_full_single_page.xml")));
    BOOST_TEST(plain.records.size() == 509u);
    BOOST_TEST(plain.token.empty());  // F33
    BOOST_TEST(plain.unreadable.empty());
    BOOST_TEST(plain.warnings.empty());
    auto const raw = require(parse_oai(test::read(samples / "list_records_arXivRaw_full_single_page.xml")));
    BOOST_TEST(raw.records.size() == 509u);
    BOOST_TEST(std::ranges::count_if(raw.records, [](OaiRecord const& r) { return r.paper.withdrawn; }) > 0);
    for (OaiRecord const& record : raw.records) {
        BOOST_TEST_CONTEXT(record.paper.id.base()) {
            BOOST_TEST(!record.paper.title.empty());
            BOOST_TEST(!record.paper.authors.empty());
            BOOST_TEST(record.paper.id.version().has_value());
            BOOST_TEST(record.paper.submitted.has_value());
            BOOST_TEST(!record.paper.categories.empty());
        }
    }
    auto const paged = require(parse_oai(test::read(samples / "paged_list_records_arXiv_p1.xml")));
    BOOST_TEST(paged.records.size() == 130u);
    BOOST_TEST(paged.token.starts_with("verb%3DListRecords"));
    BOOST_TEST(require(parse_oai(test::read(samples / "paged_list_records_arXiv_p4.xml"))).token.empty());
    auto const one = require(parse_oai(test::read(samples / "get_record_arXiv.xml")));
    BOOST_TEST(one.records.size() == 1u);
    auto const live =
        require(parse_oai(test::read(samples / "real_trimmed_2026-09-28_arXivRaw_records.xml")));
    BOOST_REQUIRE(live.records.size() == 4u);
    BOOST_TEST(live.records[1].paper.id.to_string() == "2508.11450v2");
    BOOST_TEST(live.records[1].revised);
    BOOST_TEST(live.records[1].paper.authors.size() == 3u);
    BOOST_TEST(!live.records[0].revised);
}

BOOST_AUTO_TEST_SUITE_END()
