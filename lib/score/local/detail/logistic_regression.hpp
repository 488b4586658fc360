#pragma once

#include "matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// What a linear model is fitted to: row i of the matrix is liked or not, weighs `weights[i]`, and has
/// `offsets[i]` in its favour before any term speaks.
struct TrainingSet {
    Matrix const& rows;
    std::span<std::uint32_t const> which;  ///< Rows of the matrix that take part; the others are in no sum.
    std::span<std::int8_t const> liked;    ///< 1 or -1, one per entry of `which`; so are weights and offsets.
    std::span<double const> weights;
    std::span<double const> offsets;
    std::size_t columns;
};

/// Weights of the columns, and the intercept.
struct LinearModel {
    std::vector<float> weights;
    double intercept = 0;
};

/// Fits a logistic regression: minimises |w|²/2 + Σ cᵢ log(1 + exp(-yᵢ(oᵢ + w·xᵢ + b))), by a truncated Newton
/// method (Lin, Weng & Keerthi: Trust region Newton method for large-scale logistic regression, 2008; with a
/// line search in place of the region), until the gradient is a thousandth of that at zero.
/// The result does not depend on the number of threads.
/// \param start where to begin; empty weights mean zero. A model of the day before saves half of the time.
LinearModel fit_logistic_regression(TrainingSet const& set, LinearModel start, unsigned threads);

}  // namespace lectern::local
