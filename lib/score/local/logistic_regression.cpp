#include "detail/logistic_regression.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lectern::local {
namespace {

constexpr double kInnerTolerance = 0.3;   // of a step's residual, against the gradient
constexpr double kLeastTolerance = 0.5;   // of a step's residual, against what the gradient must become
constexpr double kInterceptShare = 1e-6;  // of the rows' weight, which holds the intercept
constexpr int kMostSteps = 30;
constexpr int kMostInnerSteps = 50;
constexpr int kMostHalvings = 20;
constexpr int kMostInterceptSteps = 50;
constexpr double kLongestInterceptStep = 4;

/// A vector over the columns and the intercept.
struct Point {
    std::vector<float> weights;
    double intercept = 0;

    explicit Point(std::size_t columns) : weights(columns, 0.0F) {}
};

double dot(std::vector<float> const& a, std::vector<float> const& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

double dot(Point const& a, Point const& b) {
    return dot(a.weights, b.weights) + a.intercept * b.intercept;
}

void add(Point& to, double factor, Point const& what) {
    auto const f = static_cast<float>(factor);
    for (std::size_t i = 0; i < to.weights.size(); ++i) to.weights[i] += f * what.weights[i];
    to.intercept += factor * what.intercept;
}

double log_loss(double margin) {
    return margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin;
}

/// A way to go, and how it changes the rows' scores.
struct Step {
    Point to;
    std::vector<double> products;
};

class Newton {
public:
    Newton(TrainingSet const& set, unsigned threads);

    LinearModel fit(LinearModel start, double tolerance);

private:
    std::size_t rows() const { return set_.rows.rows(); }
    std::vector<double> scores_of(Point const& x) const;
    double loss(double length, Step const& step) const;
    void update_slopes();
    void balance();
    Point gradient() const;
    Point hessian_product(Point const& x, std::vector<double> const& products) const;
    Step direction(Point const& gradient, double left) const;
    bool advance(Point const& gradient, Step const& step);

    TrainingSet const& set_;
    unsigned threads_;
    double intercept_l2_ = 0;  // λ
    Point at_;
    std::vector<double> scores_;  // w·x + b, without offsets
    std::vector<double> first_;   // derivatives of each row's loss by its score
    std::vector<double> second_;
};

Newton::Newton(TrainingSet const& set, unsigned threads)
    : set_(set),
      threads_(threads),
      at_(set.rows.columns()),
      scores_(rows(), 0.0),
      first_(rows()),
      second_(rows()) {
    for (double const weight : set_.weights) intercept_l2_ += kInterceptShare * weight;
}

std::vector<double> Newton::scores_of(Point const& x) const {
    auto scores = set_.rows.times(x.weights, threads_);
    for (double& score : scores) score += x.intercept;
    return scores;
}

/// The objective after going so far along the step.
double Newton::loss(double length, Step const& step) const {
    double const b = at_.intercept + length * step.to.intercept;
    double sum =
        intercept_l2_ * b * b / 2 + length * dot(at_.weights, step.to.weights) +
        length * length * dot(step.to.weights, step.to.weights) / 2;  // beyond that of the weights so far
    for (std::size_t i = 0; i < rows(); ++i) {
        double const score = set_.offsets[i] + scores_[i] + length * step.products[i];
        sum += set_.weights[i] * log_loss(set_.liked[i] * score);
    }
    return sum;
}

void Newton::update_slopes() {
    for (std::size_t i = 0; i < rows(); ++i) {
        double const p = 1 / (1 + std::exp(set_.liked[i] * (set_.offsets[i] + scores_[i])));
        first_[i] = -set_.weights[i] * set_.liked[i] * p;
        second_[i] = set_.weights[i] * p * (1 - p);
    }
}

/// Brings the intercept to its best with the weights as they are (Newton's method in one dimension).
void Newton::balance() {
    for (int i = 0; i < kMostInterceptSteps; ++i) {
        update_slopes();
        double slope = intercept_l2_ * at_.intercept;
        double curvature = intercept_l2_;
        for (std::size_t k = 0; k < rows(); ++k) {
            slope += first_[k];
            curvature += second_[k];
        }
        if (curvature == 0) return;
        double const step = std::clamp(-slope / curvature, -kLongestInterceptStep, kLongestInterceptStep);
        if (std::abs(step) < 1e-6) return;
        at_.intercept += step;
        for (double& score : scores_) score += step;
    }
}

Point Newton::gradient() const {
    Point gradient = at_;
    gradient.intercept *= intercept_l2_;
    for (double const slope : first_) gradient.intercept += slope;
    set_.rows.add_rows(first_, gradient.weights, threads_);
    return gradient;
}

/// The Hessian times x, of which the products with the rows are known.
Point Newton::hessian_product(Point const& x, std::vector<double> const& products) const {
    std::vector<double> factors(rows());
    for (std::size_t i = 0; i < rows(); ++i) factors[i] = products[i] * second_[i];
    Point out = x;
    out.intercept *= intercept_l2_;
    for (double const factor : factors) out.intercept += factor;
    set_.rows.add_rows(factors, out.weights, threads_);
    return out;
}

/// Solves H·s = -g by conjugate gradients, until so much of it is left.
Step Newton::direction(Point const& gradient, double left) const {
    Step step{Point(gradient.weights.size()), std::vector<double>(rows(), 0.0)};
    Point residual = step.to;
    add(residual, -1, gradient);
    Point search = residual;
    double square = dot(residual, residual);
    for (int i = 0; i < kMostInnerSteps && std::sqrt(square) > left; ++i) {
        auto const products = scores_of(search);
        Point const curve = hessian_product(search, products);
        double const length = square / dot(search, curve);
        add(step.to, length, search);
        for (std::size_t k = 0; k < rows(); ++k) step.products[k] += length * products[k];
        add(residual, -length, curve);
        double const next = dot(residual, residual);
        Point turned = residual;
        add(turned, next / square, search);
        search = std::move(turned);
        square = next;
    }
    return step;
}

/// Goes along the step as far as the objective falls well. \return whether it went at all
bool Newton::advance(Point const& gradient, Step const& step) {
    double const slope = dot(gradient, step.to);
    double const before = loss(0, step);
    double length = 1;
    for (int i = 0; i < kMostHalvings; ++i, length /= 2) {
        if (loss(length, step) > before + 1e-4 * length * slope) continue;
        add(at_, length, step.to);
        for (std::size_t k = 0; k < rows(); ++k) scores_[k] += length * step.products[k];
        return true;
    }
    return false;
}

LinearModel Newton::fit(LinearModel start, double tolerance) {
    balance();
    Point gradient = this->gradient();
    double const reference = std::sqrt(dot(gradient, gradient));
    if (start.weights.size() == at_.weights.size()) {
        at_.weights = std::move(start.weights);
        at_.intercept = start.intercept;
        scores_ = scores_of(at_);
        balance();
        gradient = this->gradient();
    }
    for (int i = 0; i < kMostSteps; ++i) {
        double const norm = std::sqrt(dot(gradient, gradient));
        double const wanted = tolerance * reference;
        if (norm <= wanted) break;
        double const left = std::max(kInnerTolerance * norm, kLeastTolerance * wanted);
        if (!advance(gradient, direction(gradient, left))) break;
        balance();
        gradient = this->gradient();
    }
    return {std::move(at_.weights), at_.intercept};
}

}  // namespace

LinearModel fit_logistic_regression(TrainingSet const& set, LinearModel start, unsigned threads,
                                    double tolerance) {
    return Newton(set, threads).fit(std::move(start), tolerance);
}

}  // namespace lectern::local
