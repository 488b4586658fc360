#include "detail/trace.hpp"

#include "detail/alike.hpp"
#include "detail/count.hpp"

#include <lectern/core/sentences.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace lectern {
namespace {

double relevance_of(DigestEntry const& entry) {
    return entry.score ? entry.score->relevance : 0;
}
/// An estimated novelty says how the paper differs from others, not how much it matters.
double novelty_of(DigestEntry const& entry) {
    return entry.score && !entry.score->estimated ? entry.score->novelty.value_or(0) : 0;
}
double strength_of(DigestEntry const& entry) {
    return entry.score ? entry.score->strength : 0;
}

/// A paper that may be shown.
struct Candidate {
    DigestEntry entry;
    Decision* decision;
};

/// Total order of a page: key, relevance, novelty and strength falling, then announcement position, then id.
bool before(Candidate const& a, Candidate const& b) {
    auto const falling = [](DigestEntry const& entry) {
        return std::tuple(-entry.order_key, -relevance_of(entry), -novelty_of(entry), -strength_of(entry),
                          entry.paper.position);
    };
    auto const left = falling(a.entry);
    auto const right = falling(b.entry);
    return left != right ? left < right : a.entry.paper.id < b.entry.paper.id;
}

/// Why a score is too low, or an empty text.
std::string shortfall(Score const& score, Selection const& selection) {
    if (score.relevance < selection.relevance_cutoff) {
        return fmt::format("relevance {:.3g} is below {:.3g}", score.relevance, selection.relevance_cutoff);
    }
    if (score.novelty && !score.estimated && *score.novelty < selection.novelty_cutoff) {
        return fmt::format("novelty {:.3g} is below {:.3g}", *score.novelty, selection.novelty_cutoff);
    }
    return {};
}

Verdict judge(std::vector<std::unique_ptr<Filter>> const& filters, Paper const& paper,
              FilterContext const& context) {
    Verdict result;
    for (auto const& filter : filters) {
        Verdict verdict = filter->judge(paper, context);
        if (verdict.action == Action::drop && result.action != Action::pin) return verdict;
        if (verdict.action == Action::pin && result.action != Action::pin) result = std::move(verdict);
    }
    return result;
}

/// The decision about a paper that is not a candidate for the page.
void decide(TracedPaper& traced, Outcome outcome, std::string reason) {
    traced.decision.outcome = outcome;
    traced.decision.reason = std::move(reason);
}

DigestEntry pinned_entry(TracedPaper const& traced, Selection const& selection) {
    DigestEntry entry;
    entry.pinned = true;
    entry.reason = traced.verdict.reason;
    if (*traced.score && (*traced.score)->rejection_reason.empty()) entry.score = **traced.score;
    entry.order_key = selection.pin_key;
    return entry;
}

DigestEntry scored_entry(Score const& score) {
    DigestEntry entry;
    entry.score = score;
    entry.reason = score.comment;
    entry.order_key = score.relevance + novelty_of(entry);
    return entry;
}

void record_score(Score const& score, Decision& decision) {
    decision.relevance = score.relevance;
    decision.novelty = score.novelty;
    decision.estimated = score.estimated;
}

/// What may be shown of a paper; nothing if it is decided that it is not.
std::optional<DigestEntry> consider(TracedPaper& traced, Selection const& selection) {
    Decision& decision = traced.decision;
    decision.id = traced.paper->id;
    decision.title = traced.paper->title;
    if (traced.verdict.action == Action::drop) {
        decide(traced, Outcome::filtered, traced.verdict.reason);
        return std::nullopt;
    }
    if (traced.verdict.action == Action::pin) {
        DigestEntry entry = pinned_entry(traced, selection);
        decide(traced, Outcome::shown, traced.verdict.reason);
        if (entry.score) record_score(*entry.score, decision);
        return entry;
    }
    Result<Score> const& score = *traced.score;
    if (!score) {
        decide(traced, Outcome::unscored, score.error().message());
        return std::nullopt;
    }
    std::string const low =
        score->rejection_reason.empty() ? shortfall(*score, selection) : score->rejection_reason;
    if (score->rejection_reason.empty() || score->relevance > 0) record_score(*score, decision);
    if (!low.empty()) {
        decide(traced, Outcome::below_cutoff, low);
        return std::nullopt;
    }
    decide(traced, Outcome::shown, score->comment);
    return scored_entry(*score);
}

PaperName name_of(Paper const& paper) {
    return {paper.id, paper.title};
}

/// Whether the limit of estimated papers applies to the entry.
bool is_limited(DigestEntry const& entry) {
    return !entry.pinned && entry.score && entry.score->estimated;
}

std::string topic_of(DigestEntry const& entry) {
    return entry.score && !entry.score->topics.empty() ? entry.score->topics.front() : std::string();
}

/// Names papers that are much like a better one under that one. \pre in the order of the page
std::vector<Candidate> fold(std::vector<Candidate> candidates) {
    std::vector<Candidate> kept;
    for (Candidate& candidate : candidates) {
        auto const better = std::ranges::find_if(
            kept, [&](Candidate const& one) { return are_alike(one.entry.paper, candidate.entry.paper); });
        if (candidate.entry.pinned || better == kept.end()) {
            kept.push_back(std::move(candidate));
            continue;
        }
        better->entry.also.push_back(name_of(candidate.entry.paper));
        candidate.decision->outcome = Outcome::below_cutoff;
        candidate.decision->reason =
            fmt::format("named under {}, which it is much like", better->entry.paper.id.base());
    }
    return kept;
}

/// Which of the candidates are within the limit: the best of each topic first, as far as the quota goes, then the best
/// of all. \pre in the order of the page
std::vector<bool> within_limit(std::vector<Candidate> const& candidates, Selection const& selection) {
    std::vector<bool> within(candidates.size(), false);
    std::size_t room = selection.max_papers == 0 ? candidates.size() : selection.max_papers;
    std::map<std::string, std::size_t> of_topic;
    for (bool const quota : {true, false}) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            DigestEntry const& entry = candidates[i].entry;
            if (within[i]) continue;
            if (!is_limited(entry)) {
                within[i] = true;
                continue;
            }
            std::string const topic = topic_of(entry);
            bool const due = !quota || (!topic.empty() && of_topic[topic] < selection.per_topic);
            if (room == 0 || !due) continue;
            within[i] = true;
            ++of_topic[topic];
            --room;
        }
    }
    return within;
}

/// Sorts the candidates as the page has them; estimated ones beyond the limit are only named.
void order_entries(std::vector<Candidate> candidates, Selection const& selection, Choice& choice) {
    std::ranges::sort(candidates, before);
    if (selection.fold) candidates = fold(std::move(candidates));
    auto const within = within_limit(candidates, selection);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        Candidate& candidate = candidates[i];
        if (within[i]) {
            choice.entries.push_back(std::move(candidate.entry));
            continue;
        }
        choice.just_below.push_back(name_of(candidate.entry.paper));
        candidate.decision->outcome = Outcome::below_cutoff;
        candidate.decision->reason = fmt::format("beyond the {} best papers", selection.max_papers);
    }
}

std::string late_reason(Paper const& paper) {
    return fmt::format("Late arrival, submitted {}.", format_time(*paper.submitted).substr(0, 10));
}

/// That a pinned paper was announced on an earlier day, when its authors were not known yet; else empty.
std::string announced_before(Paper const& paper, Date day) {
    bool const before = paper.announced && *paper.announced < day;
    return before ? fmt::format(". Announced {}.", format_date(*paper.announced)) : std::string();
}

}  // namespace

Trace filter_papers(std::vector<Paper> papers, std::vector<std::unique_ptr<Filter>> const& filters,
                    FilterContext const& context) {
    Trace trace;
    // The traced papers point into them.
    trace.kept.reserve(papers.size());
    trace.dropped.reserve(papers.size());
    for (Paper& paper : papers) {
        Verdict verdict = judge(filters, paper, context);
        auto& home = verdict.action == Action::drop ? trace.dropped : trace.kept;
        home.push_back(std::move(paper));
        trace.papers.push_back({&home.back(), std::move(verdict)});
    }
    return trace;
}

void take_scores(ScoreReport& scored, Trace& trace) {
    auto score = scored.scores.begin();
    auto steps = scored.steps.begin();
    for (TracedPaper& traced : trace.papers) {
        if (traced.verdict.action == Action::drop) continue;
        traced.score = std::move(*score++);
        if (steps != scored.steps.end()) traced.decision.steps = std::move(*steps++);
    }
}

Choice choose(Trace trace, Announcement const& announcement, Selection const& selection) {
    Choice choice;
    std::vector<Candidate> candidates;
    for (TracedPaper& traced : trace.papers) {
        auto entry = consider(traced, selection);
        if (!entry) continue;
        bool const late = announcement.late.contains(traced.paper->id.base());
        if (late && !entry->pinned)
            entry->reason = text::trim(late_reason(*traced.paper) + " " + entry->reason);
        if (entry->pinned) entry->reason += announced_before(*traced.paper, announcement.day);
        entry->gist = text::gist(traced.paper->abstract);
        candidates.push_back({std::move(*entry), &traced.decision});
        candidates.back().entry.paper = *traced.paper;
    }
    order_entries(std::move(candidates), selection, choice);
    choice.totals = count_totals(trace, announcement.duplicates);
    choice.coverage = count_coverage(trace, announcement);
    for (TracedPaper& traced : trace.papers) {
        if (traced.decision.outcome == Outcome::unscored) choice.unscored.push_back(std::move(*traced.paper));
        choice.decisions.push_back(std::move(traced.decision));
    }
    choice.totals.judged = count_judged(choice.decisions);
    return choice;
}

}  // namespace lectern
