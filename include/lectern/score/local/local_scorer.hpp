#pragma once

#include <lectern/score/local/ranker.hpp>
#include <lectern/score/scorer.hpp>

#include <memory>

namespace lectern {

/// The default scorer: LocalRanker over the day's papers, which learns from the context's stores, if there are any
/// (learned_ranker()). Needs nothing but the topics, and costs nothing.
std::unique_ptr<Scorer> make_local_scorer(Topics topics, RankerOptions const& options = {});

}  // namespace lectern
