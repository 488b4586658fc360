#include "detail/ask.hpp"
#include "detail/day_check.hpp"
#include "detail/limits.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/feed/duplicates.hpp>
#include <lectern/feed/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lectern {
namespace {

/// arXiv cuts a longer announcement, and at the wrong end: the first new papers are missing then.
constexpr std::size_t kMostItems = 2000;
/// From this share of items of earlier announcements on, a feed is an earlier announcement itself.
constexpr double kStaleShare = 0.9;

using Answer = Result<ParsedFeed>;

class AnnouncementFeed final : public Feed {
public:
    AnnouncementFeed(std::string format, AnnouncementFeedOptions options)
        : format_(std::move(format)), options_(std::move(options)), allowance_(options_.limits) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext& context) override;

private:
    net::awaitable<Answer> request(std::vector<Category> categories, FetchContext& context);
    net::awaitable<Answer> request_of_day(Window window, FetchContext& context);
    net::awaitable<Result<FetchReport>> one_by_one(FetchReport report, FetchContext& context);
    Result<void> check_day(Window window, std::optional<Date> day, FetchContext const& context,
                           FetchReport& report) const;
    void add(ParsedFeed feed, std::vector<Category> const& asked, FetchReport& report);

    std::string format_;
    AnnouncementFeedOptions options_;
    feed::Allowance allowance_;  ///< Of the fetch at work.
};

std::string query_of(std::vector<Category> const& categories) {
    std::string query;
    for (Category const& category : categories) {
        if (!query.empty()) query += '+';
        query += net::percent_encode(category.code());
    }
    return query;
}

/// The day a feed should show now, or the last one before it with an announcement.
Date expected_day(Window const& window, FetchContext const& context) {
    return window.day ? *window.day : AnnouncementCalendar::eastern_date(context.clock.now());
}

net::awaitable<Result<ParsedFeed>> AnnouncementFeed::request(std::vector<Category> categories,
                                                             FetchContext& context) {
    std::string const query = query_of(categories);
    feed::Question<ParsedFeed> question{
        fmt::format("{}/{}/{}", options_.base_url, format_, query), fmt::format("{}-{}", format_, query),
        [limits = options_.limits](std::string_view body) { return parse_feed(body, limits); }};
    co_return co_await feed::ask(std::move(question), context);
}

/// Whether (nearly) all of the feed was in an earlier announcement, under whatever date it comes.
bool is_stale(Answer const& answer, Date expected, FetchContext const& context) {
    if (!answer || !context.announced_before || answer->papers.empty()) return false;
    auto const known = std::ranges::count_if(
        answer->papers, [&](Paper const& paper) { return context.announced_before(paper.id, expected); });
    return static_cast<double>(known) >= kStaleShare * static_cast<double>(answer->papers.size());
}

/// Asks until the feed has rolled over to the day that is due.
net::awaitable<Result<ParsedFeed>> AnnouncementFeed::request_of_day(Window window, FetchContext& context) {
    Date const expected = expected_day(window, context);
    Date const before = context.calendar.previous_feed_day(expected);
    // Only today's feed can still change.
    bool const today = expected == AnnouncementCalendar::eastern_date(context.clock.now());
    bool const due = today && context.calendar.announcement(expected).has_value();
    auto answer = co_await request(options_.categories, context);
    for (std::chrono::seconds const wait : options_.rollover_waits) {
        bool const too_early = due && answer.has_value() && answer->day == before;
        if (!too_early && !(due && is_stale(answer, expected, context))) break;
        context.log.waiting("the feed still shows an earlier announcement", wait);
        auto const slept = co_await net::sleep_for(wait);
        if (!slept) co_return slept.error();
        answer = co_await request(options_.categories, context);
    }
    co_return std::move(answer);
}

void AnnouncementFeed::add(ParsedFeed feed, std::vector<Category> const& asked, FetchReport& report) {
    SourceReport source;
    source.name = query_of(asked);
    source.items = feed.items;
    source.parsed = feed.papers.size();
    report.sources.push_back(std::move(source));
    if (!report.day) report.day = feed.day;
    report.warnings.append(feed.warnings);
    report.incomplete = report.incomplete || feed.papers.size() < feed.items;
    for (Paper& paper : feed.papers) {
        paper.listings = listings_in(paper, asked);
        if (!allowance_.take(paper)) {
            report.incomplete = true;
            report.warnings.add(feed::no_room());
            return;
        }
        report.papers.push_back(std::move(paper));
    }
}

/// Adds what each category delivers by itself.
net::awaitable<Result<FetchReport>> AnnouncementFeed::one_by_one(FetchReport report, FetchContext& context) {
    Error last(errc::not_a_feed, "no category");
    std::size_t delivered = 0;
    for (Category const& category : options_.categories) {
        std::vector<Category> const asked(1, category);
        auto answer = co_await request(asked, context);
        if (answer) {
            bool const cut = answer->items >= kMostItems;
            if (cut) {
                report.incomplete = true;
                report.warnings.add(Error(
                    errc::feed_incomplete,
                    fmt::format("{} alone has {} items, arXiv's limit; the oldest new papers are missing",
                                category.code(), answer->items)));
            }
            add(std::move(*answer), asked, report);
            ++delivered;
            continue;
        }
        last = answer.error();
        if (last == errc::cancelled) co_return last;
        SourceReport failed;
        failed.name = category.code();
        failed.error = last;
        report.sources.push_back(std::move(failed));
        report.warnings.add(last.with_context(category.code()), "categories that failed");
        report.incomplete = true;
    }
    if (delivered == 0) co_return last;
    co_return std::move(report);
}

Result<void> AnnouncementFeed::check_day(Window window, std::optional<Date> day, FetchContext const& context,
                                         FetchReport& report) const {
    Date const expected = expected_day(window, context);
    if (!day) {
        report.warnings.add(Error(errc::wrong_day, "the feed does not say which day it is of"));
        return {};
    }
    if (*day == expected) return {};
    auto const believed = feed::check_announcement_day(*day, window.day, context.clock.now());
    if (!believed) return believed.error();
    std::string const detail =
        fmt::format("the feed is of {}, not of {}; it has the current announcement only", format_date(*day),
                    format_date(expected));
    if (window.day) return Error(errc::wrong_day, detail);
    report.warnings.add(Error(errc::wrong_day, detail));
    return {};
}

net::awaitable<Result<FetchReport>> AnnouncementFeed::fetch(Window window, FetchContext& context) {
    if (!context.http) co_return Error(errc::unsupported, "this feed needs a network client");
    if (options_.categories.empty()) co_return Error(errc::invalid_argument, "no category to ask for");
    allowance_ = feed::Allowance(options_.limits);
    auto answer = co_await request_of_day(window, context);
    bool const several = options_.categories.size() > 1;
    bool const rejected = !answer.has_value() && answer.error() == errc::feed_error;
    if (!answer && !(rejected && several)) co_return answer.error();

    FetchReport report;
    if (!answer) {
        auto parts = co_await one_by_one(std::move(report), context);
        if (!parts) co_return parts.error();
        if (auto const fine = check_day(window, parts->day, context, *parts); !fine) co_return fine.error();
        co_return std::move(parts);
    }
    if (auto const fine = check_day(window, answer->day, context, report); !fine) co_return fine.error();
    std::size_t const items = answer->items;
    Date const expected = expected_day(window, context);
    bool const due = context.calendar.announcement(expected).has_value();
    bool const earlier = answer->day && *answer->day < expected && due;
    report.stale = !earlier && is_stale(answer, expected, context);
    if (report.stale) {
        report.warnings.add(Error(
            errc::wrong_day,
            fmt::format("the feed is dated {}, but its papers are of earlier days", format_date(expected))));
    }
    add(std::move(*answer), options_.categories, report);
    if (items < kMostItems) co_return std::move(report);
    std::string_view const next = several ? "; the categories are asked one by one" : "";
    report.warnings.add(
        Error(errc::feed_incomplete,
              fmt::format("the feed has {} items, arXiv's limit, and is cut{}", items, next)));
    report.incomplete = report.incomplete || !several;
    if (!several) co_return std::move(report);
    co_return co_await one_by_one(std::move(report), context);
}

}  // namespace

std::unique_ptr<Feed> make_arxiv_rss_feed(AnnouncementFeedOptions options) {
    return std::make_unique<AnnouncementFeed>("rss", std::move(options));
}

std::unique_ptr<Feed> make_arxiv_atom_feed(AnnouncementFeedOptions options) {
    return std::make_unique<AnnouncementFeed>("atom", std::move(options));
}

}  // namespace lectern
