#include "detail/day_authors.hpp"
#include "detail/redact.hpp"
#include "detail/summaries.hpp"
#include "detail/trace.hpp"

#include <lectern/pipeline/pipeline.hpp>

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

namespace lectern {
namespace {

void report(Services const& services, Stage stage, std::size_t done, std::size_t total) {
    if (services.progress) services.progress(stage, done, total);
}

/// What the reader's earlier digests made of the day's papers.
struct Past {
    std::map<std::string, Date, std::less<>> judged;
    std::vector<Revision> revised;
};

Result<std::set<std::string>> liked_papers(MarkStore const& store) {
    auto const marks = store.marks();
    if (!marks) return marks.error();
    std::set<std::string> liked;
    for (Mark const& mark : *marks) {
        if (mark.liked) liked.insert(mark.id.base());
    }
    return liked;
}

Result<Past> recall(Store* store, Announcement const& announcement, bool with_revised) {
    Past past;
    if (!store) return past;
    auto const decisions = store->past_decisions(announcement.papers, announcement.day);
    if (!decisions) return decisions.error();
    auto const liked = liked_papers(*store);
    if (!liked) return liked.error();
    for (Paper const& paper : announcement.papers) {
        auto const decided = decisions->find(paper.id.base());
        bool const known = decided != decisions->end();
        if (known) past.judged.emplace(paper.id.base(), decided->second.judged);
        bool const shown = known && decided->second.shown_before;
        // News of kept papers come without being asked for.
        if (!(with_revised && shown) && !liked->contains(paper.id.base())) continue;
        auto revision = store->revision_of(paper);
        if (!revision) return revision.error();
        if (*revision) past.revised.push_back(std::move(**revision));
    }
    return past;
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
    context.ask_again = services.ask_again;
    context.redactor = services.redactor;
    return context;
}

/// A reason for every paper in place of a score.
void mark_all_unscored(ScoreReport& scored, Error const& error, std::size_t count) {
    scored.scores.assign(count, Result<Score>(error));
    scored.steps.clear();
}

/// The report of a scorer that failed or broke its contract: no score may go to another paper.
ScoreReport checked(Result<ScoreReport> scored, std::size_t count, std::vector<std::string>& warnings) {
    ScoreReport report;
    if (!scored) {
        report.scorer = "none";
        warnings.push_back("Scoring failed: " + scored.error().message());
        mark_all_unscored(report, scored.error(), count);
        return report;
    }
    report = std::move(*scored);
    if (report.scores.size() == count) return report;
    Error const error(errc::scoring_failed,
                      fmt::format("the scorer gave {} results for {} papers", report.scores.size(), count));
    mark_all_unscored(report, error, count);
    report.warnings.push_back(error);
    return report;
}

/// How a day ended: the one rule.
DayState state_of(Announcement const& announcement, ScoreReport const& scored, Totals const& totals) {
    if (announcement.state != DayState::ok) return announcement.state;
    return scored.incomplete || totals.unscored > 0 ? DayState::partial : DayState::ok;
}

/// The scorer, as far as it scored: a model of which no answer came is not named.
std::string scorer_of(ScoreReport const& scored, Totals const& totals) {
    if (totals.judged > 0 || scored.scorer == "local") return scored.scorer;
    if (totals.scored == 0) return "none";
    // Incomplete: the local ranker stood in for all of it.
    return scored.incomplete ? "local" : scored.scorer;
}

/// That nothing of the day is new because earlier digests had it; empty if that is not so.
std::string nothing_new(Past const& past, Totals const& totals) {
    if (totals.announced == 0 || totals.scanned > 0 || past.judged.empty()) return {};
    std::set<Date> days;
    for (auto const& [id, day] : past.judged) days.insert(day);
    std::string when = "on " + format_date(*days.begin());
    if (days.size() > 1)
        when = fmt::format("between {} and {}", format_date(*days.begin()), format_date(*days.rbegin()));
    std::string const who = past.judged.size() == totals.announced ? fmt::format("All {}", totals.announced)
                                                                   : std::to_string(past.judged.size());
    return fmt::format("{} papers were seen before, {}.", who, when);
}

/// What the reader should know about the scores.
std::vector<std::string> remarks_on(ScoreReport const& scored, Totals const& totals) {
    WarningList remarks;
    for (Error const& remark : scored.warnings) remarks.add(remark);
    std::vector<std::string> lines;
    for (Error const& remark : remarks.lines()) lines.push_back(remark.message());
    if (totals.unscored > 0)
        lines.push_back(fmt::format("{} papers have no score and are listed apart.", totals.unscored));
    return lines;
}

/// Has the scorer say what the shown papers do. \return what that took
net::awaitable<Result<std::vector<StageUsage>>> summarize(Scorer& scorer, std::vector<DigestEntry>& entries,
                                                          ScoreContext& context,
                                                          std::vector<std::string>& remarks) {
    std::vector<Paper> papers;
    for (DigestEntry const& entry : entries) papers.push_back(entry.paper);
    auto report = co_await scorer.summarize(papers, context);
    if (!report && (report.error() == errc::cancelled || report.error() == errc::store))
        co_return report.error();
    if (!report) {
        remarks.push_back("There are no summaries: " + report.error().message());
        co_return std::vector<StageUsage>();
    }
    WarningList warnings;
    for (Error const& warning : report->warnings) warnings.add(warning);
    for (Error const& line : warnings.lines()) remarks.push_back(line.message());
    std::size_t const left_out = take_summaries(*report, entries);
    if (left_out > 0)
        context.log.info(fmt::format(
            "{} summaries name a number that is not in the abstract; the gist stands instead", left_out));
    co_return std::move(report->usage);
}

}  // namespace

Editor::Editor(std::shared_ptr<Scorer> scorer, Selection const& selection)
    : scorer_(std::move(scorer)), selection_(selection) {}

Editor& Editor::use_authors(std::shared_ptr<AuthorDirectory> authors) {
    authors_ = std::move(authors);
    return *this;
}

Editor& Editor::write_summaries(bool wanted) {
    summaries_ = wanted;
    return *this;
}

Editor& Editor::add_filter(std::unique_ptr<Filter> filter) {
    filters_.push_back(std::move(filter));
    return *this;
}

net::awaitable<Result<Digest>> Editor::edit(Announcement announcement, Services& services,
                                            std::optional<Remedial> remedial) const {
    auto past = recall(services.store, announcement, selection_.revised);
    if (!past) co_return past.error();
    auto const authors = co_await look_up_day(authors_.get(), announcement, past->judged, services);
    if (!authors) co_return authors.error();
    FilterContext known;
    known.day = announcement.day;
    known.judged = &past->judged;
    known.authors = &authors->records;
    Trace trace = filter_papers(std::move(announcement.papers), filters_, known);
    report(services, Stage::filter, trace.papers.size(), trace.papers.size());
    ScoreContext context = score_context(services, announcement.day);
    auto answer = co_await scorer_->score(trace.kept, context);
    if (!answer && answer.error() == errc::cancelled) co_return answer.error();
    std::vector<std::string> remarks = authors->warnings;
    if (authors_) {
        std::string unknown = unknown_h_index(*authors_, authors->records, trace.kept);
        if (!unknown.empty()) remarks.push_back(std::move(unknown));
    }
    ScoreReport scored = checked(std::move(answer), trace.kept.size(), remarks);
    take_scores(scored, trace);
    Choice choice = choose(std::move(trace), announcement, selection_);
    if (summaries_) {
        auto const summed_up = co_await summarize(*scorer_, choice.entries, context, remarks);
        if (!summed_up) co_return summed_up.error();
        std::vector<StageUsage> stages = scored.usage.stages;
        stages.insert(stages.end(), summed_up->begin(), summed_up->end());
        if (!summed_up->empty()) scored.usage = Usage::sum(std::move(stages));
    }
    if (std::string old = nothing_new(*past, choice.totals); !old.empty()) remarks.push_back(std::move(old));
    for (std::string& remark : remarks_on(scored, choice.totals)) remarks.push_back(std::move(remark));
    for (std::string const& remark : remarks) services.log.warning(remark);

    Digest digest;
    digest.date = announcement.day;
    digest.state = state_of(announcement, scored, choice.totals);
    digest.all_announced = is_settled(announcement.state);
    digest.remedial = remedial;
    digest.scorer = scorer_of(scored, choice.totals);
    digest.usage = std::move(scored.usage);
    digest.prompt = std::move(scored.prompt);
    digest.totals = choice.totals;
    digest.entries = std::move(choice.entries);
    if (authors_) name_followed(*authors_, *authors, digest.entries);
    digest.just_below = std::move(choice.just_below);
    digest.unscored = std::move(choice.unscored);
    digest.decisions = std::move(choice.decisions);
    digest.warnings = std::move(announcement.warnings);
    digest.warnings.insert(digest.warnings.end(), remarks.begin(), remarks.end());
    digest.revised = std::move(past->revised);
    // Without a store nobody counts: what is new is not known.
    if (services.store) digest.coverage = std::move(choice.coverage);
    redact(digest, services.redactor);
    report(services, Stage::select, digest.entries.size(), digest.entries.size());
    co_return std::move(digest);
}

Result<ScoreEstimate> Editor::estimate(Announcement announcement, Services& services) const {
    auto const past = recall(services.store, announcement, false);
    if (!past) return past.error();
    FilterContext known;
    known.day = announcement.day;
    known.judged = &past->judged;
    Trace const trace = filter_papers(std::move(announcement.papers), filters_, known);
    report(services, Stage::filter, trace.papers.size(), trace.papers.size());
    return scorer_->estimate(trace.kept, score_context(services, announcement.day));
}

}  // namespace lectern
