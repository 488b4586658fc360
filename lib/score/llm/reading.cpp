#include "detail/reading.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace lectern::llm {
namespace {

constexpr std::string_view kMoreTokens =
    "raise llm.max_output_tokens, lower llm.reasoning_effort, or ask about fewer papers at once "
    "(llm.abstract_batch)";

std::string in_quotes(std::string_view text) {
    constexpr std::size_t most = 160;
    std::string const line = text::collapse_whitespace(text::printable(text, 4 * most));
    return fmt::format("\"{}\"", text::truncate(line, most));
}

std::string why_empty(ChatAnswer const& answer) {
    std::string const thoughts =
        answer.reasoning.empty() ? std::string() : "; its reasoning begins: " + in_quotes(answer.reasoning);
    if (answer.finish == Finish::cut)
        return fmt::format("the limit of tokens was reached before an answer began: {}{}", kMoreTokens,
                           thoughts);
    if (!thoughts.empty())
        return "the answer is empty, all its text is reasoning: lower llm.reasoning_effort, or choose "
               "another llm.model" +
               thoughts;
    return "the answer is empty";
}

std::string why_unreadable(ChatAnswer const& answer, Reading const& reading) {
    std::string const begins = "; it begins: " + in_quotes(answer.text);
    if (reading.scores.unfinished_thought)
        return fmt::format("the answer breaks off within a thought: {}{}", kMoreTokens, begins);
    std::string why = "the answer says nothing about the papers asked about";
    if (answer.finish == Finish::cut)
        why += fmt::format(" and was cut at the limit of tokens: {}", kMoreTokens);
    if (!reading.scores.remarks.empty()) why += "; " + reading.scores.remarks.front();
    return why + begins;
}

Error why_useless(ChatAnswer const& answer, Reading const& reading) {
    if (answer.finish == Finish::refused) {
        std::string_view const said = answer.refusal.empty() ? std::string_view(answer.text) : answer.refusal;
        return {errc::request_refused, said.empty() ? "the model declined to answer"
                                                    : "the model declined to answer: " + in_quotes(said)};
    }
    bool const empty = text::trim(answer.text).empty();
    return {errc::bad_answer, empty ? why_empty(answer) : why_unreadable(answer, reading)};
}

void redact(ScoreAnswer& answer, Redactor const& redactor) {
    for (auto& [id, score] : answer.scores) {
        score.comment = redactor.redact(std::move(score.comment));
        for (std::string& topic : score.topics) topic = redactor.redact(std::move(topic));
    }
    for (std::string& remark : answer.remarks) remark = redactor.redact(std::move(remark));
}

}  // namespace

Reading read_answer(ChatAnswer const& answer, Stage stage, Batch const& batch, Redactor const& redactor) {
    ChatAnswer clean = answer;
    if (text::trim(clean.text).empty()) clean.text = clean.called;
    clean.text = redactor.redact(std::move(clean.text));
    clean.reasoning = redactor.redact(std::move(clean.reasoning));
    clean.refusal = redactor.redact(std::move(clean.refusal));
    Reading reading;
    reading.scores = parse_scores(clean.text, batch);
    redact(reading.scores, redactor);
    if (stage == Stage::title) reading.titles = parse_titles(clean.text, batch);
    if (stage == Stage::summary) reading.summaries = parse_summaries(clean.text, batch);
    bool const useful = stage == Stage::title     ? reading.titles.has_value()
                        : stage == Stage::summary ? !reading.summaries.empty()
                                                  : !reading.scores.scores.empty();
    if (!useful) reading.useless = why_useless(clean, reading);
    return reading;
}

}  // namespace lectern::llm
