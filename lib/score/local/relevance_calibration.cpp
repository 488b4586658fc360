#include "detail/relevance_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace lectern::local {
namespace {

constexpr std::size_t kEnoughPapers = 20;  // papers on either side of a bound

/// Chances of being liked for a 10, 9, … 2, where nothing is learned.
constexpr std::array<double, RelevanceCalibration::kBounds> kChances{0.85, 0.7,  0.5,  0.35, 0.22,
                                                                     0.13, 0.08, 0.04, 0.02};

/// How many of the papers are expected to be liked, with all log-odds moved.
double expected(std::span<double const> strengths, double moved) {
    double sum = 0;
    for (double const strength : strengths) sum += 1 / (1 + std::exp(-strength - moved));
    return sum;
}

}  // namespace

void RelevanceCalibration::add(double grade, bool liked, double weight) {
    auto const rounded = static_cast<std::size_t>(std::clamp(std::lround(grade), 1L, 10L));
    ++grades_[rounded].papers;
    grades_[rounded].weight += weight;
    if (liked) liked_ += weight;
}

RelevanceCalibration::Bounds RelevanceCalibration::bounds(std::span<double const> strengths) const {
    Bounds bounds;
    std::optional<double> shift;  // of the highest learned bound: those above it are rarer still
    for (std::size_t i = 0; i < kBounds; ++i) {
        double const fixed = std::log(kChances[i] / (1 - kChances[i]));
        auto const learned = learned_bound(10 - i, strengths);
        bounds[i] = learned.value_or(fixed);
        if (learned && !shift) {
            shift = *learned - fixed;
            for (std::size_t above = 0; above < i; ++above) bounds[above] += *shift;
        }
        if (i > 0) bounds[i] = std::min(bounds[i], bounds[i - 1]);
    }
    return bounds;
}

std::optional<double> RelevanceCalibration::learned_bound(std::size_t grade,
                                                          std::span<double const> strengths) const {
    std::size_t papers = 0;
    double weight = 0;
    for (std::size_t i = grade; i < grades_.size(); ++i) {
        papers += grades_[i].papers;
        weight += grades_[i].weight;
    }
    if (strengths.empty() || liked_ <= 0 || papers < kEnoughPapers ||
        grades_[grade - 1].papers < kEnoughPapers)
        return {};
    double const wanted =
        std::min(weight / liked_ * expected(strengths, 0), static_cast<double>(strengths.size()));
    constexpr double farthest = 12;  // log-odds; six digits of chance
    constexpr int steps = 24;        // to a millionth
    double low = -farthest;
    double high = farthest;
    for (int step = 0; step < steps; ++step) {
        double const middle = (low + high) / 2;
        (expected(strengths, middle) < wanted ? low : high) = middle;
    }
    return -low;
}

double grade_of_strength(double strength, RelevanceCalibration::Bounds const& bounds) {
    auto const bound = std::ranges::lower_bound(bounds, strength, std::greater{});
    return 10.0 - static_cast<double>(bound - bounds.begin());
}

}  // namespace lectern::local
