#pragma once

#include "model_client.hpp"

#include <lectern/score/llm/llm_scorer.hpp>
#include <lectern/store/answer_store.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace lectern::llm {

/// Has a model say what the shown papers of a day do. One request after the other: they are few.
/// \par Lifetimes everything handed in must outlive the object
class SummarySession {
public:
    SummarySession(LlmOptions const& options, PromptParts const& parts, ModelClient& client,
                   std::span<Paper const> papers, ScoreContext& context);

    net::awaitable<Result<SummaryReport>> run(ModelServices const& services);

private:
    /// Takes the stored summaries. \return the papers without one
    Result<std::vector<Paper const*>> recall();
    ChatRequest request_for(std::span<Paper const* const> papers) const;
    /// Asks about some papers; those that the answer leaves out are asked about once more, each alone.
    net::awaitable<Result<void>> ask(std::vector<Paper const*> papers, bool alone,
                                     ModelServices const& services);
    Result<void> take(Answered const& answered, std::span<Paper const* const> papers);
    Result<void> add_usage();

    LlmOptions const& options_;
    PromptParts const& parts_;
    ModelClient& client_;
    std::span<Paper const> papers_;
    ScoreContext& context_;
    AnswerKey key_;
    SummaryReport report_;
    std::vector<StageUsage> usage_;
};

}  // namespace lectern::llm
