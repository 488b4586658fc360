#include "detail/terms.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/local/ranker.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace lectern {
namespace {

using local::DenseVector;
using local::SparseVector;
using local::TermCounter;
using local::TermId;
using local::Vocabulary;

constexpr std::size_t kEvidenceTerms = 6;
constexpr std::size_t kFewestPapers = 5;  // that feedback looks at on either side
constexpr double kNearTopic = 0.6;        // share of the best topic's similarity that names a further topic

/// Upper bounds of a paper's relative rank for 10, 9, … 2; the rest gets 1.
constexpr std::array<double, 9> kRankBounds{0.02, 0.06, 0.12, 0.20, 0.30, 0.42, 0.55, 0.70, 0.85};

double relevance_of_rank(std::size_t rank, std::size_t count) {
    double const share = static_cast<double>(rank) / static_cast<double>(count);
    auto const bound = std::ranges::upper_bound(kRankBounds, share);
    return 10.0 - static_cast<double>(bound - kRankBounds.begin());
}

/// Indices of the scores, best first; equal ones in their order.
std::vector<std::size_t> order_of(std::vector<double> const& scores) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    return order;
}

/// One interest as terms.
struct Interest {
    std::string name;
    SparseVector counts;
};

std::string explain(Score const& score) {
    std::vector<std::string> for_it;
    std::vector<std::string> against;
    for (Evidence const& term : score.evidence) (term.weight > 0 ? for_it : against).push_back(term.term);
    std::string comment = score.topics.empty()
                              ? "Matches no topic by its words"
                              : fmt::format("Nearest to {}", text::join(score.topics, " and "));
    if (!for_it.empty()) comment += fmt::format("; speaks for it: {}", text::join(for_it, ", "));
    if (!against.empty()) comment += fmt::format("; against it: {}", text::join(against, ", "));
    return comment + ".";
}

}  // namespace

class LocalRanker::Impl {
public:
    Impl(Topics const& topics, RankerOptions const& options);

    std::vector<Score> rank(std::span<Paper const> pool, std::span<Judgement const> judged);

private:
    /// The pool as vectors, and the weights they were made with.
    struct Pool {
        std::vector<SparseVector> papers;
        DenseVector idf;
    };

    SparseVector const& counts(Paper const& paper);
    Pool make_pool(std::span<Paper const> papers, std::span<Judgement const> judged);
    SparseVector weigh(SparseVector counts, DenseVector const& idf) const;
    std::vector<SparseVector> weigh_interests(DenseVector const& idf) const;
    DenseVector topics_query(std::vector<SparseVector> const& interests, DenseVector const& idf) const;
    void learn(std::span<Judgement const> judged, DenseVector const& idf, DenseVector& query);
    DenseVector feedback(Pool const& pool, std::vector<double> const& scores) const;
    static std::vector<double> similarities(Pool const& pool, DenseVector const& query);
    std::vector<Score> make_scores(Pool const& pool, std::vector<SparseVector> const& interests,
                                   DenseVector const& query, std::vector<double> const& strengths) const;
    std::vector<Evidence> evidence(SparseVector const& paper, DenseVector const& query) const;
    std::vector<std::string> matched_topics(SparseVector const& paper,
                                            std::vector<DenseVector> const& interests) const;

    RankerOptions options_;
    Vocabulary vocabulary_;
    std::vector<Interest> interests_;
    SparseVector irrelevant_;
    boost::unordered_flat_map<std::string, SparseVector> counts_;
};

LocalRanker::Impl::Impl(Topics const& topics, RankerOptions const& options) : options_(options) {
    TermCounter counter(vocabulary_);
    for (Topic const& topic : topics.topics) {
        counter.add(topic.name, 1);
        for (std::string const& line : topic.relevant) counter.add(line, 1);
        interests_.push_back({topic.name, counter.take()});
    }
    if (!topics.keywords.empty()) {
        for (std::string const& keyword : topics.keywords) counter.add(keyword, 1);
        interests_.push_back({"keywords", counter.take()});
    }
    for (Topic const& topic : topics.topics) {
        for (std::string const& line : topic.irrelevant) counter.add(line, 1);
    }
    for (std::string const& keyword : topics.irrelevant_keywords) counter.add(keyword, 1);
    for (std::string const& keyword : topics.application_keywords) {
        counter.add(keyword, static_cast<float>(options_.application));
    }
    irrelevant_ = counter.take();
}

SparseVector const& LocalRanker::Impl::counts(Paper const& paper) {
    auto const [entry, inserted] = counts_.try_emplace(paper.id.to_string());
    if (inserted) {
        TermCounter counter(vocabulary_);
        counter.add(paper.title, static_cast<float>(options_.title));
        counter.add(paper.abstract, 1);
        entry->second = counter.take();
    }
    return entry->second;
}

LocalRanker::Impl::Pool LocalRanker::Impl::make_pool(std::span<Paper const> papers,
                                                     std::span<Judgement const> judged) {
    for (Paper const& paper : papers) (void)counts(paper);
    for (Judgement const& judgement : judged) (void)counts(*judgement.paper);
    Pool pool;
    pool.idf.assign(vocabulary_.size(), 0.0);
    auto const count_document = [&](Paper const& paper) {
        for (auto const& [term, count] : counts(paper)) pool.idf[term] += 1;
    };
    for (Paper const& paper : papers) count_document(paper);
    for (Judgement const& judgement : judged) count_document(*judgement.paper);
    double const documents = static_cast<double>(papers.size() + judged.size());
    for (double& weight : pool.idf) weight = std::log((1 + documents) / (1 + weight)) + 1;
    for (Paper const& paper : papers) pool.papers.push_back(weigh(counts(paper), pool.idf));
    return pool;
}

SparseVector LocalRanker::Impl::weigh(SparseVector counts, DenseVector const& idf) const {
    for (auto& [term, weight] : counts) {
        bool const pair = vocabulary_.is_pair(term);
        weight = static_cast<float>((1 + std::log(weight)) * idf[term] * (pair ? options_.pair : 1.0));
    }
    local::normalize(counts);
    return counts;
}

std::vector<SparseVector> LocalRanker::Impl::weigh_interests(DenseVector const& idf) const {
    std::vector<SparseVector> vectors;
    for (Interest const& interest : interests_) vectors.push_back(weigh(interest.counts, idf));
    return vectors;
}

DenseVector LocalRanker::Impl::topics_query(std::vector<SparseVector> const& interests,
                                            DenseVector const& idf) const {
    DenseVector query(idf.size(), 0.0);
    // Each interest weighs the same, however long its text.
    for (SparseVector const& interest : interests) {
        local::add_to(query, interest, 1.0 / static_cast<double>(interests.size()));
    }
    local::add_to(query, weigh(irrelevant_, idf), -options_.irrelevant);
    local::normalize(query);
    return query;
}

void LocalRanker::Impl::learn(std::span<Judgement const> judged, DenseVector const& idf, DenseVector& query) {
    auto const liked = static_cast<double>(std::ranges::count(judged, true, &Judgement::liked));
    double const others = static_cast<double>(judged.size()) - liked;
    if (liked == 0) return;
    DenseVector direction(idf.size(), 0.0);
    for (Judgement const& judgement : judged) {
        double const share = judgement.liked ? 1 / liked : -1 / others;
        local::add_to(direction, weigh(counts(*judgement.paper), idf), share);
    }
    local::normalize(direction);
    for (std::size_t i = 0; i < query.size(); ++i) query[i] += options_.judged * direction[i];
    local::normalize(query);
}

/// From the middle of the pool's worst towards its best, length one.
DenseVector LocalRanker::Impl::feedback(Pool const& pool, std::vector<double> const& scores) const {
    std::size_t const n = pool.papers.size();
    auto const share_of = [n](double share) {
        return std::min(n, std::max(kFewestPapers, static_cast<std::size_t>(share * static_cast<double>(n))));
    };
    auto const order = order_of(scores);
    std::size_t const best = share_of(options_.feedback_share);
    std::size_t const worst = share_of(options_.background_share);
    DenseVector direction(pool.idf.size(), 0.0);
    double const total = static_cast<double>(best + 1) / 2;  // sum of the falling weights below
    for (std::size_t i = 0; i < best; ++i) {
        double const weight = 1 - static_cast<double>(i) / static_cast<double>(best);
        local::add_to(direction, pool.papers[order[i]], weight / total);
    }
    for (std::size_t i = n - worst; i < n; ++i) {
        local::add_to(direction, pool.papers[order[i]], -1 / static_cast<double>(worst));
    }
    local::normalize(direction);
    return direction;
}

std::vector<double> LocalRanker::Impl::similarities(Pool const& pool, DenseVector const& query) {
    std::vector<double> scores;
    for (SparseVector const& paper : pool.papers) scores.push_back(local::dot(paper, query));
    return scores;
}

std::vector<Score> LocalRanker::Impl::rank(std::span<Paper const> papers, std::span<Judgement const> judged) {
    if (papers.empty()) return {};
    Pool const pool = make_pool(papers, judged);
    auto const interests = weigh_interests(pool.idf);
    DenseVector base = topics_query(interests, pool.idf);
    learn(judged, pool.idf, base);
    DenseVector query = base;
    auto scores = similarities(pool, query);
    // The reader's own judgements say more than guesses from the pool.
    bool const guess = std::ranges::none_of(judged, &Judgement::liked);
    for (int round = 0; guess && round < options_.feedback_rounds; ++round) {
        DenseVector const direction = feedback(pool, scores);
        for (std::size_t i = 0; i < query.size(); ++i) query[i] = base[i] + options_.feedback * direction[i];
        scores = similarities(pool, query);
    }
    return make_scores(pool, interests, query, scores);
}

std::vector<Evidence> LocalRanker::Impl::evidence(SparseVector const& paper, DenseVector const& query) const {
    std::vector<std::pair<double, TermId>> products;
    for (auto const& [term, weight] : paper) {
        if (double const product = static_cast<double>(weight) * query[term]; product != 0) {
            products.emplace_back(product, term);
        }
    }
    std::size_t const kept = std::min(products.size(), kEvidenceTerms);
    auto const heavier = [](auto const& a, auto const& b) {
        return std::abs(a.first) != std::abs(b.first) ? std::abs(a.first) > std::abs(b.first)
                                                      : a.second < b.second;
    };
    std::ranges::partial_sort(products, products.begin() + static_cast<std::ptrdiff_t>(kept), heavier);
    std::vector<Evidence> found;
    for (std::size_t i = 0; i < kept; ++i)
        found.push_back({vocabulary_.term(products[i].second), products[i].first});
    return found;
}

std::vector<std::string> LocalRanker::Impl::matched_topics(SparseVector const& paper,
                                                           std::vector<DenseVector> const& interests) const {
    std::vector<double> similarity;
    for (DenseVector const& interest : interests) similarity.push_back(local::dot(paper, interest));
    std::vector<std::string> names;
    double best = 0;
    for (std::size_t const i : order_of(similarity)) {
        best = std::max(best, similarity[i]);
        if (similarity[i] <= 0 || similarity[i] < kNearTopic * best) break;
        names.push_back(interests_[i].name);
    }
    return names;
}

std::vector<Score> LocalRanker::Impl::make_scores(Pool const& pool,
                                                  std::vector<SparseVector> const& interests,
                                                  DenseVector const& query,
                                                  std::vector<double> const& strengths) const {
    constexpr double no_match = 3.0;  // highest relevance of a paper that nothing speaks for
    std::vector<DenseVector> dense;
    for (SparseVector const& interest : interests) {
        local::add_to(dense.emplace_back(pool.idf.size(), 0.0), interest, 1.0);
    }
    std::vector<Score> scores(strengths.size());
    auto const order = order_of(strengths);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        std::size_t const i = order[rank];
        Score& score = scores[i];
        score.strength = strengths[i];
        score.relevance = relevance_of_rank(rank, order.size());
        if (score.strength <= 0) score.relevance = std::min(score.relevance, no_match);
        score.estimated = true;
        score.topics = matched_topics(pool.papers[i], dense);
        score.evidence = evidence(pool.papers[i], query);
        score.comment = explain(score);
    }
    return scores;
}

LocalRanker::LocalRanker(Topics const& topics, RankerOptions const& options)
    : impl_(std::make_unique<Impl>(topics, options)) {}
LocalRanker::LocalRanker(LocalRanker&&) noexcept = default;
LocalRanker& LocalRanker::operator=(LocalRanker&&) noexcept = default;
LocalRanker::~LocalRanker() = default;

std::vector<Score> LocalRanker::rank(std::span<Paper const> pool, std::span<Judgement const> judged) {
    return impl_->rank(pool, judged);
}

}  // namespace lectern
