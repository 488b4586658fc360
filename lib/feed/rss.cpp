#include "detail/formats.hpp"

#include <lectern/core/text.hpp>

namespace lectern::feed {
namespace {

using xml::Element;
using xml::Scope;

constexpr std::string_view kErrorTitle = "Feed error for query";

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
            item.ids.insert(item.ids.begin(), item.texts.of(child));
        } else if (name.is(xml::ns::none, "link")) {
            item.ids.push_back(item.texts.of(child));
        } else if (name.is(xml::ns::none, "category")) {
            item.categories.push_back(item.texts.of(child));
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

}  // namespace

Result<ParsedFeed> parse_rss(Element const root, ParseLimits const& limits) {
    Scope const outside;
    Scope const root_scope(outside, root);
    Element const channel = root.child("channel");
    if (!channel) return Error(errc::not_a_feed, "RSS without a channel");
    if (auto const fine = check_error_feed(channel); !fine) return fine.error();

    ParsedFeed feed;
    feed.format = FeedFormat::rss;
    if (Element const date = channel.child("pubDate")) {
        auto const day = parse_written_date(xml::Texts().of(date));
        if (day) feed.day = *day;
        if (!day) feed.warnings.push_back(day.error().with_context("channel pubDate"));
    }
    Scope const scope(root_scope, channel);
    for (Element const child : channel.children("item")) {
        if (auto const counted = count_item(feed, limits); !counted) return counted.error();
        add_item(read_item(child, scope), true, feed);
    }
    return feed;
}

}  // namespace lectern::feed
