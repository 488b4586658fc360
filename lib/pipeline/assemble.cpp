#include "detail/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace lectern {
namespace {

/// An entry on its way into the digest, with its place among the decisions.
struct Candidate {
    DigestEntry entry;
    std::size_t decision;
};

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

class Assembler {
public:
    Assembler(Selection const& selection, Digest& digest) : selection_(selection), digest_(digest) {}

    void drop(Paper const& paper, std::string const& reason) {
        ++digest_.totals.filtered;
        decide(paper, Outcome::filtered, reason, nullptr);
    }

    void pin(Paper paper, std::string const& reason, Result<Score> const& score) {
        ++digest_.totals.pinned;
        DigestEntry entry;
        entry.pinned = true;
        entry.reason = reason;
        if (score && score->left_out.empty()) entry.score = *score;
        entry.order_key = selection_.pin_key;
        count_score(score, true);
        offer(std::move(paper), std::move(entry), reason);
    }

    void keep(Paper paper, Result<Score> const& score) {
        count_score(score, false);
        if (!score) {
            decide(paper, Outcome::unscored, score.error().message(), nullptr);
            digest_.unscored.push_back(std::move(paper));
            return;
        }
        if (!score->left_out.empty()) {
            decide(paper, Outcome::below_cutoff, score->left_out, score->relevance > 0 ? &*score : nullptr);
            return;
        }
        if (std::string const reason = shortfall(*score, selection_); !reason.empty()) {
            decide(paper, Outcome::below_cutoff, reason, &*score);
            return;
        }
        DigestEntry entry;
        entry.score = *score;
        entry.order_key = score->relevance + novelty_of(entry);
        offer(std::move(paper), std::move(entry), score->comment);
    }

    void finish() {
        std::ranges::sort(candidates_, before);
        std::size_t estimated = 0;
        for (Candidate& candidate : candidates_) {
            bool const counts = !candidate.entry.pinned && candidate.entry.score->estimated;
            bool const too_many = counts && selection_.max_papers > 0 && ++estimated > selection_.max_papers;
            if (too_many) {
                Decision& decision = digest_.decisions[candidate.decision];
                decision.outcome = Outcome::below_cutoff;
                decision.reason = fmt::format("beyond the {} best papers", selection_.max_papers);
            } else {
                digest_.entries.push_back(std::move(candidate.entry));
            }
        }
        digest_.totals.announced = digest_.decisions.size();
        digest_.totals.scanned = digest_.totals.announced - digest_.totals.filtered;
        digest_.totals.relevant = digest_.entries.size();
    }

private:
    void decide(Paper const& paper, Outcome outcome, std::string const& reason, Score const* score) {
        Decision decision;
        decision.id = paper.id;
        decision.title = paper.title;
        decision.outcome = outcome;
        decision.reason = reason;
        if (score) decision.relevance = score->relevance;
        if (score) decision.novelty = score->novelty;
        decision.estimated = score && score->estimated;
        digest_.decisions.push_back(std::move(decision));
    }

    void count_score(Result<Score> const& score, bool pinned) {
        if (score)
            ++digest_.totals.scored;
        else if (!pinned)
            ++digest_.totals.unscored;
    }

    void offer(Paper paper, DigestEntry entry, std::string const& reason) {
        decide(paper, Outcome::shown, reason, entry.score ? &*entry.score : nullptr);
        entry.paper = std::move(paper);
        candidates_.push_back({std::move(entry), digest_.decisions.size() - 1});
    }

    Selection const& selection_;
    Digest& digest_;
    std::vector<Candidate> candidates_;
};

}  // namespace

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

void assemble(std::vector<Judged> judged, ScoreReport const& scored, Selection const& selection,
              Digest& digest) {
    Assembler assembler(selection, digest);
    std::size_t next = 0;
    for (Judged& item : judged) {
        if (item.verdict.action == Action::drop) {
            assembler.drop(item.paper, item.verdict.reason);
            continue;
        }
        Result<Score> const& score = scored.scores[next];
        if (item.verdict.action == Action::pin)
            assembler.pin(std::move(item.paper), item.verdict.reason, score);
        else
            assembler.keep(std::move(item.paper), score);
        if (next < scored.steps.size()) digest.decisions.back().steps = scored.steps[next];
        ++next;
    }
    assembler.finish();
}

}  // namespace lectern
