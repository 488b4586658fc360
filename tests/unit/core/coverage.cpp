#include "support.hpp"

#include <lectern/core/coverage.hpp>
#include <lectern/core/file_lock.hpp>
#include <lectern/core/revision.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_coverage)

BOOST_AUTO_TEST_CASE(states_have_words) {
    for (DayState const state : {DayState::ok, DayState::no_announcement, DayState::stale, DayState::partial,
                                 DayState::failed, DayState::not_run}) {
        BOOST_TEST((parse_day_state(to_string(state)).value() == state));
    }
    BOOST_TEST(!parse_day_state("fine").has_value());
    BOOST_TEST(is_settled(DayState::no_announcement));
    BOOST_TEST(!is_settled(DayState::stale));
}

BOOST_AUTO_TEST_CASE(numbers_fit_on_a_line) {
    Coverage coverage;
    coverage.fetched = 3;
    coverage.parsed = 2;
    coverage.newly_listed = 1;
    BOOST_TEST(describe(coverage) ==
               "3 received, 2 read (1 new), 0 filtered, 0 scored, 0 without a score, 0 shown");
    coverage.declared = 4;
    BOOST_TEST(describe(coverage).starts_with("4 declared, 3 received"));
}

BOOST_AUTO_TEST_CASE(words_that_changed_are_found) {
    BOOST_TEST(word_diff("a b c", "a b c").empty());
    BOOST_TEST(word_diff("", "").empty());
    BOOST_TEST((word_diff("we show a small gain here", "we show no gain here at all") ==
                std::vector<Edit>{{"a small", "no"}, {"", "at all"}}));
    BOOST_TEST((word_diff("a b", "") == std::vector<Edit>{{"a b", ""}}));
    BOOST_TEST((word_diff("a  b\nc", "a b c").empty()));
    std::string long_text;
    for (int i = 0; i < 2100; ++i) long_text += "w" + std::to_string(i) + ' ';
    BOOST_TEST(word_diff(long_text, "x y").size() == 1u);
}

BOOST_AUTO_TEST_CASE(changes_are_described) {
    Paper const before = test::make_paper("2603.00001v1", "Old", "We gain a little.", {"cs.LG"});
    Paper after = test::make_paper("2603.00001v2", "New", "We gain much.", {"cs.LG", "cs.AI"});
    after.comment = "This paper has been withdrawn by the authors";
    std::vector<std::string> const expected{"Withdrawn by its authors", "Title: was “Old”",
                                            "New categories: cs.AI", "Abstract: “a little.” became “much.”"};
    BOOST_TEST(describe_changes(before, after) == expected, boost::test_tools::per_element());
    BOOST_TEST(describe_changes(before, before).empty());
    BOOST_TEST(describe_changes(after, before).at(1) == "No longer in: cs.AI");
}

BOOST_AUTO_TEST_CASE(one_at_a_time_p11) {
    test::TempDir dir;
    auto const path = dir.path() / "lectern.lock";
    {
        auto const held = test::require(FileLock::acquire(path));
        BOOST_TEST(held.left_by() == 0);
        auto const second = FileLock::acquire(path);
        BOOST_TEST((second.error() == errc::locked));
        BOOST_TEST(second.error().detail().find(std::to_string(::getpid())) != std::string::npos);
    }
    BOOST_TEST(test::require(FileLock::acquire(path)).left_by() == 0);
    test::write(path, "4711\n");  // what a killed process leaves
    BOOST_TEST(test::require(FileLock::acquire(path)).left_by() == 4711);
    BOOST_TEST((FileLock::acquire(dir.path() / "no" / "such").error() == errc::file));
}

BOOST_AUTO_TEST_SUITE_END()
