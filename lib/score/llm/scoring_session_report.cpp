#include "detail/scoring_session.hpp"

#include <lectern/score/local/learning.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

/// The report at the end, with estimates for what the model could not judge.
namespace lectern::llm {
namespace {

/// The topic's name for a number from 1 on; other texts stay.
std::string topic_name(Topics const& topics, std::string const& text) {
    std::size_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const known = failure == std::errc{} && end == text.data() + text.size() && number >= 1 &&
                       number <= topics.topics.size();
    return known ? topics.topics[number - 1].name : text;
}

}  // namespace

void ScoringSession::blame_model() {
    for (auto& [id, known] : states_) {
        if (!known.failure) continue;
        known.not_asked = std::move(known.failure);
        known.failure.reset();
    }
}

Result<std::vector<std::optional<Score>>> ScoringSession::rank_locally() const {
    bool const needed = std::ranges::any_of(states_, [](auto const& item) {
        PaperState const& known = item.second;
        bool const unjudged = !known.score && !known.failure && !known.dropped.value_or(false);
        return known.not_asked || unjudged;
    });
    std::vector<std::optional<Score>> scores(papers_.size());
    if (!needed) return scores;
    // All papers of the day, so that an estimate tells the place among all.
    auto const ranker =
        learned_ranker(topics_, options_.ranker, context_.papers, context_.features, context_.day, papers_);
    if (!ranker) return ranker.error();
    std::size_t i = 0;
    for (Score& score : ranker->rank(papers_)) scores[i++] = std::move(score);
    return scores;
}

Result<Score> ScoringSession::score_of(Paper const& paper, std::optional<Score> const& local) {
    PaperState const& known = state(paper);
    if (known.score) {
        Score score;
        score.relevance = known.score->relevance;
        score.novelty = known.score->novelty;
        score.comment = known.score->comment;
        for (std::string const& topic : known.score->topics)
            score.topics.push_back(topic_name(topics_, topic));
        return score;
    }
    if (known.dropped.value_or(false)) {
        Score score;
        score.relevance = 1;
        score.rejection_reason = "title stage: surely irrelevant";
        return score;
    }
    if (known.failure) return *known.failure;
    return *local;
}

Usage ScoringSession::usage() {
    if (!context_.answers) return Usage::sum(usage_);
    auto stages = context_.answers->usage_of(context_.day, keys_);
    if (stages) return Usage::sum(std::move(*stages));
    warnings_.push_back(stages.error());
    return Usage::sum(usage_);
}

Result<ScoreReport> ScoringSession::assemble() {
    look_for_instructions();
    ScoreReport report;
    report.scorer = options_.model;
    report.prompt = quoted_prompt(parts_, options_.abstract_stage ? Stage::abstract : Stage::title);
    auto const local = rank_locally();
    if (!local) return local.error();
    std::size_t replaced = 0;
    std::optional<Error> reason;
    for (std::size_t i = 0; i < papers_.size(); ++i) {
        PaperState& known = state(papers_[i]);
        report.scores.push_back(score_of(papers_[i], (*local)[i]));
        if (known.not_asked && !known.score && !known.failure) {
            ++replaced;
            reason = known.not_asked;
            known.steps.push_back("not asked: " + known.not_asked->message() + "; ranked locally instead");
        }
        report.steps.push_back(known.steps);
    }
    if (replaced > 0) {
        report.incomplete = true;
        warnings_.push_back(
            reason->with_context(fmt::format("{} of {} papers were ranked locally instead of by {}", replaced,
                                             papers_.size(), options_.model)));
    }
    if (remarks_ > 0) context_.log.info(fmt::format("{} remarks on the model's answers", remarks_));
    report.usage = usage();
    report.warnings = std::move(warnings_);
    return report;
}

void ScoringSession::look_for_instructions() {
    for (Paper const& paper : papers_) {
        if (!speaks_to_model(paper.title) && !speaks_to_model(paper.abstract)) continue;
        warnings_.push_back(Error(errc::suspicious_text, paper.id.base() + ": look at its score with care"));
        state(paper).steps.emplace_back("its text speaks to a language model");
    }
}

}  // namespace lectern::llm
