#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace lectern::local {

/// From the chance of being liked to a relevance of 1 to 10, as far as known the way past papers were graded.
///
/// A bound between two grades is learned where enough papers had the one and the other: the chance of that grade or
/// more is taken as that of being liked with its log-odds moved (proportional odds: McCullagh, 1980), by as much as
/// lets the day's papers get it as often, against those liked, as the past ones. A paper gets the highest
/// grade that it more likely reaches than not. Other bounds are fixed chances, the usual cutoff, 8, that of one half; those above all learned ones move with them.
class RelevanceCalibration {
public:
    static constexpr std::size_t kBounds = 9;
    using Bounds = std::array<double, kBounds>;

    /// \param grade 1–10, as somebody with an absolute scale gave it
    void add(double grade, bool liked, double weight);

    /// The least strengths for a 10, 9, … 2.
    /// \param strengths log-odds of being liked of the day's papers
    Bounds bounds(std::span<double const> strengths) const;

private:
    struct Grade {
        std::size_t papers = 0;
        double weight = 0;
    };

    std::optional<double> learned_bound(std::size_t grade, std::span<double const> strengths) const;

    std::array<Grade, 11> grades_;
    double liked_ = 0;  ///< Weight of the liked ones.
};

/// The relevance of a strength: 1 below all bounds.
double grade_of_strength(double strength, RelevanceCalibration::Bounds const& bounds);

}  // namespace lectern::local
