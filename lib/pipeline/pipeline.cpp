#include "detail/assemble.hpp"
#include "detail/coverage.hpp"
#include "feed/detail/day_check.hpp"

#include <lectern/feed/duplicates.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace lectern {
namespace {

void report(Services const& services, Stage stage, std::size_t done, std::size_t total) {
    if (services.progress) services.progress(stage, done, total);
}

void warn(Digest& digest, Services const& services, std::string message) {
    services.log.warning(message);
    digest.warnings.push_back(std::move(message));
}

void warn(Digest& digest, Services const& services, WarningList const& warnings) {
    for (Error const& warning : warnings.lines()) warn(digest, services, warning.message());
}

/// Says in the digest what an announcement without papers means.
void explain_empty_day(Digest& digest, Services const& services) {
    if (services.calendar.announcement(digest.date)) {
        digest.state = DigestState::partial;
        digest.all_announced = false;
        warn(digest, services,
             fmt::format(
                 "The source has no papers of {}, although arXiv's calendar has an announcement that day; "
                 "it may be late, so run again.",
                 format_date(digest.date)));
        return;
    }
    digest.state = DigestState::no_announcement;
    digest.warnings.push_back(
        fmt::format("By arXiv's calendar there is no announcement on {} ({}); the next one is due on {}.",
                    format_date(digest.date), weekday_name(digest.date),
                    format_date(services.calendar.next_feed_day(digest.date))));
    services.log.info(digest.warnings.back());
}

/// No feed may move the calendar: a day to come is refused unless it was asked for.
Result<void> check_dates(FetchReport& fetched, Window const& window, Time now) {
    if (fetched.day) {
        auto const believed = feed::check_announcement_day(*fetched.day, window.day, now);
        if (!believed) return believed.error();
    }
    feed::drop_future_dates(fetched.papers, window.day, now, fetched.warnings);
    return {};
}

void take_over(FetchReport& fetched, Window const& window, Services const& services, Digest& digest) {
    if (fetched.day)
        digest.date = *fetched.day;
    else if (window.day)
        digest.date = *window.day;
    else
        digest.date = AnnouncementCalendar::eastern_date(services.clock.now());
    warn(digest, services, fetched.warnings);
    if (fetched.incomplete) digest.state = DigestState::partial;
    digest.all_announced = !fetched.incomplete && !fetched.stale;
    if (!fetched.stale) return;
    // They are the papers of another day, where they have been judged.
    digest.state = DigestState::stale;
    fetched.papers.clear();
}

/// Adds what an earlier run of the day found and the feed does not have (any more).
void add_missing(std::vector<Paper> earlier, std::vector<Paper>& papers) {
    std::set<std::string, std::less<>> there;
    for (Paper const& paper : papers) there.insert(paper.id.base());
    for (Paper& paper : earlier) {
        if (!there.contains(paper.id.base())) papers.push_back(std::move(paper));
    }
}

/// What is remembered about the papers of a day.
struct Remembered {
    std::map<std::string, Date, std::less<>> judged;
    std::vector<Revision> revised;
};

Result<Remembered> remember(PaperStore const& store, DayLedger const& ledger, Date day,
                            std::vector<Paper> const& papers, bool with_revised) {
    Remembered remembered;
    auto const past = ledger.past_decisions(papers, day);
    if (!past) return past.error();
    for (Paper const& paper : papers) {
        auto const decided = past->find(paper.id.base());
        if (decided == past->end()) continue;
        remembered.judged.emplace(paper.id.base(), decided->second.judged);
        if (!with_revised || !decided->second.shown_before) continue;
        auto revision = store.revision_of(paper);
        if (!revision) return revision.error();
        if (*revision) remembered.revised.push_back(std::move(**revision));
    }
    return remembered;
}

std::vector<ListedPaper> listings_of(std::vector<Paper> const& papers,
                                     std::vector<Sighting> const& sightings) {
    std::vector<ListedPaper> listed;
    for (std::size_t i = 0; i < papers.size(); ++i)
        listed.push_back({papers[i].listings, i < sightings.size() && sightings[i].fresh});
    return listed;
}

/// Says of new papers that were submitted before the day's window that they come late.
void mark_late(Digest& digest, AnnouncementCalendar const& calendar) {
    auto const due = calendar.announcement(digest.date);
    for (DigestEntry& entry : digest.entries) {
        Paper const& paper = entry.paper;
        bool const late = due && paper.announce == AnnounceType::new_paper && paper.submitted &&
                          *paper.submitted < due->submitted.from;
        if (late && !entry.pinned)
            entry.reason =
                fmt::format("Late arrival, submitted {}.", format_time(*paper.submitted).substr(0, 10));
    }
}

std::vector<Judged> apply(std::vector<std::unique_ptr<Filter>> const& filters, std::vector<Paper> papers,
                          FilterContext const& context) {
    std::vector<Judged> judged;
    judged.reserve(papers.size());
    for (Paper& paper : papers) {
        Verdict verdict = judge(filters, paper, context);
        judged.push_back({std::move(paper), std::move(verdict)});
    }
    return judged;
}

std::vector<Paper> papers_to_score(std::vector<Judged> const& judged) {
    std::vector<Paper> papers;
    for (Judged const& item : judged) {
        if (item.verdict.action != Action::drop) papers.push_back(item.paper);
    }
    return papers;
}

ScoreContext score_context(Services& services, Date day) {
    ScoreContext context{services.http, services.clock, services.log, {}};
    if (services.progress) {
        context.progress = [&services](std::size_t done, std::size_t total) {
            services.progress(Stage::score, done, total);
        };
    }
    context.day = day;
    context.papers = services.store;
    context.ledger = services.store;
    context.features = services.store;
    context.answers = services.store;
    context.secrets = services.secrets;
    context.fresh = services.fresh;
    context.redactor = services.redactor;
    return context;
}

/// What a failed scorer leaves: a reason for every paper.
ScoreReport nothing_scored(Error const& error, std::size_t count) {
    ScoreReport report;
    report.scorer = "none";
    report.scores.assign(count, Result<Score>(error));
    return report;
}

/// A scorer that breaks its contract must not shift scores to other papers.
void check_count(ScoreReport& scored, std::size_t count) {
    if (scored.scores.size() == count) return;
    Error const error(errc::scoring_failed,
                      fmt::format("the scorer gave {} results for {} papers", scored.scores.size(), count));
    scored.scores.assign(count, Result<Score>(error));
    scored.warnings.push_back(error);
}

}  // namespace

FetchContext fetch_context(Services& services) {
    FetchContext context{services.http,     services.clock, services.log, services.calendar,
                         services.keep_raw, services.retry, {},           services.store};
    if (services.store) {
        context.announced_before = [&store = *services.store, &log = services.log](ArxivId const& id,
                                                                                   Date day) {
            auto const known = store.listed_before(id, day);
            if (!known) log.warning("earlier announcements cannot be looked up: " + known.error().message());
            return known.has_value() && *known;
        };
    }
    return context;
}

/// The announcement behind the filters.
struct Pipeline::Gathered {
    Digest digest;  ///< With date, state and warnings so far.
    std::vector<Judged> judged;
    std::vector<ListedPaper> listings;
    std::vector<Revision> revised;
    std::vector<SourceReport> sources;
};

Pipeline::Pipeline(std::unique_ptr<Feed> feed, std::shared_ptr<Scorer> scorer, Selection const& selection)
    : feed_(std::move(feed)), scorer_(std::move(scorer)), selection_(selection) {}

Pipeline& Pipeline::add_filter(std::unique_ptr<Filter> filter) {
    filters_.push_back(std::move(filter));
    return *this;
}

net::awaitable<Result<Pipeline::Gathered>> Pipeline::gather(Window window, Services& services, bool record) {
    report(services, Stage::fetch, 0, 1);
    FetchContext context = fetch_context(services);
    auto fetched = co_await feed_->fetch(window, context);
    if (!fetched) co_return fetched.error();
    report(services, Stage::fetch, 1, 1);
    if (auto const believed = check_dates(*fetched, window, services.clock.now()); !believed)
        co_return believed.error();

    Gathered gathered;
    Digest& digest = gathered.digest;
    take_over(*fetched, window, services, digest);
    bool const nothing = fetched->papers.empty() && digest.state == DigestState::complete;
    if (nothing) explain_empty_day(digest, services);
    if (services.store) {
        auto earlier = services.store->papers_of(digest.date);
        if (!earlier) co_return earlier.error();
        add_missing(std::move(*earlier), fetched->papers);
    }
    MergedPapers merged = merge_duplicates(std::move(fetched->papers));
    digest.totals.duplicates = merged.duplicates;
    Remembered remembered;
    std::vector<Sighting> sightings;
    if (services.store) {
        if (record) {
            auto added = services.store->add_listed(digest.date, merged.papers);
            if (!added) co_return added.error();
            sightings = std::move(*added);
        }
        auto known =
            remember(*services.store, *services.store, digest.date, merged.papers, selection_.revised);
        if (!known) co_return known.error();
        remembered = std::move(*known);
    }
    gathered.listings = listings_of(merged.papers, sightings);
    FilterContext filter_context{digest.date};
    filter_context.judged = &remembered.judged;
    gathered.judged = apply(filters_, std::move(merged.papers), filter_context);
    gathered.revised = std::move(remembered.revised);
    gathered.sources = std::move(fetched->sources);
    report(services, Stage::filter, gathered.judged.size(), gathered.judged.size());
    co_return std::move(gathered);
}

net::awaitable<Result<ScoreEstimate>> Pipeline::estimate(Window window, Services& services) {
    auto const gathered = co_await gather(window, services, false);
    if (!gathered) co_return gathered.error();
    auto const papers = papers_to_score(gathered->judged);
    ScoreContext const context = score_context(services, gathered->digest.date);
    co_return scorer_->estimate(papers, context);
}

net::awaitable<Result<Digest>> Pipeline::run(Window window, Services& services) {
    auto gathered = co_await gather(window, services, true);
    if (!gathered) co_return gathered.error();
    Digest digest = std::move(gathered->digest);
    std::vector<Paper> const papers = papers_to_score(gathered->judged);
    ScoreContext context = score_context(services, digest.date);
    auto scored = co_await scorer_->score(papers, context);
    if (!scored && scored.error() == errc::cancelled) co_return scored.error();
    if (!scored) {
        warn(digest, services, "Scoring failed: " + scored.error().message());
        scored = nothing_scored(scored.error(), papers.size());
    }
    check_count(*scored, papers.size());
    WarningList remarks;
    for (Error& remark : scored->warnings) remarks.add(std::move(remark));
    warn(digest, services, remarks);
    if (scored->incomplete) digest.state = DigestState::partial;
    digest.scorer = scored->scorer;
    digest.usage = scored->usage;
    digest.prompt = scored->prompt;
    assemble(std::move(gathered->judged), *scored, selection_, digest);
    if (digest.totals.unscored > 0) {
        digest.state = DigestState::partial;
        warn(digest, services,
             fmt::format("{} papers have no score and are listed apart.", digest.totals.unscored));
    }
    mark_late(digest, services.calendar);
    digest.revised = std::move(gathered->revised);
    if (services.store) digest.coverage = count_coverage(gathered->sources, gathered->listings, digest);
    report(services, Stage::select, digest.entries.size(), digest.entries.size());
    co_return std::move(digest);
}

}  // namespace lectern
