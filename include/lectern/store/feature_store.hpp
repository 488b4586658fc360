#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lectern {

/// A paper to learn from.
struct TrainingExample {
    std::int64_t row = 0;       ///< The store's own number of it.
    ArxivId id;                 ///< Without a version.
    std::optional<bool> liked;  ///< The reader's mark, else what a scorer with an absolute scale selected.
    Date day{};                 ///< Of the mark or the judgment, else of the last listing.
    std::optional<double> relevance;  ///< The highest by a scorer with an absolute scale.
    std::string features;             ///< As they were kept; empty if they were not.
    std::string title{};              ///< Of a liked paper; empty for others.
    bool marked = false;              ///< Whether `liked` is the reader's mark.
};

/// Features of a paper, to be kept.
struct KeptFeatures {
    std::int64_t row = 0;  ///< Of TrainingExample.
    std::string features;  ///< As to_bytes() gives them.
};

/// What the local ranker learns from: papers with what the reader or a scorer thought of them, and features
/// that were computed before. A cache: features that are lost are computed again.
/// \par Errors store
/// \par Thread safety one thread at a time
class FeatureStore {
public:
    virtual ~FeatureStore() = default;

    /// The papers that were listed or judged before `day`, or marked at any time; marked and judged ones
    /// first, then those listed last.
    /// \param day the day to be ranked
    /// \param features_version number of the code that made the features: others are not given
    /// \param most how many at most
    virtual Result<std::vector<TrainingExample>> training_examples(Date day, int features_version,
                                                                   std::size_t most) const = 0;
    /// Keeps features until the paper's text changes; does nothing in a store that is opened to read.
    virtual Result<void> keep_features(int features_version, std::span<KeptFeatures const> features) = 0;
};

}  // namespace lectern
