#include "detail/logistic_regression.hpp"

#include "detail/parallel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace lectern::local {
namespace {

constexpr double kTolerance = 1e-3;  // of the gradient, against the one at zero
constexpr int kMostSteps = 30;
constexpr int kMostInnerSteps = 50;
constexpr int kMostHalvings = 20;

/// Sums over rows are made in this many parts, always the same, and added in their order.
constexpr std::size_t kParts = 4;

/// A vector over the columns and the intercept.
struct Point {
    std::vector<float> weights;
    double intercept = 0;

    explicit Point(std::size_t columns) : weights(columns, 0.0F) {}
};

double dot(Point const& a, Point const& b) {
    double sum = a.intercept * b.intercept;
    for (std::size_t i = 0; i < a.weights.size(); ++i) {
        sum += static_cast<double>(a.weights[i]) * static_cast<double>(b.weights[i]);
    }
    return sum;
}

void add(Point& to, double factor, Point const& what) {
    auto const f = static_cast<float>(factor);
    for (std::size_t i = 0; i < to.weights.size(); ++i) to.weights[i] += f * what.weights[i];
    to.intercept += factor * what.intercept;
}

double log_loss(double margin) {
    return margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin;
}

class Newton {
public:
    Newton(TrainingSet const& set, LinearModel const& start, unsigned threads);

    LinearModel fit();

private:
    std::size_t rows() const { return set_.which.size(); }
    std::span<Cell const> row(std::size_t i) const { return set_.rows.row(set_.which[i]); }
    void multiply(Point const& x, std::vector<double>& out) const;
    template <class Factor>
    void add_rows(Point& out, Factor const& factor);
    double loss(std::vector<double> const& scores, double step, double norms) const;
    void slopes(std::vector<double> const& scores);
    void gradient(Point& out);
    Point direction(Point const& gradient, double norm, double reference);
    bool advance(Point const& gradient, Point const& step);

    TrainingSet const& set_;
    unsigned threads_;
    Point at_;
    std::vector<double> scores_;  // w·x + b, without offsets
    std::vector<double> first_;   // derivative of each row's loss
    std::vector<double> second_;
    std::vector<double> product_;
    std::array<std::vector<float>, kParts> partial_;
    double value_ = 0;
};

Newton::Newton(TrainingSet const& set, LinearModel const& start, unsigned threads)
    : set_(set),
      threads_(threads),
      at_(set.columns),
      scores_(rows()),
      first_(rows()),
      second_(rows()),
      product_(rows()) {
    if (start.weights.size() == set.columns) {
        at_.weights = start.weights;
        at_.intercept = start.intercept;
    }
}

void Newton::multiply(Point const& x, std::vector<double>& out) const {
    for_parts(rows(), threads_, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            out[i] = local::dot(row(i), x.weights) + x.intercept;
        }
    });
}

/// Adds Σ uᵢ·(row i) to `out`, where `factor(i)` gives uᵢ.
template <class Factor>
void Newton::add_rows(Point& out, Factor const& factor) {
    std::array<double, kParts> intercepts{};
    for_parts(kParts, threads_, [&](std::size_t begin, std::size_t end) {
        for (std::size_t part = begin; part < end; ++part) {
            std::vector<float>& sums = partial_[part];
            sums.assign(set_.columns, 0.0F);
            for (std::size_t i = rows() * part / kParts; i < rows() * (part + 1) / kParts; ++i) {
                double const u = factor(i);
                intercepts[part] += u;
                add_to(sums, row(i), static_cast<float>(u));
            }
        }
    });
    for (std::size_t part = 0; part < kParts; ++part) {
        out.intercept += intercepts[part];
        for (std::size_t k = 0; k < set_.columns; ++k) out.weights[k] += partial_[part][k];
    }
}

/// The objective at scores + step · product.
double Newton::loss(std::vector<double> const& scores, double step, double norms) const {
    double sum = norms / 2;
    for (std::size_t i = 0; i < rows(); ++i) {
        double const score = set_.offsets[i] + scores[i] + (step != 0 ? step * product_[i] : 0.0);
        sum += set_.weights[i] * log_loss(set_.liked[i] * score);
    }
    return sum;
}

void Newton::slopes(std::vector<double> const& scores) {
    for (std::size_t i = 0; i < rows(); ++i) {
        double const p = 1 / (1 + std::exp(set_.liked[i] * (set_.offsets[i] + scores[i])));
        first_[i] = -set_.weights[i] * set_.liked[i] * p;
        second_[i] = set_.weights[i] * p * (1 - p);
    }
}

void Newton::gradient(Point& out) {
    out.weights = at_.weights;
    out.intercept = 0;
    add_rows(out, [&](std::size_t i) { return first_[i]; });
}

/// Solves H·s = -g by conjugate gradients, as far as it pays.
Point Newton::direction(Point const& gradient, double norm, double reference) {
    Point step(set_.columns);
    Point residual(set_.columns);
    add(residual, -1, gradient);
    Point search = residual;
    double square = norm * norm;
    double const enough = std::min(0.1, std::sqrt(norm / reference)) * norm;
    Point curved(set_.columns);
    for (int i = 0; i < kMostInnerSteps && std::sqrt(square) > enough; ++i) {
        curved.weights = search.weights;
        curved.intercept = 0;
        // One pass: a row is read for its product and added while it is at hand.
        add_rows(curved, [&](std::size_t k) {
            return second_[k] * (local::dot(row(k), search.weights) + search.intercept);
        });
        double const length = square / dot(search, curved);
        add(step, length, search);
        add(residual, -length, curved);
        double const next = dot(residual, residual);
        double const ratio = next / square;
        square = next;
        for (std::size_t k = 0; k < set_.columns; ++k) {
            search.weights[k] = residual.weights[k] + static_cast<float>(ratio) * search.weights[k];
        }
        search.intercept = residual.intercept + ratio * search.intercept;
    }
    return step;
}

/// Goes along the step as far as the objective falls well. \return whether it went at all
bool Newton::advance(Point const& gradient, Point const& step) {
    multiply(step, product_);
    double const slope = dot(gradient, step);
    auto const squares = [](std::vector<float> const& a, std::vector<float> const& b) {
        double sum = 0;
        for (std::size_t k = 0; k < a.size(); ++k)
            sum += static_cast<double>(a[k]) * static_cast<double>(b[k]);
        return sum;
    };
    double const ww = squares(at_.weights, at_.weights);
    double const ws = squares(at_.weights, step.weights);
    double const ss = squares(step.weights, step.weights);
    double length = 1;
    for (int i = 0; i < kMostHalvings; ++i, length /= 2) {
        double const value = loss(scores_, length, ww + 2 * length * ws + length * length * ss);
        if (value > value_ + 1e-4 * length * slope) continue;
        value_ = value;
        add(at_, length, step);
        for (std::size_t k = 0; k < rows(); ++k) scores_[k] += length * product_[k];
        return true;
    }
    return false;
}

LinearModel Newton::fit() {
    slopes(std::vector<double>(rows(), 0.0));
    Point at_zero(set_.columns);
    add_rows(at_zero, [&](std::size_t i) { return first_[i]; });
    double const reference = std::sqrt(dot(at_zero, at_zero));
    multiply(at_, scores_);
    value_ = loss(scores_, 0, dot(at_, at_) - at_.intercept * at_.intercept);
    Point gradient(set_.columns);
    for (int i = 0; i < kMostSteps; ++i) {
        slopes(scores_);
        this->gradient(gradient);
        double const norm = std::sqrt(dot(gradient, gradient));
        if (norm <= kTolerance * reference) break;
        if (!advance(gradient, direction(gradient, norm, reference))) break;
    }
    return {std::move(at_.weights), at_.intercept};
}

}  // namespace

LinearModel fit_logistic_regression(TrainingSet const& set, LinearModel start, unsigned threads) {
    return Newton(set, start, threads).fit();
}

}  // namespace lectern::local
