#pragma once

#include <lectern/config/config.hpp>
#include <lectern/score/llm/llm_scorer.hpp>
#include <lectern/score/local/ranker.hpp>
#include <lectern/score/local/topics.hpp>

namespace lectern {

/// The topics file of a configuration. \par Errors file, invalid_topics
Result<Topics> load_topics(Config const& config);

/// The local ranker's options of a configuration.
RankerOptions ranker_options(Config const& config);

/// What the configuration says about the language model: options, prompt, provider, prices.
/// \par Errors file, invalid_topics, invalid_config
Result<llm::LlmSetup> make_llm_setup(Config const& config);

}  // namespace lectern
