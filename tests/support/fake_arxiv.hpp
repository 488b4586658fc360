#pragma once

#include "http_server.hpp"

#include <lectern/core/calendar.hpp>
#include <lectern/core/clock.hpp>
#include <lectern/core/paper.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lectern::test {

/// Percent-decodes a text; plus signs stay.
std::string percent_decode(std::string_view text);
/// The value of a parameter of a request target, decoded; empty if it is not there.
std::string parameter(std::string const& target, std::string const& name);
/// Text for XML.
std::string xml_text(std::string_view text);

/// arXiv on the loopback interface: its announcement feed of the clock's day, and its query API over
/// everything announced so far.
class FakeArxiv {
public:
    /// \param clock tells what day it is; set it between requests only
    explicit FakeArxiv(Clock const& clock);

    std::string url() const { return server_.url(); }
    HttpServer const& server() const { return server_; }

    /// Adds papers to the announcement of a day; each needs a submission time and a primary category.
    void announce(Date day, std::vector<Paper> papers);
    std::map<Date, std::vector<Paper>> const& announced() const { return announced_; }
    /// Makes so many papers of a day: submitted evenly over the day's window, ids in the order of days.
    void announce_generated(Date day, std::size_t count);
    std::size_t total() const;

    /// Answers in place of the service where it gives a reply. May be empty.
    std::function<std::optional<Reply>(ReceivedRequest const&)> fault;
    /// The day whose papers the feed shows under the clock's date; nothing: the clock's own.
    std::optional<Date> stale_day;

private:
    Reply answer(ReceivedRequest const& request) const;
    Reply rss() const;
    Reply query(ReceivedRequest const& request) const;
    Date today() const { return AnnouncementCalendar::eastern_date(clock_.now()); }

    Clock const& clock_;
    AnnouncementCalendar calendar_;
    std::map<Date, std::vector<Paper>> announced_;
    int next_number_ = 1;
    HttpServer server_;
};

}  // namespace lectern::test
