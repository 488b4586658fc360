#include "detail/scoring_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace lectern::llm {
namespace {

/// Tokens that a paper takes.
struct PerPaper {
    double prompt = 0;
    double output = 0;
};

double ratio(std::int64_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Result<StageUsage> ScoringSession::estimate(Stage stage, std::int64_t& history) const {
    constexpr double kept_titles = 0.5;
    constexpr double tightness = 0.75;  // of the upper estimate of a prompt's tokens
    constexpr std::array<double, 2> answer_tokens{6, 100};
    StageUsage usage;
    auto const batches = plan(stage, papers_for(stage), 0);
    std::size_t papers = 0;
    double count = 0;
    std::int64_t prompt = 0;
    for (PaperBatch const& batch : batches) {
        papers += batch.papers.size();
        prompt += request_for(stage, batch).prompt_tokens;
        for (Paper const* paper : batch.papers) {
            bool const uncertain = stage == Stage::abstract && options_.title_stage && !state(*paper).dropped;
            count += uncertain ? kept_titles : 1;
        }
    }
    if (papers == 0) return usage;
    PerPaper each{tightness * ratio(prompt, papers), answer_tokens[static_cast<std::size_t>(stage)]};
    if (context_.answers) {
        auto const past = context_.answers->usage_of(to_string(stage), options_.model);
        if (!past) return past.error();
        if (past->second > 0)
            each = {ratio(past->first.tokens.prompt(), past->second),
                    ratio(past->first.tokens.output, past->second)};
        history += past->first.requests;
    }
    usage.requests = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(batches.size()) * count / static_cast<double>(papers)));
    usage.tokens.input = static_cast<std::int64_t>(each.prompt * count);
    usage.tokens.output = static_cast<std::int64_t>(each.output * count);
    usage.cost = client_.cost(usage.tokens);
    return usage;
}

std::vector<ChatRequest> ScoringSession::preview(Stage stage) const {
    std::vector<ChatRequest> requests;
    for (PaperBatch const& batch : plan(stage, papers_for(stage), 0))
        requests.push_back(request_for(stage, batch));
    return requests;
}

Result<ScoreEstimate> ScoringSession::estimate() {
    std::vector<Stage> stages;
    for (Stage const stage : {Stage::title, Stage::abstract})
        if (is_wanted(stage)) stages.push_back(stage);
    if (auto const recalled = recall(); !recalled) return recalled.error();
    StageUsage sum;
    std::int64_t history = 0;
    for (Stage const stage : stages) {
        auto const usage = estimate(stage, history);
        if (!usage) return usage.error();
        sum += *usage;
    }
    ScoreEstimate result;
    result.scorer = options_.model;
    result.papers = papers_.size();
    result.remembered = static_cast<std::size_t>(std::ranges::count_if(
        states_, [](auto const& item) { return item.second.score || item.second.dropped.value_or(false); }));
    result.requests = sum.requests;
    result.prompt_tokens = sum.tokens.prompt();
    result.completion_tokens = sum.tokens.output;
    result.cost.reset();
    if (sum.cost) result.cost = Money::from_dollars(sum.cost->total());
    if (sum.requests == 0) return result;
    result.basis = history > 0 ? fmt::format("tokens per paper as in {} earlier requests", history)
                               : std::string("tokens estimated from the length of the texts");
    if (stages.size() > 1) result.basis += "; half of the unread titles are taken to pass";
    return result;
}

}  // namespace lectern::llm
