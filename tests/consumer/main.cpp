// A program outside of the project: uses the installed library only.
#include <lectern/daily/registry.hpp>
#include <lectern/feed/parse.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/version.hpp>

#include <iostream>

int main() {
    lectern::SystemClock const clock;
    lectern::Random random(1);
    lectern::Logger const log;
    bool const client = lectern::net::make_http_client({}, clock, random, log).has_value();
    bool const refused = lectern::parse_feed("no feed").error() == lectern::errc::not_a_feed;
    bool const calendar = lectern::AnnouncementCalendar().next_feed_day({}).ok();
    std::cout << lectern::version() << " " << lectern::default_registry().feeds.size() << "\n";
    return client && refused && calendar ? 0 : 1;
}
