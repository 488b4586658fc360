#include "support.hpp"

#include <lectern/core/warnings.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_warnings)

BOOST_AUTO_TEST_CASE(keeps_three_of_a_kind_and_counts_the_others) {
    WarningList list;
    BOOST_TEST(list.empty());
    for (int i = 0; i < 50'000; ++i)
        list.add(Error(errc::not_a_feed, "item " + std::to_string(i)), "items without an arXiv identifier");
    list.add(Error(errc::not_a_feed, "alone"), "papers without a title");
    list.add(Error(errc::wrong_day, "the day"));
    BOOST_TEST(list.count() == 50'002u);
    auto const lines = list.lines();
    BOOST_REQUIRE(lines.size() == 6u);
    BOOST_TEST(lines[2].detail() == "item 2");
    BOOST_TEST(lines[3].detail() == "… and 49,997 more items without an arXiv identifier");
    BOOST_TEST((lines[3] == errc::not_a_feed));
    BOOST_TEST(lines[4].detail() == "alone");
    BOOST_TEST(lines[5].detail() == "the day");
}

BOOST_AUTO_TEST_CASE(without_a_name_the_code_is_the_kind) {
    WarningList list;
    for (int i = 0; i < 1'234'570; i += 1'000) list.add(Error(errc::bad_answer, std::to_string(i)));
    for (int i = 0; i < 4; ++i) list.add(Error(errc::suspicious_text, "x"));
    auto const lines = list.lines();
    BOOST_REQUIRE(lines.size() == 8u);
    BOOST_TEST(lines[3].detail() == "… and 1,232 more like these");
    BOOST_TEST(lines[7].detail() == "… and 1 more like these");
}

BOOST_AUTO_TEST_CASE(lists_are_joined_without_losing_count) {
    WarningList all;
    for (int page = 0; page < 1'000; ++page) {
        WarningList one;
        for (int i = 0; i < 1'001; ++i) one.add(Error(errc::not_a_feed, "x"), "records");
        all.append(one, "page " + std::to_string(page));
    }
    auto const lines = all.lines();
    BOOST_REQUIRE(lines.size() == 4u);
    BOOST_TEST(lines[0].detail() == "page 0: x");
    BOOST_TEST(lines[3].detail() == "… and 1,000,997 more records");
    BOOST_TEST(all.count() == 1'001'000u);
}

BOOST_AUTO_TEST_SUITE_END()
