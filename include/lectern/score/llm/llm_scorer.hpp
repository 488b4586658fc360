#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/score/llm/prices.hpp>
#include <lectern/score/llm/prompt.hpp>
#include <lectern/score/llm/provider.hpp>
#include <lectern/score/local/ranker.hpp>
#include <lectern/score/local/topics.hpp>
#include <lectern/score/scorer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace lectern::llm {

/// How a language model is used for scoring.
struct LlmOptions {
    std::string model;                          ///< What digests and the score cache call the model.
    std::string provider;                       ///< For prices: `openai`, `anthropic`, `gemini`, …
    std::string key_name;                       ///< Name of the secret with the key; empty: none is needed.
    AnswerForm form = AnswerForm::json_schema;  ///< Asked for at first; see `keep_schema`.
    bool keep_schema = false;  ///< Whether a service that refuses structured output is an error.
    bool title_stage = true;   ///< Whether titles are looked at first.
    RankerOptions ranker{};    ///< For papers the model cannot be asked about.
    bool abstract_stage =
        true;  ///< Whether abstracts are scored; if not, what the titles leave is ranked locally.
    std::size_t title_batch = 8;          ///< Titles in a request, before adaptation.
    std::size_t abstract_batch = 4;       ///< Abstracts in a request, before adaptation.
    std::size_t adaptive_threshold = 32;  ///< See batch_size(); 0: sizes do not adapt.
    int retries = 3;                      ///< How often papers that an answer left out are asked about again.
    int concurrency = 8;                  ///< Requests in flight.
    std::int64_t requests_per_minute = 0;  ///< 0: no limit.
    std::int64_t tokens_per_minute = 0;    ///< 0: no limit.
    double max_cost_usd = 0;               ///< Of all calls of score() together; 0: no cap.
    std::int64_t max_tokens = 0;           ///< Of all calls of score() together; 0: no cap.
    std::int64_t context_tokens = 0;  ///< Largest question and answer together; 0: what the price table says.
    std::chrono::milliseconds timeout{600'000};  ///< Of one request.
    bool batch_mode = false;                     ///< Through the provider's batch API, at half the price.
    std::chrono::milliseconds batch_wait{
        0};  ///< How long a run waits for a batch; a later one goes on with it.
    std::chrono::milliseconds batch_poll{30'000};  ///< Between two looks at a batch.
    net::RetryPolicy retry{};                      ///< Of single requests.

    /// How long to wait for another process that asks the same questions with the same store, beside
    /// batch_wait.
    std::chrono::milliseconds claim_wait{2 * 3'600'000};
};

/// All that a scorer which asks a language model is made of. Movable only.
struct LlmSetup {
    LlmOptions options;                  ///< Stages, sizes and limits.
    PromptParts parts;                   ///< See load_prompt().
    Topics topics;                       ///< For names of topics, and for the local ranker.
    std::unique_ptr<Provider> provider;  ///< Not null.
    PriceTable prices;  ///< For costs and the cap; a model it does not know has unknown costs.
};

/// A scorer that asks a language model in two stages: titles first, to drop what is surely irrelevant, then
/// abstracts, for comment, relevance and novelty.
///
/// Every answer is stored at once (ScoreContext::answers) under the paper's version, the prompt's
/// fingerprint, the model and the stage, and never asked for again. Papers that an answer leaves out are
/// asked about again, alone among themselves and in smaller batches; a request that always fails is split
/// until the paper at fault stands alone. What the model could not be asked about (no credit, a cap, a server
/// that is down) gets the local ranker's estimate, marked as such, and the report is incomplete; what it was
/// asked about and did not judge stays without a score.
///
/// Several processes with one store take turns: before a stage asks, it claims its questions
/// (AnswerStore::claim()) and then takes what another process was answered meanwhile.
///
/// Calls of score() on one object share caps, limits and what was learned about the service: use one object
/// for all days of a run.
///
/// Cost: for n papers, batches of b and c requests in flight about ⌈n / (b·c)⌉ times the latency of a
/// request.
/// \pre the setup has a provider
/// \par Errors invalid_config: a cap on costs for a model without a price, both stages off, batch mode for a
/// provider without one
Result<std::unique_ptr<Scorer>> make_llm_scorer(LlmSetup setup);

/// Asks a real question about a made-up paper, with all that belongs to it: costs about as much as one paper
/// does.
/// \return what it took, and who answered, in a sentence
/// \par Errors why there is no valid answer
/// \par Lifetimes the client, clock and log must outlive the returned coroutine
net::awaitable<Result<std::string>> ask_for_a_sign(LlmSetup setup, net::HttpClient& http, Clock const& clock,
                                                   Logger const& log, Secret key);

/// The questions that a stage would ask about these papers if nothing were remembered, in their order.
std::vector<ChatRequest> preview(LlmSetup setup, Stage stage, std::span<Paper const> papers);

}  // namespace lectern::llm
