#include "support.hpp"

#include <lectern/evaluate/evaluate.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

using namespace lectern;
using test::day;

BOOST_AUTO_TEST_SUITE(evaluation)

constexpr double kExact = 1e-12;

RankedPaper paper(char const* date, int number, double score, bool selected, double relevance = 5) {
    std::string const digits = std::to_string(number + 1);  // 0 is no number
    std::string const id = "2601." + std::string(5 - digits.size(), '0') + digits;
    return {day(date), ArxivId::parse(id).value(), score, relevance, selected};
}

bool near(double a, double b) {
    return std::abs(a - b) < kExact;
}

BOOST_AUTO_TEST_CASE(measures_a_day_as_by_hand) {
    // Ranked: + - + - - - - -; two of eight were selected.
    std::vector<RankedPaper> ranked;
    for (int i = 0; i < 8; ++i) ranked.push_back(paper("2026-01-05", i, -i, i == 0 || i == 2));
    std::ranges::reverse(ranked);  // only the scores count
    auto const evaluation = evaluate(ranked);
    BOOST_REQUIRE(evaluation.days.size() == 1u);
    DayQuality const& one = evaluation.days[0];
    BOOST_TEST(one.count.papers == 8u);
    BOOST_TEST(one.count.selected == 2u);
    BOOST_TEST(near(one.quality.average_precision, (1.0 + 2.0 / 3) / 2));
    BOOST_TEST(near(one.quality.auc, 11.0 / 12));
    BOOST_TEST(near(one.quality.recall_quarter, 0.5));
    BOOST_TEST(near(one.quality.precision_selected, 0.5));
    BOOST_TEST(near(one.quality.precision_10, 0.2));
    BOOST_TEST(near(evaluation.unread_at_95, 5.0 / 8));
}

BOOST_AUTO_TEST_CASE(the_area_is_the_share_of_pairs_in_order) {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        std::vector<RankedPaper> ranked;
        int const count = 2 + static_cast<int>(random() % 30);
        for (int i = 0; i < count; ++i)
            ranked.push_back(paper("2026-01-05", i, static_cast<double>(random() % 1000) + 0.001 * i,
                                   i == 0 || (i > 1 && random() % 3 == 0)));
        double pairs = 0;
        double in_order = 0;
        for (auto const& a : ranked) {
            for (auto const& b : ranked) {
                if (!a.selected || b.selected) continue;
                ++pairs;
                in_order += a.score > b.score ? 1 : 0;
            }
        }
        auto const quality = evaluate(ranked).days.at(0).quality;
        BOOST_TEST(near(quality.auc, in_order / pairs));
        for (QualityMeasure const& measure : kQualityMeasures) {
            double const value = quality.*measure.value;
            BOOST_TEST(value >= 0);
            BOOST_TEST(value <= 1 + kExact);
        }
    }
}

BOOST_AUTO_TEST_CASE(days_that_tell_nothing_are_counted) {
    std::vector<RankedPaper> const ranked{
        paper("2026-01-05", 1, 2, true, 9),  paper("2026-01-05", 2, 1, true, 8),
        paper("2026-01-06", 3, 2, false, 9), paper("2026-01-07", 4, 2, true, 9),
        paper("2026-01-07", 5, 1, false, 1),
    };
    auto const evaluation = evaluate(ranked);
    BOOST_TEST(evaluation.days.size() == 1u);
    BOOST_TEST(evaluation.skipped_days == 2u);
    BOOST_TEST(evaluation.by_grade[8].papers == 3u);
    BOOST_TEST(evaluation.by_grade[8].selected == 2u);
    BOOST_TEST(evaluation.by_grade[0].papers == 1u);
    BOOST_TEST(evaluate({}).days.empty());
    BOOST_TEST(evaluate({}).unread_at_95 == 0);
}

BOOST_AUTO_TEST_CASE(intervals_hold_the_mean_and_narrow_with_days) {
    std::vector<double> few;
    std::vector<double> many;
    std::mt19937 random(9);
    for (int i = 0; i < 400; ++i) {
        many.push_back(static_cast<double>(random() % 1000) / 1000);
        if (i < 20) few.push_back(many.back());
    }
    auto const wide = interval_of(few);
    auto const narrow = interval_of(many);
    BOOST_TEST(wide.low < wide.mean);
    BOOST_TEST(wide.mean < wide.high);
    // The standard error of 400 uniform numbers is .0144; 1.96 of it on either side.
    BOOST_TEST(std::abs((narrow.high - narrow.low) - 0.0566) < 0.006);
    BOOST_TEST(wide.high - wide.low > 2 * (narrow.high - narrow.low));
    BOOST_TEST(interval_of(few).low == wide.low);  // the same every time
    std::vector<double> const one{0.4};
    BOOST_TEST(near(interval_of(one).low, 0.4));
    BOOST_TEST(near(interval_of(one).high, 0.4));
    BOOST_TEST(interval_of(std::vector<double>{}).mean == 0);
}

BOOST_AUTO_TEST_CASE(cuts_where_earlier_days_had_their_papers) {
    std::vector<RankedPaper> ranked;
    // Eight days of ten papers; the selected ones stand first and third, on the last day first and sixth.
    for (int day = 0; day < 8; ++day) {
        std::string const date = "2026-01-0" + std::to_string(day + 1);
        for (int i = 0; i < 10; ++i)
            ranked.push_back(paper(date.c_str(), day * 10 + i, -i, i == 0 || i == (day == 7 ? 5 : 2)));
    }
    auto const cut = cut_by_earlier_days(ranked, 1.0, 20, 5);
    BOOST_TEST(cut.days == 3u);
    BOOST_TEST(cut.all.papers == 30u);
    BOOST_TEST(cut.all.selected == 6u);
    BOOST_TEST(cut.kept.papers == 9u);
    BOOST_TEST(cut.kept.selected == 5u);
    auto const half = cut_by_earlier_days(ranked, 0.5, 20, 5);
    BOOST_TEST(half.kept.papers == 3u);
    BOOST_TEST(half.kept.selected == 3u);
    BOOST_TEST(cut_by_earlier_days(ranked, 1.0, 20, 8).days == 0u);
    BOOST_TEST(cut_by_earlier_days({}, 1.0).days == 0u);
    // A day's own outcome must not move its cut.
    for (RankedPaper& one : ranked) {
        if (one.date == day("2026-01-08")) one.selected = !one.selected;
    }
    BOOST_TEST(cut_by_earlier_days(ranked, 1.0, 20, 5).kept.papers == 9u);
}

BOOST_AUTO_TEST_CASE(compares_what_would_be_shown) {
    std::vector<RankedPaper> const first{
        paper("2026-01-05", 1, 3, true, 9), paper("2026-01-05", 2, 2, false, 8),
        paper("2026-01-05", 3, 1, true, 3), paper("2026-01-06", 4, 1, false, 9)};
    std::vector<RankedPaper> const second{
        paper("2026-01-05", 1, 3, true, 9), paper("2026-01-05", 2, 1, false, 3),
        paper("2026-01-05", 3, 2, true, 8), paper("2026-01-06", 4, 1, false, 9)};
    auto const change = compare(first, {}, second, {});
    BOOST_REQUIRE(change.days.size() == 2u);
    BOOST_TEST(near(change.days[0].average_precision, 1 - (1 + 2.0 / 3) / 2));
    BOOST_REQUIRE(change.days[0].added.size() == 1u);
    BOOST_TEST(change.days[0].added[0].id.base() == "2601.00004");
    BOOST_REQUIRE(change.days[0].dropped.size() == 1u);
    BOOST_TEST(change.days[0].dropped[0].id.base() == "2601.00003");
    BOOST_TEST(change.days[1].added.empty());
    BOOST_TEST(change.days[1].average_precision == 0);  // no paper was selected: it cannot tell
    BOOST_TEST(near(change.measures[0].mean, change.days[0].average_precision));
    Selection only_one;
    only_one.max_papers = 1;
    auto const fewer = compare(first, {}, first, only_one);
    BOOST_TEST(fewer.measures[0].mean == 0);
    BOOST_REQUIRE(fewer.days[0].dropped.size() == 1u);
    BOOST_TEST(fewer.days[0].dropped[0].id.base() == "2601.00003");
}

BOOST_AUTO_TEST_SUITE_END()
