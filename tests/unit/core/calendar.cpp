#include "support.hpp"

#include <lectern/core/calendar.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::day;
using test::time;

BOOST_AUTO_TEST_SUITE(core_calendar)

Interval window(AnnouncementCalendar const& calendar, char const* feed_day) {
    return test::require(calendar.announcement(day(feed_day)).has_value()
                             ? Result<Interval>(calendar.announcement(day(feed_day))->submitted)
                             : Result<Interval>(Error(errc::wrong_day, feed_day)));
}

BOOST_AUTO_TEST_CASE(follows_the_weekly_schedule) {  // F23, F24
    AnnouncementCalendar const calendar;
    BOOST_TEST((window(calendar, "2026-03-17") ==
                Interval{time("2026-03-13T18:00:00Z"), time("2026-03-16T18:00:00Z")}));
    BOOST_TEST((window(calendar, "2026-03-16") ==
                Interval{time("2026-03-12T18:00:00Z"), time("2026-03-13T18:00:00Z")}));
    BOOST_TEST(!calendar.announcement(day("2026-03-14")).has_value());
    BOOST_TEST(!calendar.announcement(day("2026-03-15")).has_value());
}

BOOST_AUTO_TEST_CASE(joins_windows_over_deferred_days) {  // F25
    AnnouncementCalendar const calendar;
    BOOST_TEST((window(calendar, "2026-06-23") ==
                Interval{time("2026-06-18T18:00:00Z"), time("2026-06-22T18:00:00Z")}));
    BOOST_TEST(!calendar.announcement(day("2026-06-22")).has_value());
    BOOST_TEST(calendar.next_feed_day(day("2026-06-19")) == day("2026-06-23"));
    BOOST_TEST(calendar.previous_feed_day(day("2026-06-23")) == day("2026-06-19"));
}

BOOST_AUTO_TEST_CASE(follows_the_clock_changes) {
    AnnouncementCalendar const calendar;
    BOOST_TEST((window(calendar, "2026-03-10") ==
                Interval{time("2026-03-06T19:00:00Z"), time("2026-03-09T18:00:00Z")}));
    BOOST_TEST((window(calendar, "2026-11-03") ==
                Interval{time("2026-10-30T18:00:00Z"), time("2026-11-02T19:00:00Z")}));
    BOOST_TEST((calendar.announcement(day("2026-11-02"))->feed_ready == time("2026-11-02T05:00:00Z")));
    BOOST_TEST(AnnouncementCalendar::eastern_date(time("2026-01-14T04:59:59Z")) == day("2026-01-13"));
    BOOST_TEST(AnnouncementCalendar::eastern_date(time("2026-07-14T04:00:00Z")) == day("2026-07-14"));
}

BOOST_AUTO_TEST_CASE(agrees_with_the_oracle) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    auto const oracle =
        boost::json::parse(test::read(*shared / "samples/arxiv_calendar/oracle.json")).as_object();
    AnnouncementCalendar const calendar;
    std::size_t checked = 0;
    for (auto const& value : oracle.at("vectors").as_array()) {
        auto const& vector = value.as_object();
        auto const text = [&](char const* key) { return std::string(vector.at(key).as_string()); };
        auto const announcement = calendar.announcement(day(text("feed_day")));
        BOOST_TEST_CONTEXT(text("feed_day")) {
            BOOST_TEST(announcement.has_value() == (text("expected") == "items"));
            if (!announcement) continue;
            BOOST_TEST((announcement->submitted ==
                        Interval{time(text("submitted_from")), time(text("submitted_to"))}));
            BOOST_TEST((announcement->announced == time(text("announced"))));
            BOOST_TEST((announcement->feed_ready == time(text("feed_ready"))));
        }
        ++checked;
    }
    BOOST_TEST(checked > 20u);
}

BOOST_AUTO_TEST_CASE(takes_a_list_of_ones_own) {
    auto const calendar =
        test::require(AnnouncementCalendar::parse_deferred("# mine\n2026-03-16  # a Monday\n\n", "days.txt"));
    BOOST_TEST(!calendar.announcement(day("2026-03-17")).has_value());
    BOOST_TEST(calendar.announcement(day("2026-01-02")).has_value());
    auto const error = AnnouncementCalendar::parse_deferred("2026-03-16\n2026-13-01\n", "days.txt").error();
    BOOST_TEST((error == errc::invalid_config));
    BOOST_TEST(error.detail().starts_with("days.txt:2:"));
}

BOOST_AUTO_TEST_SUITE_END()
