#pragma once

#include <lectern/core/usage.hpp>
#include <lectern/score/llm/prompt.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace lectern::llm {

/// One question to a model.
struct ChatRequest {
    Question question;                    ///< System and user message.
    Stage stage = Stage::abstract;        ///< Selects the schema of the answer.
    AnswerForm form = AnswerForm::jsonl;  ///< json_schema: the provider is told to enforce it.
    std::int64_t prompt_tokens = 0;  ///< Upper estimate; sizes the context of servers that need to be told.
    std::int64_t output_tokens = 0;  ///< Upper estimate of the answer.
    std::set<std::string> ids{};     ///< Papers that are asked about, without version.
};

/// How an answer ended.
enum class Finish {
    complete,
    cut,      ///< The limit of tokens was reached; what is there may be used.
    refused,  ///< The model or a filter declined.
};

/// A model's answer.
struct ChatAnswer {
    std::string text;                  ///< As the model wrote it; may be empty.
    Finish finish = Finish::complete;  ///< Whether the text is whole.
    std::optional<Tokens> tokens;      ///< Nothing if the provider does not say.
    std::optional<double> cost;        ///< Dollars, where the provider says.
    std::string reasoning{};           ///< The beginning of thoughts that stand apart from the text.
    std::string called{};   ///< Arguments of a call in the place of a text, where a service answers that way.
    std::string refusal{};  ///< What a model or filter that declined says.
};

}  // namespace lectern::llm
