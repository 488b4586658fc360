#include "support.hpp"

#include <lectern/feed/duplicates.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(feed_duplicates)

BOOST_AUTO_TEST_CASE(merges_listings_of_one_paper_f10_f11) {
    Category const lg("cs.LG");
    Category const ai("cs.AI");
    std::vector<Paper> papers{
        make_paper("2601.00001v1", "T"), make_paper("2601.00002v1", "U"),
        make_paper("2601.00001v1", "T ", "An abstract.", {"cs.LG"}, AnnounceType::cross)};
    papers[0].listings = {{lg, AnnounceType::new_paper}};
    papers[2].listings = {{ai, AnnounceType::cross}};
    auto const merged = merge_duplicates(papers);
    BOOST_REQUIRE(merged.papers.size() == 2u);
    BOOST_TEST(merged.duplicates == 1u);
    BOOST_TEST(merged.papers[0].title == "T");
    BOOST_TEST(merged.papers[0].listings.size() == 2u);
    BOOST_TEST(merged.papers[0].announce == AnnounceType::new_paper);
    BOOST_TEST(merged.papers[1].position == 1u);
}

BOOST_AUTO_TEST_CASE(keeps_the_newest_version_and_the_strongest_type) {
    auto const merged =
        merge_duplicates({make_paper("2601.00001v1", "Old", "a", {"cs.LG"}, AnnounceType::replace_cross),
                          make_paper("2601.00001v2", "New", "b", {"cs.LG"}, AnnounceType::replace)});
    BOOST_REQUIRE(merged.papers.size() == 1u);
    BOOST_TEST(merged.papers[0].title == "New");
    BOOST_TEST(merged.papers[0].announce == AnnounceType::replace);
    BOOST_TEST(merged.papers[0].position == 0u);
}

BOOST_AUTO_TEST_CASE(types_are_relative_to_the_category) {
    std::vector<Category> const asked{Category("cs.LG"), Category("cs.AI"), Category("math.PR"),
                                      Category("eess.SY")};
    auto listings = listings_in(make_paper("2601.00001", "T", "a", {"cs.AI", "cs.LG", "cs.SY"}), asked);
    BOOST_REQUIRE(listings.size() == 3u);
    BOOST_TEST(listings[0].type == AnnounceType::cross);
    BOOST_TEST(listings[1].type == AnnounceType::new_paper);
    BOOST_TEST(listings[2].category.code() == "eess.SY");
    listings =
        listings_in(make_paper("2601.00001", "T", "a", {"cs.AI", "cs.LG"}, AnnounceType::replace), asked);
    BOOST_TEST(listings[0].type == AnnounceType::replace_cross);
    BOOST_TEST(listings[1].type == AnnounceType::replace);
}

BOOST_AUTO_TEST_SUITE_END()
