#pragma once

#include <lectern/core/selection.hpp>
#include <lectern/evaluate/rank.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace lectern {

/// How well rankings agree with what was selected. All are 0–1, and 1 is best.
struct RankQuality {
    double average_precision = 0;  ///< Mean of the precisions at the selected papers' places.
    double auc = 0;             ///< Chance that a selected paper stands before another (area under the ROC).
    double recall_quarter = 0;  ///< Share of the selected papers in the best quarter of the pool.
    double precision_selected = 0;  ///< Precision among the first N, where N papers were selected.
    double precision_10 = 0;        ///< Precision among the first ten.
};

/// The members of RankQuality with their names, for tables.
struct QualityMeasure {
    char const* name;            ///< For people: `average precision`.
    double RankQuality::*value;  ///< The member it names.
};
/// Every measure, in RankQuality's order.
extern std::array<QualityMeasure, 5> const kQualityMeasures;

/// A mean over days, and where it would lie with other days: 95 % of the means of resampled days
/// (bootstrap percentiles; Efron, Bootstrap methods: another look at the jackknife, 1979).
struct MeanInterval {
    double mean = 0;  ///< Of the days at hand; 0 if there are none.
    double low = 0;   ///< 2.5 % of the resampled means lie below.
    double high = 0;  ///< 2.5 % of the resampled means lie above.
};

/// The interval of the mean, from 2000 resamples with fixed random numbers.
/// \param values one per day; with fewer than two there is no spread
MeanInterval interval_of(std::span<double const> values);

/// Papers, and how many of them were selected.
struct PaperCount {
    std::size_t papers = 0;    ///< Selected or not.
    std::size_t selected = 0;  ///< Of them, by their labels.
};

/// A day's ranking, measured.
struct DayQuality {
    Date day;             ///< Of the announcement.
    PaperCount count;     ///< The day's pool.
    RankQuality quality;  ///< Of this day alone.
};

/// A ranking of many days, measured.
struct Evaluation {
    std::vector<DayQuality> days;  ///< Those with selected papers and others.
    std::size_t skipped_days = 0;  ///< Those without one or the other: they tell nothing.
    /// How many of the papers with each relevance, 1 first, were selected, on all days: what the grades mean.
    std::array<PaperCount, 10> by_grade{};
    /// Share of the pool, over all days, that could have gone unread while 95 % of the selected papers stay
    /// (one place in the ranking for all days, found with hindsight).
    double unread_at_95 = 0;
};

/// Measures a ranking.
/// \param papers from rank_days(), by day
Evaluation evaluate(std::span<RankedPaper const> papers);

/// What a cut of each day's ranking would have kept, chosen by the days before it.
struct CutOutcome {
    std::size_t days = 0;  ///< Days with enough days before them.
    PaperCount all;        ///< On those days.
    PaperCount kept;       ///< Of these, what stands above the cuts.
};

/// Cuts each day where the days before it had a share of their selected papers, as make_cascade_scorer()
/// does.
/// \param papers from rank_days(), by day
/// \param recall the share, in (0, 1]
/// \param most_days how many days before are looked at
/// \param least_days days that have fewer before them are not cut, and not counted
CutOutcome cut_by_earlier_days(std::span<RankedPaper const> papers, double recall, std::size_t most_days = 20,
                               std::size_t least_days = 5);

/// The interval of one measure over the days.
MeanInterval interval_of(Evaluation const& evaluation, QualityMeasure const& measure);

/// What another configuration would have shown on a day.
struct DayChange {
    Date day;                      ///< Of the announcement.
    double average_precision = 0;  ///< Difference; above 0: the other is better. 0 where the day cannot tell.
    std::vector<RankedPaper> added;    ///< Shown by the other only, best first.
    std::vector<RankedPaper> dropped;  ///< Shown by the first only, best first.
};

/// Two configurations, compared on the same days.
struct EvaluationChange {
    /// Differences of the measures day by day, in the order of kQualityMeasures: above 0 the other is better.
    std::array<MeanInterval, 5> measures{};
    std::vector<DayChange> days;  ///< Every day, also those without a change.
};

/// Compares the ranking of another configuration with one of the same papers.
/// \param papers,selection ranking and cutoffs of the first
/// \param other_papers,other_selection those of the other
/// \pre both name the same papers of the same days, in the same order
EvaluationChange compare(std::span<RankedPaper const> papers, Selection const& selection,
                         std::span<RankedPaper const> other_papers, Selection const& other_selection);

}  // namespace lectern
