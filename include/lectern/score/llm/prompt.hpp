#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/score/local/topics.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lectern::llm {

/// What a model is asked for: which titles are surely irrelevant, scores by abstract, or what shown papers do.
enum class Stage { title, abstract, summary };
constexpr std::size_t kStages = 3;

/// `title`, `abstract`, `summary`.
std::string_view to_string(Stage stage) noexcept;

/// How a model writes its answer.
enum class AnswerForm {
    json_schema,  ///< One JSON object that follows a schema, which the provider enforces.
    jsonl,        ///< JSON in the text, one object a line; nobody enforces anything.
};

/// The parts that prompts are put together from. All are plain text, without the papers.
struct PromptParts {
    std::string system;                 ///< Who the model is and what the task is.
    std::string topics;                 ///< The reader's interests.
    std::string criteria;               ///< What the scores mean; only for abstracts.
    std::string title_instructions;     ///< What to answer about titles.
    std::string abstract_instructions;  ///< What to answer about abstracts.
    std::string language = "English";   ///< Of summaries.
};

/// lectern's own words around the reader's topics.
PromptParts default_prompt(Topics const& topics);

/// The default prompt with those parts replaced whose file is in the directory: `system_prompt.txt`,
/// `paper_topics.txt`, `score_criteria.txt`, `postfix_prompt_title.txt`, `postfix_prompt_abstract.txt`.
/// \par Errors file; invalid_config if none of them is there, or one is empty or not UTF-8
Result<PromptParts> load_prompt(std::filesystem::path const& directory, Topics const& topics);

/// A prompt around its papers. What is the same in every request of a stage comes first (`system`, `fixed`),
/// so that providers can cache it.
struct Question {
    std::string system;  ///< The system message.
    std::string fixed;   ///< Beginning of the user's message: topics and criteria.
    std::string papers;  ///< The rest of it: papers, then instructions.

    /// The user's message.
    std::string user() const { return fixed + papers; }
};

/// Puts a question together. Papers stand between markers, each value encoded as a JSON string, so that no
/// title or abstract can end its field, pose as another paper, or as an instruction. Abstracts are cut after
/// 4000 characters, author lists after 10 names.
Question make_question(PromptParts const& parts, Stage stage, AnswerForm form,
                       std::span<Paper const* const> papers);

/// The prompt as digests quote it, with `[PAPER LIST HERE]` in place of the papers.
Prompt quoted_prompt(PromptParts const& parts, Stage stage);

/// Fingerprint (SHA-256, 32 hexadecimal digits) of everything a stage is asked besides the papers, and of the
/// form of the answers: scores are comparable, and reusable, when it is equal.
std::string fingerprint(PromptParts const& parts, Stage stage);

/// JSON Schema of a stage's answer.
std::string_view answer_schema(Stage stage) noexcept;

/// Upper estimate of the number of tokens of a text: a token for three bytes, which is above what current
/// tokenizers need for English text with formulas.
std::int64_t estimate_tokens(std::string_view text) noexcept;

/// Whether a text seems to speak to the model instead of the reader ("ignore previous instructions", or a
/// ready-made answer).
bool speaks_to_model(std::string_view text);

/// Papers in a request: `base` up to `threshold` papers, then base · ⌈log₂(n / threshold) + 1⌉.
/// \param base size without adaptation, ≥ 1
/// \param count number of papers of the stage
/// \param threshold number from which batches grow; 0: never
std::size_t batch_size(std::size_t base, std::size_t count, std::size_t threshold);

}  // namespace lectern::llm
