#pragma once

#include <lectern/score/local/ranker.hpp>
#include <lectern/score/scorer.hpp>

#include <cstddef>
#include <memory>

namespace lectern {

/// Where a cascade cuts.
struct CascadeOptions {
    double share = 0.5;      ///< Share of a day's papers that the second scorer sees, in (0, 1].
    std::size_t papers = 0;  ///< So many papers instead of a share; 0: the share counts.
    double recall = 0.97;   ///< Share of the relevant papers that must pass, by past days; 0: no calibration.
    std::size_t days = 20;  ///< Past days that are looked at.
    std::size_t least_days = 5;    ///< Days, and ...
    std::size_t least_shown = 30;  ///< ... relevant papers on them, below which there is no calibration.
    RankerOptions ranker{};        ///< Weights of the local ranking.
    double probe = 0.05;           ///< Share of the tail that is shown to the second scorer all the same.
};

/// Ranks a day's papers locally, and lets another scorer judge the best of them. The others are left out,
/// each with its rank.
///
/// The cut is calibrated on the store's past days that the second scorer judged: the smallest share of the
/// ranking that holds `recall` of the papers it selected. A sample of the tail, chosen by the papers' ids, is
/// judged too and weighs in the calibration by the inverse of its share (Horvitz & Thompson, 1952): otherwise
/// papers that were cut off could never be missed, and the cut would tighten by itself.
///
/// The ranking learns from the store (learned_ranker()); for the calibration, from what came before those days
/// only. Costs two learnings, and about 0.2 ms for each of the day's and the past days' papers.
/// \param topics for the ranking
/// \param second judges what passes; its report is passed on
/// \param options where to cut
std::unique_ptr<Scorer> make_cascade_scorer(Topics topics, std::unique_ptr<Scorer> second,
                                            CascadeOptions const& options = {});

}  // namespace lectern
