#include <lectern/score/local/learning.hpp>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace lectern {
namespace {

constexpr std::size_t kMostPapers = 50'000;

/// The features of the papers, as kept or read anew.
Result<std::vector<PaperFeatures>> features_of(std::vector<TrainingExample> const& seen,
                                               PaperStore const& papers, FeatureStore& store) {
    std::vector<PaperFeatures> features;
    std::vector<KeptFeatures> fresh;
    for (TrainingExample const& one : seen) {
        if (!one.features.empty()) {
            if (auto kept = features_from_bytes(one.features)) {
                features.push_back(std::move(*kept));
                continue;
            }
        }
        auto const paper = papers.find_paper(one.id);
        if (!paper) return paper.error();
        features.push_back(*paper ? read_features(**paper) : PaperFeatures{});
        fresh.push_back({one.row, to_bytes(features.back())});
    }
    if (!fresh.empty()) {
        if (auto const kept = store.keep_features(kFeaturesVersion, fresh); !kept) return kept.error();
    }
    return features;
}

Opinion opinion_of(TrainingExample const& paper) {
    if (!paper.liked) return Opinion::unknown;
    return *paper.liked ? Opinion::liked : Opinion::disliked;
}

}  // namespace

Result<LocalRanker> learned_ranker(Topics const& topics, RankerOptions const& options,
                                   PaperStore const* papers, FeatureStore* kept, Date day,
                                   std::span<Paper const> pool) {
    LocalRanker ranker(topics, options);
    if (!papers || !kept) return ranker;
    auto const seen = kept->training_examples(day, kFeaturesVersion, kMostPapers);
    if (!seen) return seen.error();
    if (seen->empty()) return ranker;
    auto const features = features_of(*seen, *papers, *kept);
    if (!features) return features.error();
    std::vector<Example> examples;
    for (std::size_t i = 0; i < seen->size(); ++i) {
        TrainingExample const& paper = (*seen)[i];
        // A mark made after the day is as fresh as one of the day.
        auto const age =
            std::max(std::chrono::sys_days(day) - std::chrono::sys_days(paper.day), std::chrono::days(0));
        examples.push_back({paper.id.base(), &(*features)[i], opinion_of(paper),
                            static_cast<double>(age.count()), 1, paper.relevance, paper.title, paper.marked});
    }
    ranker.learn(examples, pool);
    return ranker;
}

}  // namespace lectern
