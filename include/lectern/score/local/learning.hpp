#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/score/local/ranker.hpp>
#include <lectern/store/feature_store.hpp>
#include <lectern/store/paper_store.hpp>

#include <span>

namespace lectern {

/// A ranker that has learned from what the store holds: the reader's marks, what a scorer with an absolute scale
/// selected on days before `day`, and the text of the papers listed before it; at most 50,000 papers, judged
/// ones first. With a store that holds nothing, it knows the topics only.
///
/// Features that are not kept yet are read and kept: the first call takes about 60 µs a paper more.
/// \param topics what the reader wants
/// \param options weights
/// \param papers, features of one store; null: as one that holds nothing
/// \param day the day to be ranked
/// \param pool the papers to be ranked, see LocalRanker::learn()
/// \par Errors the store's
Result<LocalRanker> learned_ranker(Topics const& topics, RankerOptions const& options,
                                   PaperStore const* papers, FeatureStore* features, Date day,
                                   std::span<Paper const> pool);

}  // namespace lectern
