#pragma once

#include <lectern/core/error.hpp>
#include <lectern/score/llm/answer.hpp>

#include <string>
#include <string_view>

/// The form in which answers are remembered.
namespace lectern::llm {

/// `how` is told again when the answer is used again.
std::string to_json(bool dropped, std::string_view how);
std::string to_json(AnswerScore const& score, std::string_view how);

/// A remembered answer.
struct Remembered {
    bool dropped = false;
    AnswerScore score;
    std::string how;
};
/// \par Errors bad_answer
Result<Remembered> parse_remembered(std::string_view json);

}  // namespace lectern::llm
