#include "detail/formats.hpp"

#include <lectern/core/calendar.hpp>

namespace lectern::feed {
namespace {

using xml::Element;
using xml::Scope;

RawItem read_item(Element const element, Scope const& outer) {
    Scope const scope(outer, element);
    RawItem item;
    for (Element const child : element.children()) {
        xml::Name const name = scope.name(child);
        if (name.is(xml::ns::none, "title")) {
            item.title = item.texts.of(child);
        } else if (name.is(xml::ns::none, "description")) {
            item.description = item.texts.of(child);
        } else if (name.is(xml::ns::none, "guid")) {
            item.add_best_id(item.texts.of(child));
        } else if (name.is(xml::ns::none, "link")) {
            item.add_id(item.texts.of(child));
        } else if (name.is(xml::ns::none, "category")) {
            item.add_category(item.texts.of(child));
        } else if (name.is(xml::ns::none, "pubDate")) {
            item.announced = item.texts.of(child);
        } else {
            (void)read_announcement_member(child, name, item);
        }
    }
    return item;
}

/// arXiv answers a bad query with a feed whose description is the message.
Result<void> check_error_feed(Element const channel) {
    xml::Texts texts;
    std::string_view const title = texts.of(channel.child("title"));
    if (!title.starts_with(kErrorTitle)) return {};
    Element const message = channel.child("description");
    return Error(errc::feed_error, message ? texts.of(message) : title);
}

/// The announcement day by the channel: the date that pubDate shows, else the day in US Eastern on which the feed was
/// built. A date that cannot be read is a warning.
std::optional<Date> day_of(Element const channel, WarningList& warnings) {
    if (Element const date = channel.child("pubDate")) {
        auto const day = parse_written_date(xml::Texts().of(date));
        if (day) return *day;
        warnings.add(day.error().with_context("channel pubDate"));
    }
    if (Element const date = channel.child("lastBuildDate")) {
        auto const built = parse_rfc822(xml::Texts().of(date));
        if (built) return AnnouncementCalendar::eastern_date(*built);
        warnings.add(built.error().with_context("channel lastBuildDate"));
    }
    return std::nullopt;
}

}  // namespace

Result<ParsedFeed> parse_rss(Element const root, ParseLimits const& limits) {
    Scope const outside;
    Scope const root_scope(outside, root);
    Element const channel = root.child("channel");
    if (!channel) return Error(errc::not_a_feed, "RSS without a channel");
    if (auto const fine = check_error_feed(channel); !fine) return fine.error();

    ParsedFeed feed;
    feed.format = FeedFormat::rss;
    feed.day = day_of(channel, feed.warnings);
    Scope const scope(root_scope, channel);
    Intake intake(limits);
    for (Element const child : channel.children("item")) {
        ++feed.items;
        if (auto const counted = intake.count_item(); !counted) return counted.error();
        if (auto const added = add_item(read_item(child, scope), true, intake, feed); !added)
            return added.error();
    }
    if (!feed.day) feed.day = most_common_day(feed.papers);
    return feed;
}

}  // namespace lectern::feed
