// What a run does about which day, by tables: calendar and ledger in, steps out.
#include "daily/detail/policy.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <ostream>

using namespace lectern;
using namespace lectern::policy;
using test::day;
using Kind = Step::Kind;

namespace lectern::policy {

std::ostream& operator<<(std::ostream& out, Step const& step) {
    constexpr std::array names{"fetch", "backfill", "score again", "no announcement", "no source", "recheck"};
    out << names.at(static_cast<std::size_t>(step.kind)) << ' ' << format_date(step.day);
    return step.kind == Kind::recheck ? out << " +" << step.age : out;
}

}  // namespace lectern::policy

BOOST_AUTO_TEST_SUITE(daily_policy)

// Monday; Saturday and Sunday before it have no announcement.
Date const monday = day("2026-03-16");
Date const friday = day("2026-03-13");
Date const thursday = day("2026-03-12");
Date const wednesday = day("2026-03-11");

DayRecord record(Date date, DayState state, bool scores_missing = false) {
    DayRecord made;
    made.day = date;
    made.state = state;
    made.scores_missing = scores_missing;
    return made;
}

Known known_since(Date start, std::vector<DayRecord> const& records) {
    Known known;
    known.series_start = start;
    for (DayRecord const& one : records) known.records.emplace(one.day, one);
    return known;
}

std::vector<Step> steps(Known const& known, Rules const& rules, Date target = monday) {
    return steps_of_run(target, monday, AnnouncementCalendar(), known, rules);
}

void check(std::vector<Step> const& found, std::vector<Step> const& expected) {
    BOOST_TEST(found == expected, boost::test_tools::per_element());
}

Rules quiet() {
    Rules rules;
    rules.recheck = false;
    return rules;
}

BOOST_AUTO_TEST_CASE(the_first_run_fetches_and_nothing_else) {
    check(steps({}, quiet()), {{Kind::fetch, monday}});
}

BOOST_AUTO_TEST_CASE(gaps_come_first_oldest_first) {
    auto const known =
        known_since(wednesday, {record(wednesday, DayState::ok), record(thursday, DayState::failed),
                                record(friday, DayState::partial, true)});
    check(steps(known, quiet()), {{Kind::backfill, thursday},
                                  {Kind::score_again, friday},
                                  {Kind::record_no_announcement, day("2026-03-14")},
                                  {Kind::record_no_announcement, day("2026-03-15")},
                                  {Kind::fetch, monday}});
}

BOOST_AUTO_TEST_CASE(days_before_the_series_are_no_gaps) {
    auto const known = known_since(friday, {record(friday, DayState::ok)});
    check(steps(known, quiet()), {{Kind::record_no_announcement, day("2026-03-14")},
                                  {Kind::record_no_announcement, day("2026-03-15")},
                                  {Kind::fetch, monday}});
}

BOOST_AUTO_TEST_CASE(only_the_last_announcements_are_caught_up_with) {
    Rules rules = quiet();
    rules.catch_up_days = 1;
    auto const known = known_since(wednesday, {});
    check(steps(known, rules), {{Kind::backfill, friday},
                                {Kind::record_no_announcement, day("2026-03-14")},
                                {Kind::record_no_announcement, day("2026-03-15")},
                                {Kind::fetch, monday}});
    rules.catch_up_days = 0;
    check(steps(known, rules), {{Kind::fetch, monday}});
}

BOOST_AUTO_TEST_CASE(without_a_feed_of_past_days_a_gap_is_written_down) {
    Rules rules = quiet();
    rules.has_fallback = false;
    rules.catch_up_days = 1;
    auto const known = known_since(friday, {record(friday, DayState::stale)});
    BOOST_TEST(steps(known, rules).front() == (Step{Kind::record_no_source, friday}));
    // Scores need no feed.
    auto const scoreless = known_since(friday, {record(friday, DayState::partial, true)});
    BOOST_TEST(steps(scoreless, rules).front() == (Step{Kind::score_again, friday}));
}

BOOST_AUTO_TEST_CASE(recent_days_are_searched_again_once_at_each_age) {
    Rules rules;
    rules.catch_up_days = 3;
    Known known = known_since(
        wednesday, {record(wednesday, DayState::ok), record(thursday, DayState::ok),
                    record(friday, DayState::ok), record(day("2026-03-14"), DayState::no_announcement),
                    record(day("2026-03-15"), DayState::no_announcement)});
    check(steps(known, rules),
          {{Kind::recheck, friday, 1}, {Kind::recheck, wednesday, 3}, {Kind::fetch, monday}});
    known.rechecked.emplace(friday, 1);
    check(steps(known, rules), {{Kind::recheck, wednesday, 3}, {Kind::fetch, monday}});
    known.rechecked.emplace(wednesday, 1);  // at another age
    check(steps(known, rules), {{Kind::recheck, wednesday, 3}, {Kind::fetch, monday}});
}

BOOST_AUTO_TEST_CASE(nothing_is_searched_again_for_a_past_day_or_one_without_announcement) {
    Rules rules;
    rules.catch_up_days = 1;
    Date const sunday = day("2026-03-15");
    auto const known = known_since(friday, {record(friday, DayState::ok), record(thursday, DayState::ok)});
    check(steps(known, rules, friday), {{Kind::fetch, friday}});
    check(steps_of_run(sunday, sunday, AnnouncementCalendar(), known, rules),
          {{Kind::record_no_announcement, day("2026-03-14")}, {Kind::fetch, sunday}});
    rules.has_fallback = false;
    BOOST_TEST(steps(known, rules).back() == (Step{Kind::fetch, monday}));
}

BOOST_AUTO_TEST_CASE(yesterday_is_searched_again_even_if_nothing_is_caught_up_with) {
    Rules rules;
    rules.catch_up_days = 0;
    auto const known = known_since(friday, {record(friday, DayState::ok)});
    check(steps(known, rules), {{Kind::recheck, friday, 1}, {Kind::fetch, monday}});
}

struct Failure {
    Error error;
    Date day;
    bool has_fallback;
    Turn turn;
};

BOOST_AUTO_TEST_CASE(what_a_failed_feed_means) {
    Date const saturday = day("2026-03-14");
    std::vector<Failure> const failures{
        {errc::cancelled, monday, true, Turn::give_up},
        {errc::store, monday, true, Turn::give_up},
        {errc::invalid_config, monday, true, Turn::give_up},
        {errc::timeout, monday, true, Turn::use_fallback},
        {errc::timeout, monday, false, Turn::use_fallback},  // and then there is none: it is written down
        {errc::not_a_feed, friday, true, Turn::use_fallback},
        {errc::timeout, saturday, true, Turn::record_no_announcement},
        {errc::wrong_day, saturday, true, Turn::record_no_announcement},
        {errc::wrong_day, friday, true, Turn::backfill},
        {errc::wrong_day, friday, false, Turn::use_fallback},
        {errc::wrong_day, monday, true, Turn::use_fallback}};
    // On the day itself the feed knows better than the calendar.
    BOOST_TEST((turn_after_failure(errc::timeout, saturday, saturday, AnnouncementCalendar(), Rules()) ==
                Turn::record));
    for (Failure const& failure : failures) {
        Rules rules;
        rules.has_fallback = failure.has_fallback;
        Turn const turn =
            turn_after_failure(failure.error, failure.day, monday, AnnouncementCalendar(), rules);
        BOOST_TEST((turn == failure.turn), failure.error.message() << " on " << format_date(failure.day));
    }
}

BOOST_AUTO_TEST_CASE(what_an_announcement_means_for_the_day_it_was_asked_for) {
    AnnouncementCalendar const calendar;
    Announcement announcement;
    announcement.day = monday;
    BOOST_TEST((turn_after(announcement, monday, calendar, {}) == Turn::make));
    announcement.state = DayState::partial;
    BOOST_TEST((turn_after(announcement, monday, calendar, {}) == Turn::make));
    announcement.state = DayState::stale;
    BOOST_TEST((turn_after(announcement, monday, calendar, {}) == Turn::use_fallback));
    announcement.state = DayState::ok;
    announcement.day = friday;
    BOOST_TEST((turn_after(announcement, monday, calendar, {}) == Turn::make_other));
    auto const known = known_since(friday, {record(friday, DayState::ok)});
    BOOST_TEST((turn_after(announcement, monday, calendar, known) == Turn::use_fallback));
    BOOST_TEST((turn_after(announcement, day("2026-03-14"), calendar, known) == Turn::make));
}

BOOST_AUTO_TEST_CASE(a_day_that_is_done_needs_no_fallback) {
    Rules rules;
    BOOST_TEST(may_use_fallback(monday, {}, rules));
    BOOST_TEST(may_use_fallback(monday, known_since(monday, {record(monday, DayState::partial)}), rules));
    BOOST_TEST(!may_use_fallback(monday, known_since(monday, {record(monday, DayState::ok)}), rules));
    rules.fallback_differs = false;
    BOOST_TEST(!may_use_fallback(monday, {}, rules));
}

BOOST_AUTO_TEST_SUITE_END()
