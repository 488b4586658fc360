#include "detail/author_history.hpp"
#include "detail/evidence.hpp"
#include "detail/logistic_regression.hpp"
#include "detail/neighbors.hpp"
#include "detail/order.hpp"
#include "detail/parallel.hpp"
#include "detail/reader_words.hpp"
#include "detail/relevance_calibration.hpp"
#include "detail/term_space.hpp"
#include "detail/text_reader.hpp"
#include "detail/topic_match.hpp"
#include "detail/topic_query.hpp"
#include "detail/topic_vectors.hpp"

#include <lectern/score/local/ranker.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace lectern {
namespace {

using namespace local;

constexpr std::size_t kFewExamples = 2000;  // below, the pool tells too how common words are
constexpr double kNearTopic = 0.6;          // share of the best topic's similarity that names a further topic
constexpr std::size_t kVoters = 20;         // nearest judged papers that are asked
constexpr double kUnsure = 0.05;            // votes' worth of the usual share that every vote starts with
constexpr std::size_t kNamedLiked = 2;      // liked papers named as near
constexpr std::size_t kNamedTerms = 5;      // terms in a reason
constexpr double kNamedAuthor = 0.2;        // log-odds of an author worth naming
constexpr std::size_t kNamedVoters = 2;     // judged papers among the evidence
constexpr float kNear = 0.15F;              // similarity of a paper worth naming
constexpr std::size_t kFewLikes = 10;       // below, the topics bound the grades
constexpr std::size_t kEnoughOpinions = 50;  // likes, and dislikes, from which on strengths are chances

/// Upper bounds of a paper's relative rank for 10, 9, … 2; the rest gets 1.
constexpr std::array<double, 9> kRankBounds{0.02, 0.06, 0.12, 0.20, 0.30, 0.42, 0.55, 0.70, 0.85};

double grade_of_rank(std::size_t rank, std::size_t count) {
    double const share = static_cast<double>(rank) / static_cast<double>(count);
    auto const bound = std::ranges::upper_bound(kRankBounds, share);
    return 10.0 - static_cast<double>(bound - kRankBounds.begin());
}

double clamped_log_odds(double share) {
    constexpr double least = 1e-3;
    double const p = std::clamp(share, least, 1 - least);
    return std::log(p / (1 - p));
}

/// Mean and standard deviation, to put a similarity on a common scale.
struct Scale {
    double mean = 0;
    double deviation = 1;

    double operator()(double value) const { return (value - mean) / deviation; }
};

Scale scale_of(std::span<double const> values) {
    Scale scale;
    if (values.empty()) return scale;
    double const n = static_cast<double>(values.size());
    for (double const value : values) scale.mean += value / n;
    double variance = 0;
    for (double const value : values) variance += (value - scale.mean) * (value - scale.mean) / n;
    if (variance > 0) scale.deviation = std::sqrt(variance);
    return scale;
}

/// Sums are made in the order of the ids: the order papers come in changes nothing, not even the last bit.
void sort_by_id(std::span<Example> examples) {
    std::ranges::stable_sort(examples, {}, &Example::id);
}

/// Appends the pool's papers that are no examples yet.
void append_unknown(std::span<Paper const> pool, std::span<PaperFeatures const> features,
                    std::vector<Example>& examples) {
    std::size_t const seen = examples.size();
    std::set<std::string> held;
    for (Example const& example : examples) held.insert(example.id);
    for (std::size_t i = 0; i < pool.size(); ++i) {
        std::string id = pool[i].id.base();
        if (held.insert(id).second) examples.push_back({.id = std::move(id), .features = &features[i]});
    }
    sort_by_id(std::span(examples).subspan(seen));
}

/// Names of the nearest topics, best first.
std::vector<std::string> matched(std::span<TopicScore const> topics) {
    std::vector<double> similarity;
    for (TopicScore const& topic : topics) similarity.push_back(topic.similarity);
    std::vector<std::string> names;
    double best = 0;
    for (std::size_t const i : best_first(similarity)) {
        best = std::max(best, similarity[i]);
        if (similarity[i] <= 0 || similarity[i] < kNearTopic * best) break;
        names.push_back(topics[i].topic);
    }
    return names;
}

/// What is kept of an example.
struct Known {
    std::string id;
    Opinion opinion;
    double weight;
    std::string title;
    bool marked;
};

}  // namespace

class LocalRanker::Impl {
public:
    Impl(Topics const& topics, RankerOptions const& options)
        : options_(options), topic_query_(topics, options), words_(std::make_shared<ReaderWords>(topics)) {}

    void learn(std::span<Example const> given, std::span<Paper const> pool);
    bool learned() const { return space_.has_value(); }
    std::vector<Score> rank(std::span<Paper const> pool) const;

    Impl untaught() const { return Impl(options_, topic_query_, words_); }

private:
    /// A paper of the pool on its way to its score.
    struct Candidate {
        Score score;
        float similarity = 0;     ///< To the nearest paper seen before.
        bool near_liked = false;  ///< Whether a liked paper is near.
    };

    Impl(RankerOptions const& options, TopicQuery const& interests, std::shared_ptr<ReaderWords const> words)
        : options_(options), topic_query_(interests), words_(std::move(words)) {}

    void take_opinions(std::span<Example const> examples);
    void learn_topics(Matrix const& rows);
    void learn_judgments(Matrix const& rows);
    LinearModel previous_model(std::span<FeatureId const> former) const;
    bool has_model() const { return !model_.weights.empty(); }
    Candidate judge(Paper const& paper, TextReader& reader, NeighborIndex::Scratch& scratch) const;
    double trust_in(Opinion opinion) const { return opinion == Opinion::unknown ? options_.unknown : 1; }
    double add_votes(std::span<Neighbor const> nearest, std::vector<Evidence>& evidence) const;
    double add_history(Paper const& paper, std::vector<Evidence>& evidence) const;
    std::vector<TopicScore> topic_scores(Row const& row) const;
    std::vector<ReasonParts::Near> near_liked(std::span<Neighbor const> nearest) const;
    void give_reason(Paper const& paper, std::vector<ReasonParts::Near> near, Score& score) const;
    void grade_relevance(std::span<Candidate const> candidates, std::vector<Score>& scores) const;
    static void grade_novelty(std::span<Candidate const> candidates, std::vector<Score>& scores);

    RankerOptions options_;
    TopicQuery topic_query_;
    std::shared_ptr<ReaderWords const> words_;
    std::optional<TermSpace> space_;
    std::vector<Known> known_;
    std::vector<float> query_;  ///< Topics with feedback, per standard deviation, times the prior.
    double query_mean_ = 0;
    LinearModel model_;         ///< Empty without likes.
    BigVector<float> weights_;  ///< Everything a term adds to the strength.
    TopicVectors topics_;       ///< One per interest.
    NeighborIndex index_;
    AuthorHistory authors_;
    RelevanceCalibration grades_;
    double liked_ = 0;         ///< Weight of the likes.
    std::size_t likes_ = 0;    ///< How many there are.
    bool calibrated_ = false;  ///< Whether strengths are log-odds of being liked.
    double base_rate_ = 0;     ///< Share of likes in what the neighbors are asked.
};

void LocalRanker::Impl::learn(std::span<Example const> given, std::span<Paper const> pool) {
    std::vector<Example> examples(given.begin(), given.end());
    sort_by_id(examples);
    bool const few = given.size() < kFewExamples;
    auto const of_pool = read_features(few ? pool : std::span<Paper const>{}, options_.threads);
    append_unknown(pool.first(of_pool.size()), of_pool, examples);
    std::vector<PaperFeatures const*> papers;
    for (Example const& example : examples) papers.push_back(example.features);
    std::vector<FeatureId> const former = space_ ? space_->ids() : std::vector<FeatureId>();
    space_.emplace(papers, options_);
    index_ = {};  // makes room before the next is made
    take_opinions(examples);
    Matrix const rows = space_->matrix(papers, options_.threads);
    learn_topics(rows);
    if (liked_ > 0) {
        model_ = previous_model(former);
        learn_judgments(rows);
    } else {
        model_ = {};
    }
    weights_.assign(query_.begin(), query_.end());
    for (std::size_t k = 0; k < model_.weights.size(); ++k) weights_[k] += model_.weights[k];
    index_ = NeighborIndex(rows, given.size(), space_->first_column(1), options_.threads);
}

void LocalRanker::Impl::take_opinions(std::span<Example const> examples) {
    known_.clear();
    authors_ = {};
    grades_ = {};
    liked_ = 0;
    double total = 0;
    for (Example const& example : examples) {
        double const weight = example.weight * std::exp2(-example.age / options_.half_life);
        bool const is_liked = example.opinion == Opinion::liked;
        known_.push_back(
            {example.id, example.opinion, weight, is_liked ? example.title : std::string(), example.marked});
        total += trust_in(example.opinion) * weight;
        if (example.opinion == Opinion::unknown) continue;
        authors_.add(example.features->authors, is_liked, example.weight);
        if (example.grade) grades_.add(*example.grade, is_liked, weight);
        liked_ += is_liked ? weight : 0;
    }
    auto const count = [&](Opinion opinion) {
        return static_cast<std::size_t>(std::ranges::count(examples, opinion, &Example::opinion));
    };
    likes_ = count(Opinion::liked);
    calibrated_ = std::min(likes_, count(Opinion::disliked)) >= kEnoughOpinions;
    base_rate_ = total > 0 ? liked_ / total : 0;
}

/// The topics' query, moved towards the nearest papers, and what it gives on average.
void LocalRanker::Impl::learn_topics(Matrix const& rows) {
    topics_ = {};
    for (Interest const& interest : topic_query_.wanted) {
        Row row;
        space_->append(interest.terms, row);
        topics_.add(row);
    }
    double const prior = options_.prior * options_.prior_likes / (options_.prior_likes + liked_);
    query_ = with_feedback(topic_query_.query(*space_, options_), rows, options_);
    auto const similarities = rows.times(query_, options_.threads);
    Scale const scale = scale_of(similarities);
    auto const factor = static_cast<float>(prior / scale.deviation);
    for (float& value : query_) value *= factor;
    query_mean_ = prior * scale.mean / scale.deviation;
}

void LocalRanker::Impl::learn_judgments(Matrix const& rows) {
    std::vector<std::int8_t> liked;
    std::vector<double> weights;
    for (Known const& known : known_) {
        liked.push_back(known.opinion == Opinion::liked ? 1 : -1);
        weights.push_back(options_.cost * trust_in(known.opinion) * known.weight);
    }
    auto offsets = rows.times(query_, options_.threads);
    for (double& offset : offsets) offset -= query_mean_;
    model_ = fit_logistic_regression({rows, liked, weights, offsets}, std::move(model_), options_.threads);
}

/// The model of the last time in the columns of now.
LinearModel LocalRanker::Impl::previous_model(std::span<FeatureId const> former) const {
    if (model_.weights.empty()) return {};
    LinearModel moved{std::vector<float>(space_->columns(), 0.0F), model_.intercept};
    for (std::size_t from = 0; from < former.size(); ++from) {
        std::uint32_t const to = space_->column(former[from]);
        if (to != TermSpace::kNone) moved.weights[to] = model_.weights[from];
    }
    return moved;
}

std::vector<Score> LocalRanker::Impl::rank(std::span<Paper const> pool) const {
    std::vector<Candidate> candidates(pool.size());
    for_parts(pool.size(), options_.threads, [&](std::size_t begin, std::size_t end) {
        TextReader reader;
        NeighborIndex::Scratch scratch;
        for (std::size_t i = begin; i < end; ++i) candidates[i] = judge(pool[i], reader, scratch);
    });
    std::vector<Score> scores;
    for (Candidate& candidate : candidates) scores.push_back(std::move(candidate.score));
    grade_relevance(candidates, scores);
    if (index_.rows() > 0) grade_novelty(candidates, scores);
    return scores;
}

LocalRanker::Impl::Candidate LocalRanker::Impl::judge(Paper const& paper, TextReader& reader,
                                                      NeighborIndex::Scratch& scratch) const {
    reader.read(paper.title, paper.abstract);
    auto const counts = reader.counts();
    Row row;
    row.reserve(counts.size());
    space_->append(counts, row);
    Candidate candidate;
    Score& score = candidate.score;
    score.estimated = true;
    score.strength = dot(row, weights_) - query_mean_ + model_.intercept;
    score.evidence = heaviest_terms(reader, counts, row, *space_, weights_);
    score.topic_scores = topic_scores(row);
    score.topics = matched(score.topic_scores);
    auto nearest = index_.nearest(row, kVoters, scratch);
    std::string const id = paper.id.base();
    std::erase_if(nearest, [&](Neighbor const& one) { return known_[one.row].id == id; });
    candidate.similarity = nearest.empty() ? 0 : nearest.front().similarity;
    auto liked = has_model() ? near_liked(nearest) : std::vector<ReasonParts::Near>();
    candidate.near_liked = !liked.empty();
    if (has_model()) {
        score.strength += add_votes(nearest, score.evidence);
        score.strength += add_history(paper, score.evidence);
    }
    give_reason(paper, std::move(liked), score);
    auto const weight = [](Evidence const& evidence) { return std::abs(evidence.weight); };
    std::ranges::stable_sort(score.evidence, std::greater{}, weight);
    return candidate;
}

/// In the reader's own words: the terms that move the query are those of the pool, this paper's included.
void LocalRanker::Impl::give_reason(Paper const& paper, std::vector<ReasonParts::Near> near,
                                    Score& score) const {
    auto const weight = [this](std::string_view folded) {
        return static_cast<double>(space_->weight(feature_id(Zone::body, false, word_hash(folded))));
    };
    ReasonParts parts;
    parts.topics = words_->shared(paper, score.topics, weight, kNamedTerms);
    for (NamedTopic const& topic : parts.topics)
        score.terms.insert(score.terms.end(), topic.terms.begin(), topic.terms.end());
    if (!score.topics.empty()) parts.nearest_topic = score.topics.front();
    parts.near = std::move(near);
    for (Evidence const& one : score.evidence) {
        if (one.kind == Evidence::Kind::author && one.weight >= kNamedAuthor) parts.author = one.term;
    }
    score.comment = reason_of(parts);
}

std::vector<ReasonParts::Near> LocalRanker::Impl::near_liked(std::span<Neighbor const> nearest) const {
    std::vector<ReasonParts::Near> near;
    for (Neighbor const& neighbor : nearest) {
        Known const& known = known_[neighbor.row];
        bool const named =
            known.opinion == Opinion::liked && neighbor.similarity >= kNear && !known.id.empty();
        if (named && near.size() < kNamedLiked) near.push_back({known.id, known.title, known.marked});
    }
    return near;
}

std::vector<TopicScore> LocalRanker::Impl::topic_scores(Row const& row) const {
    std::vector<TopicScore> scores;
    auto const similarities = topics_.similarities(row);
    for (std::size_t i = 0; i < similarities.size(); ++i) {
        scores.push_back({topic_query_.wanted[i].name, similarities[i]});
    }
    return scores;
}

/// By the chance of being liked where enough judgments tell it, else by the place within the pool, as far as the topics
/// or a liked paper near by bear it out.
void LocalRanker::Impl::grade_relevance(std::span<Candidate const> candidates,
                                        std::vector<Score>& scores) const {
    std::vector<double> strengths;
    for (Score const& score : scores) strengths.push_back(score.strength);
    auto const order = best_first(strengths);
    auto const bounds = grades_.bounds(strengths);
    TopicMatch const match(scores);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        Score& score = scores[order[rank]];
        score.relevance =
            calibrated_ ? grade_of_strength(score.strength, bounds) : grade_of_rank(rank, order.size());
        bool const nothing = std::ranges::none_of(score.evidence, [](Evidence const& one) {
            return one.kind == Evidence::Kind::term && one.weight > 0;
        });
        if (nothing) score.relevance = std::min(score.relevance, kNothingForIt);
        if (likes_ < kFewLikes && !candidates[order[rank]].near_liked)
            score.relevance = std::min(score.relevance, match.highest_grade(score));
    }
}

/// By the place within the pool: the least similar to everything seen is a 10.
void LocalRanker::Impl::grade_novelty(std::span<Candidate const> candidates, std::vector<Score>& scores) {
    std::vector<double> distances;
    for (Candidate const& candidate : candidates)
        distances.push_back(-static_cast<double>(candidate.similarity));
    auto const order = best_first(distances);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        scores[order[rank]].novelty = grade_of_rank(rank, order.size());
    }
}

/// What the nearest judged papers say, in log-odds above the usual.
double LocalRanker::Impl::add_votes(std::span<Neighbor const> nearest,
                                    std::vector<Evidence>& evidence) const {
    double liked = kUnsure * base_rate_;
    double all = kUnsure;
    std::vector<double> pulls;
    for (Neighbor const& neighbor : nearest) {
        Known const& known = known_[neighbor.row];
        double const similarity = static_cast<double>(neighbor.similarity);
        double const weight = similarity * similarity * trust_in(known.opinion) * known.weight;
        double const vote = known.opinion == Opinion::liked ? 1 : 0;
        liked += vote * weight;
        all += weight;
        pulls.push_back((vote - base_rate_) * weight);
    }
    double const total = options_.neighbors * (clamped_log_odds(liked / all) - clamped_log_odds(base_rate_));
    // The pulls' sum is liked - usual * all, which has the sign of the total: each gets its part of it.
    double const sum = liked - base_rate_ * all;
    if (sum == 0) return total;
    auto const strength = [&](std::size_t i) { return std::abs(pulls[i]); };
    std::vector<std::size_t> order(pulls.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, strength);
    for (std::size_t const i : std::span(order).first(std::min(order.size(), kNamedVoters))) {
        std::string const& id = known_[nearest[i].row].id;
        if (!id.empty()) evidence.push_back({id, total * pulls[i] / sum, Evidence::Kind::paper});
    }
    return total;
}

/// How the authors' earlier papers were judged.
double LocalRanker::Impl::add_history(Paper const& paper, std::vector<Evidence>& evidence) const {
    auto const [advantage, author] = authors_.advantage(read_authors(paper));
    double const total = options_.author_prior * advantage;
    if (total > 0) {
        evidence.push_back({std::string(author_name(paper.authors[author])), total, Evidence::Kind::author});
    }
    return total;
}

LocalRanker::LocalRanker(Topics const& topics, RankerOptions const& options)
    : impl_(std::make_unique<Impl>(topics, options)) {}
LocalRanker::LocalRanker(LocalRanker&&) noexcept = default;
LocalRanker& LocalRanker::operator=(LocalRanker&&) noexcept = default;
LocalRanker::~LocalRanker() = default;

void LocalRanker::learn(std::span<Example const> examples, std::span<Paper const> pool) {
    impl_->learn(examples, pool);
}

std::vector<Score> LocalRanker::rank(std::span<Paper const> pool) const {
    if (impl_->learned()) return impl_->rank(pool);
    Impl untaught = impl_->untaught();
    untaught.learn({}, pool);
    return untaught.rank(pool);
}

}  // namespace lectern
