#include <lectern/pipeline/evaluate.hpp>

#include <algorithm>
#include <cmath>
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
constexpr double kKept = 0.95;

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

/// The share of the papers beyond the place in the day's ranking that keeps so many selected ones.
double unread(std::vector<std::pair<double, bool>> places) {
    std::vector<double> selected;
    for (auto const& [place, is_selected] : places) {
        if (is_selected) selected.push_back(place);
    }
    if (selected.empty()) return 0;
    std::ranges::sort(selected);
    auto const kept = static_cast<std::size_t>(std::ceil(kKept * static_cast<double>(selected.size())));
    double const last = selected[std::max<std::size_t>(kept, 1) - 1];
    auto const read = std::ranges::count_if(places, [last](auto const& one) { return one.first <= last; });
    return 1 - share(static_cast<std::size_t>(read), places.size());
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
    std::vector<std::pair<double, bool>> places;
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
        for (std::size_t i = 0; i < ranked.size(); ++i)
            places.emplace_back(share(i + 1, ranked.size()), ranked[i].selected);
    }
    evaluation.unread_at_95 = unread(std::move(places));
    return evaluation;
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
