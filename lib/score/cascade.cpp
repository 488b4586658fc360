#include <lectern/score/cascade.hpp>
#include <lectern/score/local/learning.hpp>
#include <lectern/store/day_ledger.hpp>
#include <lectern/store/feature_store.hpp>
#include <lectern/store/paper_store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace lectern {
namespace {

/// Whether a paper belongs to the sample of the tail: the same answer whenever it is asked (FNV-1a of its id).
bool is_probe(Paper const& paper, double share) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (char const c : paper.id.base()) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    constexpr double steps = 10'000;
    return static_cast<double>(hash % static_cast<std::uint64_t>(steps)) < share * steps;
}

/// Places of the papers, from 0, best first.
std::vector<std::size_t> ranks_of(LocalRanker const& ranker, std::span<Paper const> papers) {
    auto const scores = ranker.rank(papers);
    std::vector<std::size_t> order(papers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return scores[a].strength > scores[b].strength; });
    std::vector<std::size_t> ranks(papers.size());
    for (std::size_t place = 0; place < order.size(); ++place) ranks[order[place]] = place;
    return ranks;
}

/// A relevant paper of a past day: how far down the ranking it was, and how many such papers it stands for.
struct Found {
    double place;  ///< In (0, 1].
    double weight;
};

/// The share of the ranking above which `recall` of the weight lies.
double share_for(std::vector<Found> found, double recall) {
    std::ranges::sort(found, {}, &Found::place);
    double total = 0;
    for (Found const& paper : found) total += paper.weight;
    double sum = 0;
    for (Found const& paper : found) {
        sum += paper.weight;
        if (sum >= recall * total) return paper.place;
    }
    return 1;
}

class Cascade final : public Scorer {
public:
    Cascade(Topics topics, std::unique_ptr<Scorer> second, CascadeOptions const& options)
        : topics_(std::move(topics)), second_(std::move(second)), options_(options) {}

    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext& context) override {
        auto const cut = find_cut(papers.size(), context);
        if (!cut) co_return cut.error();
        auto const ranker =
            learned_ranker(topics_, options_.ranker, context.papers, context.features, context.day, papers);
        if (!ranker) co_return ranker.error();
        auto const ranks = ranks_of(*ranker, papers);
        auto const passed = select(papers, ranks, cut->count);
        if (context.ledger) {
            auto const noted = context.ledger->set_cascade_cut(context.day, cut->count);
            if (!noted) co_return noted.error();
        }
        std::vector<Paper> chosen;
        for (std::size_t const index : passed) chosen.push_back(papers[index]);
        auto judged = co_await second_->score(chosen, context);
        if (!judged) co_return judged.error();
        if (judged->scores.size() != chosen.size())
            co_return Error(errc::scoring_failed,
                            fmt::format("the second scorer gave {} results for {} papers",
                                        judged->scores.size(), chosen.size()));
        co_return merge(std::move(*judged), papers.size(), passed, ranks, *cut);
    }

    net::awaitable<Result<SummaryReport>> summarize(std::span<Paper const> papers,
                                                    ScoreContext& context) override {
        co_return co_await second_->summarize(papers, context);
    }

    Result<ScoreEstimate> estimate(std::span<Paper const> papers,
                                   ScoreContext const& context) const override {
        auto const cut = find_cut(papers.size(), context);
        if (!cut) return cut.error();
        auto const ranker =
            learned_ranker(topics_, options_.ranker, context.papers, context.features, context.day, papers);
        if (!ranker) return ranker.error();
        std::vector<Paper> chosen;
        for (std::size_t const index : select(papers, ranks_of(*ranker, papers), cut->count))
            chosen.push_back(papers[index]);
        auto estimate = second_->estimate(chosen, context);
        if (!estimate) return estimate.error();
        estimate->papers = papers.size();
        std::string const passed = fmt::format("{} of {} papers pass the local ranking ({})", chosen.size(),
                                               papers.size(), cut->why);
        estimate->basis = passed + (estimate->basis.empty() ? "" : "; ") + estimate->basis;
        return estimate;
    }

private:
    struct Cut {
        std::size_t count = 0;  ///< Papers that pass by their rank.
        std::string why;
    };

    Result<Cut> find_cut(std::size_t papers, ScoreContext const& context) const {
        if (options_.papers > 0) return Cut{std::min(options_.papers, papers), "cascade_papers"};
        auto const calibrated = calibrate(context);
        if (!calibrated) return calibrated.error();
        double const share = calibrated->value_or(options_.share);
        auto const count = static_cast<std::size_t>(std::ceil(share * static_cast<double>(papers)));
        std::string const why = *calibrated
                                    ? fmt::format("{:.0f} % of the day, for a recall of {:.2g} on past days",
                                                  100 * share, options_.recall)
                                    : fmt::format("cascade_share {:.2g}", share);
        return Cut{std::min(count, papers), why};
    }

    /// The share by past days; nothing if there are too few.
    Result<std::optional<double>> calibrate(ScoreContext const& context) const {
        if (options_.recall <= 0 || !context.ledger || !context.papers) return std::optional<double>();
        auto const days = context.ledger->judged_days(context.day, options_.days);
        if (!days) return days.error();
        if (days->size() < options_.least_days) return std::optional<double>();
        // Knows nothing of the days it is measured on. Today's ranker knows more, so the cut is on the safe side.
        auto const ranker =
            learned_ranker(topics_, options_.ranker, context.papers, context.features, days->back(), {});
        if (!ranker) return ranker.error();
        std::vector<Found> found;
        for (Date const day : *days) {
            if (auto const added = add_found(context, *ranker, day, found); !added) return added.error();
        }
        if (found.size() < options_.least_shown) return std::optional<double>();
        return std::optional<double>(share_for(std::move(found), options_.recall));
    }

    /// Adds what was shown on a day, with its place in the ranking of all papers that were judged or cut off.
    Result<void> add_found(ScoreContext const& context, LocalRanker const& ranker, Date day,
                           std::vector<Found>& found) const {
        auto papers = context.papers->papers_of(day);
        if (!papers) return papers.error();
        auto const decisions = context.ledger->decisions_of(day);
        if (!decisions) return decisions.error();
        auto const noted = context.ledger->cascade_cut(day);
        if (!noted) return noted.error();
        std::set<std::string> ranked;
        std::set<std::string> shown;
        for (Decision const& decision : *decisions) {
            if (decision.outcome == Outcome::filtered) continue;
            ranked.insert(decision.id.base());
            if (decision.outcome == Outcome::shown && decision.relevance && !decision.estimated)
                shown.insert(decision.id.base());
        }
        std::erase_if(*papers, [&](Paper const& paper) { return !ranked.contains(paper.id.base()); });
        std::size_t const cut = noted->value_or(papers->size());
        auto const ranks = ranks_of(ranker, *papers);
        for (std::size_t i = 0; i < papers->size(); ++i) {
            if (!shown.contains((*papers)[i].id.base())) continue;
            bool const sampled = ranks[i] >= cut && is_probe((*papers)[i], options_.probe);
            found.push_back({static_cast<double>(ranks[i] + 1) / static_cast<double>(papers->size()),
                             sampled ? 1 / options_.probe : 1});
        }
        return {};
    }

    /// Indices of the papers that pass, in the papers' order.
    std::vector<std::size_t> select(std::span<Paper const> papers, std::vector<std::size_t> const& ranks,
                                    std::size_t count) const {
        std::vector<std::size_t> passed;
        for (std::size_t i = 0; i < papers.size(); ++i) {
            if (ranks[i] < count || is_probe(papers[i], options_.probe)) passed.push_back(i);
        }
        return passed;
    }

    ScoreReport merge(ScoreReport judged, std::size_t papers, std::vector<std::size_t> const& passed,
                      std::vector<std::size_t> const& ranks, Cut const& cut) const {
        ScoreReport report = std::move(judged);
        std::vector<Result<Score>> scores;
        std::vector<std::vector<std::string>> steps;
        std::size_t next = 0;
        for (std::size_t i = 0; i < papers; ++i) {
            bool const there = next < passed.size() && passed[next] == i;
            steps.push_back({fmt::format("local ranking: {} of {}; the first {} pass ({})", ranks[i] + 1,
                                         papers, cut.count, cut.why)});
            if (!there) {
                Score score;
                score.rejection_reason = fmt::format("local ranking: {} of {}, beyond the first {}",
                                                     ranks[i] + 1, papers, cut.count);
                scores.emplace_back(std::move(score));
                continue;
            }
            if (ranks[i] >= cut.count) steps.back().emplace_back("passes as a sample of the tail");
            if (next < report.steps.size())
                steps.back().insert(steps.back().end(), report.steps[next].begin(), report.steps[next].end());
            scores.push_back(std::move(report.scores[next++]));
        }
        report.scores = std::move(scores);
        report.steps = std::move(steps);
        return report;
    }

    Topics topics_;
    std::unique_ptr<Scorer> second_;
    CascadeOptions options_;
};

}  // namespace

std::unique_ptr<Scorer> make_cascade_scorer(Topics topics, std::unique_ptr<Scorer> second,
                                            CascadeOptions const& options) {
    return std::make_unique<Cascade>(std::move(topics), std::move(second), options);
}

}  // namespace lectern
