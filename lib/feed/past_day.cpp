#include "detail/past_day.hpp"

#include <lectern/feed/duplicates.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::feed {
namespace {

/// The announcement type relative to the categories asked for.
AnnounceType type_in(Paper const& paper, std::vector<Category> const& categories) {
    Category const* primary = paper.primary();
    bool const own = primary && std::ranges::any_of(categories, [&](Category const& category) {
                         return category.covers(*primary);
                     });
    return own ? AnnounceType::new_paper : AnnounceType::cross;
}

}  // namespace

Result<std::optional<PastDay>> past_day(Window const& window, std::vector<Category> const& categories,
                                        FetchContext const& context, FetchReport& report) {
    if (!context.http) return Error(errc::unsupported, "this feed needs a network client");
    if (categories.empty()) return Error(errc::invalid_argument, "no category to ask for");
    Date const today = AnnouncementCalendar::eastern_date(context.clock.now());
    Date const day = window.day.value_or(today);
    if (day > today) return Error(errc::wrong_day, fmt::format("{} is still to come", format_date(day)));
    report.day = day;
    auto const due = context.calendar.announcement(day);
    if (!due) return std::optional<PastDay>();
    PastDay past{*due, day, due->submitted};
    for (int i = 0; i < window.tail_days; ++i) past.first = context.calendar.previous_feed_day(past.first);
    if (auto const earliest = context.calendar.announcement(past.first))
        past.submitted.from = earliest->submitted.from;
    return std::optional<PastDay>(past);
}

void place_in_day(Paper paper, std::vector<Category> const& categories, AnnouncementDay const& due,
                  FetchContext const& context, FetchReport& report) {
    bool const of_the_day = !paper.submitted || *paper.submitted >= due.submitted.from;
    bool const known =
        context.announced_before && context.announced_before(paper.id.with_version(0), due.feed_day);
    if (!of_the_day && known) return;
    paper.announced = due.feed_day;
    paper.announce = type_in(paper, categories);
    paper.listings = listings_in(paper, categories);
    paper.position = report.papers.size();
    report.papers.push_back(std::move(paper));
}

}  // namespace lectern::feed
