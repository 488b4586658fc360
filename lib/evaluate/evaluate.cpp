#include <lectern/evaluate/evaluate.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <random>
#include <utility>

namespace lectern {

std::array<QualityMeasure, 5> const kQualityMeasures{{
    {"average precision", &RankQuality::average_precision},
    {"area under the ROC", &RankQuality::auc},
    {"recall at a quarter", &RankQuality::recall_quarter},
    {"precision at N", &RankQuality::precision_selected},
    {"precision at 10", &RankQuality::precision_10},
}};

namespace {

constexpr std::size_t kResamples = 2000;
constexpr double kRounding = 1e-9;  // places are quotients, and their products nearly whole numbers
constexpr double kKept = 0.95;      // of the selected papers, for unread_at_95

using Papers = std::span<RankedPaper const>;

/// The parts of the ranking that are of one day.
std::vector<Papers> by_day(Papers papers) {
    std::vector<Papers> days;
    for (std::size_t begin = 0; begin < papers.size();) {
        std::size_t end = begin + 1;
        while (end < papers.size() && papers[end].date == papers[begin].date) ++end;
        days.push_back(papers.subspan(begin, end - begin));
        begin = end;
    }
    return days;
}

std::vector<RankedPaper> best_first(Papers day) {
    std::vector<RankedPaper> ranked(day.begin(), day.end());
    std::ranges::stable_sort(ranked, std::greater{}, &RankedPaper::score);
    return ranked;
}

std::size_t count_selected(Papers day) {
    return static_cast<std::size_t>(std::ranges::count(day, true, &RankedPaper::selected));
}

bool tells(Papers day) {
    std::size_t const selected = count_selected(day);
    return selected > 0 && selected < day.size();
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// \pre tells(ranked)
RankQuality quality_of(Papers ranked) {
    std::size_t const n = ranked.size();
    std::size_t const selected = count_selected(ranked);
    std::size_t found = 0;
    std::size_t below = 0;  // pairs of a selected paper and another after it
    RankQuality quality;
    for (std::size_t i = 0; i < n; ++i) {
        if (!ranked[i].selected) continue;
        ++found;
        quality.average_precision += share(found, i + 1) / static_cast<double>(selected);
        below += (n - i - 1) - (selected - found);
    }
    auto const found_in = [&](std::size_t first) { return count_selected(ranked.first(std::min(first, n))); };
    quality.auc = share(below, selected * (n - selected));
    quality.recall_quarter = share(found_in((n + 3) / 4), selected);
    quality.precision_selected = share(found_in(selected), selected);
    quality.precision_10 = share(found_in(10), 10);
    return quality;
}

/// Relative places of the selected papers of a ranking, in (0, 1].
std::vector<double> places_of_selected(Papers ranked) {
    std::vector<double> places;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        if (ranked[i].selected) places.push_back(share(i + 1, ranked.size()));
    }
    return places;
}

/// The place down to which a share of the places lies. \pre there are places
double place_that_keeps(std::vector<double> places, double recall) {
    std::ranges::sort(places);
    auto const kept = static_cast<std::size_t>(std::ceil(recall * static_cast<double>(places.size())));
    return places[std::clamp<std::size_t>(kept, 1, places.size()) - 1];
}

/// The papers that a digest would show: relevant enough, and not beyond the most.
std::vector<RankedPaper> shown(Papers day, Selection const& selection) {
    auto ranked = best_first(day);
    std::erase_if(ranked, [&](auto const& paper) { return paper.relevance < selection.relevance_cutoff; });
    if (selection.max_papers > 0 && ranked.size() > selection.max_papers) ranked.resize(selection.max_papers);
    return ranked;
}

/// Those papers that are not among the others.
std::vector<RankedPaper> without(std::vector<RankedPaper> const& papers,
                                 std::vector<RankedPaper> const& others) {
    std::vector<RankedPaper> rest;
    std::ranges::copy_if(papers, std::back_inserter(rest), [&](RankedPaper const& paper) {
        return std::ranges::find(others, paper.id, &RankedPaper::id) == others.end();
    });
    return rest;
}

}  // namespace

MeanInterval interval_of(std::span<double const> values) {
    MeanInterval interval;
    if (values.empty()) return interval;
    auto const n = static_cast<double>(values.size());
    for (double const value : values) interval.mean += value / n;
    std::mt19937 random;  // the same numbers every time
    std::vector<double> means(kResamples, 0.0);
    for (double& mean : means) {
        for (std::size_t i = 0; i < values.size(); ++i) mean += values[random() % values.size()] / n;
    }
    std::ranges::sort(means);
    interval.low = means[kResamples / 40];
    interval.high = means[kResamples - 1 - kResamples / 40];
    return interval;
}

Evaluation evaluate(Papers papers) {
    Evaluation evaluation;
    std::vector<double> places;
    for (RankedPaper const& paper : papers) {
        auto const grade = static_cast<std::size_t>(std::clamp(std::lround(paper.relevance), 1L, 10L));
        PaperCount& outcome = evaluation.by_grade[grade - 1];
        ++outcome.papers;
        outcome.selected += paper.selected ? 1 : 0;
    }
    for (Papers const day : by_day(papers)) {
        if (!tells(day)) {
            ++evaluation.skipped_days;
            continue;
        }
        auto const ranked = best_first(day);
        evaluation.days.push_back({day.front().date, {day.size(), count_selected(day)}, quality_of(ranked)});
        std::ranges::copy(places_of_selected(ranked), std::back_inserter(places));
    }
    if (places.empty()) return evaluation;
    double const last = place_that_keeps(std::move(places), kKept);
    std::size_t all = 0;
    std::size_t read = 0;
    for (DayQuality const& day : evaluation.days) {
        all += day.count.papers;
        read += static_cast<std::size_t>(last * static_cast<double>(day.count.papers) + kRounding);
    }
    evaluation.unread_at_95 = share(all - read, all);
    return evaluation;
}

CutOutcome cut_by_earlier_days(Papers papers, double recall, std::size_t most_days, std::size_t least_days) {
    CutOutcome outcome;
    std::vector<std::vector<double>> places;  // of each day so far
    for (Papers const day : by_day(papers)) {
        auto const ranked = best_first(day);
        std::vector<double> earlier;
        for (auto const& one : std::span(places).last(std::min(most_days, places.size())))
            std::ranges::copy(one, std::back_inserter(earlier));
        bool const enough = places.size() >= least_days && !earlier.empty();
        places.push_back(places_of_selected(ranked));
        if (!enough) continue;
        double const place = place_that_keeps(std::move(earlier), recall);
        auto const count = std::ceil(place * static_cast<double>(day.size()) - kRounding);
        Papers const kept = Papers(ranked).first(static_cast<std::size_t>(count));
        ++outcome.days;
        outcome.all.papers += day.size();
        outcome.all.selected += count_selected(day);
        outcome.kept.papers += kept.size();
        outcome.kept.selected += count_selected(kept);
    }
    return outcome;
}

MeanInterval interval_of(Evaluation const& evaluation, QualityMeasure const& measure) {
    std::vector<double> values;
    for (DayQuality const& day : evaluation.days) values.push_back(day.quality.*measure.value);
    return interval_of(values);
}

EvaluationChange compare(Papers papers, Selection const& selection, Papers other_papers,
                         Selection const& other_selection) {
    EvaluationChange change;
    std::array<std::vector<double>, kQualityMeasures.size()> differences;
    auto const days = by_day(papers);
    auto const other_days = by_day(other_papers);
    for (std::size_t i = 0; i < days.size(); ++i) {
        DayChange day{days[i].front().date, 0, {}, {}};
        if (tells(days[i])) {
            auto const before = quality_of(best_first(days[i]));
            auto const after = quality_of(best_first(other_days[i]));
            for (std::size_t k = 0; k < kQualityMeasures.size(); ++k) {
                auto const value = kQualityMeasures[k].value;
                differences[k].push_back(after.*value - before.*value);
            }
            day.average_precision = after.average_precision - before.average_precision;
        }
        auto const before = shown(days[i], selection);
        auto const after = shown(other_days[i], other_selection);
        day.added = without(after, before);
        day.dropped = without(before, after);
        change.days.push_back(std::move(day));
    }
    for (std::size_t k = 0; k < differences.size(); ++k) change.measures[k] = interval_of(differences[k]);
    return change;
}

}  // namespace lectern
