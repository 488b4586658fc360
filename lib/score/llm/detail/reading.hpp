#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/redactor.hpp>
#include <lectern/score/llm/answer.hpp>
#include <lectern/score/llm/provider.hpp>

#include <map>
#include <optional>
#include <string>

namespace lectern::llm {

/// What an answer says about the papers that were asked about.
struct Reading {
    ScoreAnswer scores;                              ///< Of abstracts.
    std::optional<TitleAnswer> titles;               ///< Of titles.
    std::map<std::string, std::string> summaries{};  ///< What papers do.
    /// Why nothing of the answer can be used, quoting it, and what to change: request_refused if the model declined,
    /// otherwise bad_answer. Nothing for an answer about one of the papers at least.
    std::optional<Error> useless;
};

/// Reads a model's answer. Secrets are taken out of its text, and out of every text within it.
Reading read_answer(ChatAnswer const& answer, Stage stage, Batch const& batch, Redactor const& redactor);

}  // namespace lectern::llm
