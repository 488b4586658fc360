#include "detail/assemble.hpp"

#include <lectern/feed/duplicates.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <fmt/format.h>

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

/// Says in the digest what an announcement without papers means.
void explain_empty_day(Digest& digest, Services const& services) {
    if (services.calendar.announcement(digest.date)) {
        digest.state = DigestState::partial;
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

void take_over(FetchReport& fetched, Window const& window, Services const& services, Digest& digest) {
    if (fetched.day)
        digest.date = *fetched.day;
    else if (window.day)
        digest.date = *window.day;
    else
        digest.date = AnnouncementCalendar::eastern_date(services.clock.now());
    for (Error const& warning : fetched.warnings) warn(digest, services, warning.message());
    if (fetched.incomplete) digest.state = DigestState::partial;
    if (fetched.papers.empty() && !fetched.incomplete) explain_empty_day(digest, services);
}

std::vector<Judged> apply(std::vector<std::unique_ptr<Filter>> const& filters, std::vector<Paper> papers,
                          Date day) {
    FilterContext const context{day};
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

Pipeline::Pipeline(std::unique_ptr<Feed> feed, std::unique_ptr<Scorer> scorer, Selection const& selection)
    : feed_(std::move(feed)), scorer_(std::move(scorer)), selection_(selection) {}

Pipeline& Pipeline::add_filter(std::unique_ptr<Filter> filter) {
    filters_.push_back(std::move(filter));
    return *this;
}

net::awaitable<Result<Digest>> Pipeline::run(Window window, Services& services) {
    report(services, Stage::fetch, 0, 1);
    FetchContext fetch_context{services.http, services.clock, services.log, services.calendar,
                               services.keep_raw};
    auto fetched = co_await feed_->fetch(window, fetch_context);
    if (!fetched) co_return fetched.error();
    report(services, Stage::fetch, 1, 1);

    Digest digest;
    take_over(*fetched, window, services, digest);
    MergedPapers merged = merge_duplicates(std::move(fetched->papers));
    digest.totals.duplicates = merged.duplicates;
    auto judged = apply(filters_, std::move(merged.papers), digest.date);
    report(services, Stage::filter, judged.size(), judged.size());

    std::vector<Paper> const papers = papers_to_score(judged);
    ScoreContext score_context{services.http, services.clock, services.log, {}};
    if (services.progress) {
        score_context.progress = [&services](std::size_t done, std::size_t total) {
            services.progress(Stage::score, done, total);
        };
    }
    auto scored = co_await scorer_->score(papers, score_context);
    if (!scored && scored.error() == errc::cancelled) co_return scored.error();
    if (!scored) {
        warn(digest, services, "Scoring failed: " + scored.error().message());
        scored = nothing_scored(scored.error(), papers.size());
    }
    check_count(*scored, papers.size());
    for (Error const& warning : scored->warnings) warn(digest, services, warning.message());
    digest.scorer = scored->scorer;
    digest.usage = scored->usage;
    digest.prompt = scored->prompt;
    assemble(std::move(judged), scored->scores, selection_, digest);
    if (digest.totals.unscored > 0) {
        digest.state = DigestState::partial;
        warn(digest, services,
             fmt::format("{} papers have no score and are listed apart.", digest.totals.unscored));
    }
    report(services, Stage::select, digest.entries.size(), digest.entries.size());
    co_return std::move(digest);
}

}  // namespace lectern
