#pragma once

#include "matrix.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// What a linear model is fitted to: each row of the matrix is liked or not, weighs `weights[i]` (0: takes no
/// part), and has `offsets[i]` in its favor before any term speaks.
struct TrainingSet {
    Matrix const& rows;
    std::span<std::int8_t const> liked;  ///< 1 or -1
    std::span<double const> weights;
    std::span<double const> offsets;
};

/// Weights of the columns, and the intercept.
struct LinearModel {
    std::vector<float> weights;
    double intercept = 0;
};

/// Fits a logistic regression: minimises |w|²/2 + λb²/2 + Σ cᵢ log(1 + exp(-yᵢ(oᵢ + w·xᵢ + b))), where λ is a
/// millionth of Σ cᵢ, by a truncated Newton method (Lin, Weng & Keerthi: Trust region Newton method for
/// large-scale logistic regression, 2008; with a line search in place of the region). Before each step the intercept
/// is brought to its best: that needs no look at the rows, and saves half of the steps.
/// The result does not depend on the number of threads.
/// \param set what to fit to
/// \param start where to begin; empty weights mean zero. A model of the day before saves half of the time.
/// \param threads at least 1
/// \param tolerance how small the gradient must become, against the one at zero; a smaller one than the default
/// does not change a ranking
LinearModel fit_logistic_regression(TrainingSet const& set, LinearModel start, unsigned threads,
                                    double tolerance = 0.03);

}  // namespace lectern::local
