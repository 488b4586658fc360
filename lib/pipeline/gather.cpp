#include "feed/detail/day_check.hpp"

#include <lectern/feed/duplicates.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace {

/// No feed may move the calendar: a day to come is refused unless it was asked for.
Result<void> check_dates(FetchReport& fetched, Window const& window, Time now) {
    if (fetched.day) {
        auto const believed = feed::check_announcement_day(*fetched.day, window.day, now);
        if (!believed) return believed.error();
    }
    feed::drop_future_dates(fetched.papers, window.day, now, fetched.warnings);
    return {};
}

Date day_of(FetchReport const& fetched, Window const& window, Time now) {
    if (fetched.day) return *fetched.day;
    return window.day ? *window.day : AnnouncementCalendar::eastern_date(now);
}

/// What an announcement without papers means.
DayState explain_empty_day(Date day, Services const& services, std::vector<std::string>& warnings) {
    if (services.calendar.announcement(day)) {
        warnings.push_back(fmt::format(
            "The source has no papers of {}, although arXiv's calendar has an announcement that day; "
            "it may be late, so run again.",
            format_date(day)));
        services.log.warning(warnings.back());
        return DayState::partial;
    }
    warnings.push_back(
        fmt::format("By arXiv's calendar there is no announcement on {} ({}); the next one is due on {}.",
                    format_date(day), weekday_name(day), format_date(services.calendar.next_feed_day(day))));
    services.log.info(warnings.back());
    return DayState::no_announcement;
}

/// How complete the announcement is, by what the feed says of it.
DayState state_of(FetchReport const& fetched, Date day, Services const& services,
                  std::vector<std::string>& warnings) {
    if (fetched.stale) return DayState::stale;
    if (fetched.incomplete) return DayState::partial;
    return fetched.papers.empty() ? explain_empty_day(day, services, warnings) : DayState::ok;
}

/// Adds what an earlier run of the day found and the feed does not have (any more).
void add_missing(std::vector<Paper> earlier, std::vector<Paper>& papers) {
    std::set<std::string, std::less<>> there;
    for (Paper const& paper : papers) there.insert(paper.id.base());
    for (Paper& paper : earlier) {
        if (!there.contains(paper.id.base())) papers.push_back(std::move(paper));
    }
}

bool is_late(Paper const& paper, std::optional<AnnouncementDay> const& due) {
    return due && paper.announce == AnnounceType::new_paper && paper.submitted &&
           *paper.submitted < due->submitted.from;
}

/// Records the listings, and tells the papers that no earlier day listed.
Result<void> record_listings(PaperStore& store, Announcement& announcement) {
    auto const statuses = store.add_listed(announcement.day, announcement.papers);
    if (!statuses) return statuses.error();
    auto status = statuses->begin();
    for (Paper const& paper : announcement.papers)
        if ((status++)->is_new) announcement.first_listed.insert(paper.id.base());
    return {};
}

}  // namespace

net::awaitable<Result<Announcement>> gather(Feed& feed, Window window, Services& services, bool record) {
    if (services.progress) services.progress(Stage::fetch, 0, 1);
    FetchContext context = fetch_context(services);
    auto fetched = co_await feed.fetch(window, context);
    if (!fetched) co_return fetched.error();
    if (services.progress) services.progress(Stage::fetch, 1, 1);
    Time const now = services.clock.now();
    if (auto const believed = check_dates(*fetched, window, now); !believed) co_return believed.error();

    Announcement announcement;
    announcement.day = day_of(*fetched, window, now);
    for (Error const& warning : fetched->warnings.lines()) {
        services.log.warning(warning.message());
        announcement.warnings.push_back(warning.message());
    }
    announcement.state = state_of(*fetched, announcement.day, services, announcement.warnings);
    // Of a stale feed they are the papers of another day, where they have been judged.
    std::vector<Paper> papers = fetched->stale ? std::vector<Paper>() : std::move(fetched->papers);
    if (services.store) {
        auto earlier = services.store->papers_of(announcement.day);
        if (!earlier) co_return earlier.error();
        add_missing(std::move(*earlier), papers);
    }
    MergedPapers merged = merge_duplicates(std::move(papers));
    announcement.papers = std::move(merged.papers);
    announcement.duplicates = merged.duplicates;
    announcement.sources = std::move(fetched->sources);
    auto const due = services.calendar.announcement(announcement.day);
    for (Paper const& paper : announcement.papers)
        if (is_late(paper, due)) announcement.late.insert(paper.id.base());
    if (services.store && record) {
        if (auto const done = record_listings(*services.store, announcement); !done) co_return done.error();
    }
    co_return std::move(announcement);
}

}  // namespace lectern
