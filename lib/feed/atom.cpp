#include "detail/formats.hpp"

#include <lectern/core/calendar.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <charconv>

namespace lectern::feed {
namespace {

using xml::Element;
using xml::Name;
using xml::Scope;

constexpr std::string_view kApiErrors = "/api/errors";
constexpr std::size_t kMostResults = 1'000'000'000;  // a number beyond that says nothing

std::optional<Time> read_time(std::string_view text) {
    auto const time = parse_rfc3339(text);
    return time ? std::optional<Time>(*time) : std::nullopt;
}

Author read_author(Element const element, Scope const& outer) {
    Scope const scope(outer, element);
    Author author;
    for (Element const child : element.children()) {
        Name const name = scope.name(child);
        std::string value = text::collapse_whitespace(xml::Texts().of(child));
        if (name.is(xml::ns::atom, "name"))
            author.name = std::move(value);
        else if (name.is(xml::ns::arxiv, "affiliation"))
            author.affiliations.push_back(std::move(value));
    }
    return author;
}

/// Reads the members that only the query API has. Returns whether `child` was one of them.
bool read_api_member(Element const child, Name const& name, Scope const& scope, RawItem& item) {
    if (name.is(xml::ns::arxiv, "comment")) {
        item.comment = item.texts.of(child);
    } else if (name.is(xml::ns::arxiv, "primary_category")) {
        item.primary = item.texts.attribute(child, "term");
    } else if (name.is(xml::ns::arxiv, "journal_ref")) {
        item.journal_ref = item.texts.of(child);
    } else if (name.is(xml::ns::arxiv, "doi")) {
        if (!item.doi.empty()) item.doi += ' ';
        item.doi += item.texts.of(child);
    } else if (name.is(xml::ns::atom, "author")) {
        item.authors.push_back(read_author(child, scope));
    } else {
        return false;
    }
    return true;
}

RawItem read_entry(Element const element, Scope const& outer, bool api) {
    Scope const scope(outer, element);
    RawItem item;
    for (Element const child : element.children()) {
        Name const name = scope.name(child);
        if (name.is(xml::ns::atom, "id")) {
            item.add_best_id(item.texts.of(child));
        } else if (name.is(xml::ns::atom, "title")) {
            item.title = item.texts.of(child);
        } else if (name.is(xml::ns::atom, "summary")) {
            item.description = item.texts.of(child);
        } else if (name.is(xml::ns::atom, "link")) {
            if (item.texts.attribute(child, "rel") == "alternate")
                item.add_id(item.texts.attribute(child, "href"));
        } else if (name.is(xml::ns::atom, "category")) {
            item.add_category(item.texts.attribute(child, "term"));
        } else if (name.is(xml::ns::atom, "published")) {
            // The submission time of version 1 in the API, the announcement day in the feed.
            if (api)
                item.submitted = read_time(item.texts.of(child));
            else
                item.announced = item.texts.of(child);
        } else if (api && name.is(xml::ns::atom, "updated")) {
            item.updated = read_time(item.texts.of(child));
        } else {
            (void)(read_announcement_member(child, name, item) || read_api_member(child, name, scope, item));
        }
    }
    return item;
}

std::optional<std::size_t> to_count(std::string_view text) {
    std::size_t count = 0;
    text = text::trim(text);
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || count > kMostResults) return std::nullopt;
    return count;
}

/// Reads what stands before the entries; whether it is an API answer shows there.
Result<void> read_head(Element const root, Scope const& scope, ParsedFeed& feed) {
    xml::Texts texts;
    std::string_view title;
    std::string_view subtitle;
    std::optional<Time> built;
    for (Element const child : root.children()) {
        Name const name = scope.name(child);
        if (name.is(xml::ns::atom, "title")) {
            title = texts.of(child);
        } else if (name.is(xml::ns::atom, "subtitle")) {
            subtitle = texts.of(child);
        } else if (name.is(xml::ns::atom, "updated")) {
            built = read_time(texts.of(child));
        } else if (name.is(xml::ns::opensearch, "totalResults")) {
            feed.format = FeedFormat::api;
            feed.total_results = to_count(texts.of(child));
        }
    }
    if (title.starts_with(kErrorTitle)) return Error(errc::feed_error, subtitle.empty() ? title : subtitle);
    // An empty announcement has no other date; it is built just after midnight US Eastern.
    bool const empty = !root.child("entry");
    if (feed.format == FeedFormat::atom && built && empty)
        feed.day = AnnouncementCalendar::eastern_date(*built);
    return {};
}

}  // namespace

Result<ParsedFeed> parse_atom(Element const root, ParseLimits const& limits) {
    Scope const outside;
    Scope const scope(outside, root);
    ParsedFeed feed;
    feed.format = FeedFormat::atom;
    if (auto const fine = read_head(root, scope, feed); !fine) return fine.error();
    bool const api = feed.format == FeedFormat::api;

    Intake intake(limits);
    for (Element const child : root.children()) {
        if (!scope.name(child).is(xml::ns::atom, "entry")) continue;
        ++feed.items;
        if (auto const counted = intake.count_item(); !counted) return counted.error();
        RawItem const item = read_entry(child, scope, api);
        bool const is_error =
            !item.ids.empty() && item.ids.front().find(kApiErrors) != std::string_view::npos;
        if (is_error) return Error(errc::feed_error, item.description);
        if (auto const added = add_item(item, !api, intake, feed); !added) return added.error();
    }
    if (feed.items == 0 && feed.total_results.value_or(0) > 0) {
        return Error(errc::feed_incomplete,
                     fmt::format("the API has {} results but sent none", *feed.total_results));
    }
    // The feed has no date of its own: its entries share that of the announcement.
    if (!api && !feed.papers.empty()) feed.day = most_common_day(feed.papers);
    return feed;
}

}  // namespace lectern::feed
