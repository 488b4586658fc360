#include "detail/answer_json.hpp"
#include "detail/scoring_session.hpp"

#include <fmt/format.h>

#include <algorithm>

/// What answers and failures say about papers.
namespace lectern::llm {
namespace {

/// What a paper's part of a request was: `gpt-4o, request of 4 papers, 1200 + 300 tokens, $0.0060`.
std::string describe(std::string const& model, Answered const& answered, std::size_t papers) {
    std::string text = fmt::format("{}, a request of {} {}", model, papers, papers == 1 ? "paper" : "papers");
    if (auto const& tokens = answered.answer.tokens)
        text += fmt::format(", {} + {} tokens", tokens->prompt(), tokens->output);
    if (answered.cost) text += fmt::format(", ${:.4f}", answered.cost->total());
    return text;
}

}  // namespace

void ScoringSession::take(Result<Answered> answered, PaperBatch const& batch, Queue& queue) {
    if (answered)
        take_answer(*answered, batch, queue);
    else
        take_failure(answered.error(), batch, queue);
}

void ScoringSession::take_answer(Answered const& answered, PaperBatch const& batch, Queue& queue) {
    std::string const how = describe(options_.model, answered, batch.papers.size());
    Reading const& reading = answered.reading;
    auto const ids =
        queue.stage == Stage::title ? take_titles(reading, batch, how) : take_scores(reading, batch, how);
    remember(queue.stage, answered, batch, ids);
    PaperBatch rest;
    rest.tries = batch.tries;
    for (Paper const* paper : batch.papers) {
        if (!ids.contains(paper->id.base())) rest.papers.push_back(paper);
    }
    if (rest.papers.empty()) return;
    Error const reason = reading.useless.value_or(
        Error(errc::bad_answer, "the answers leave this paper out, or give it no valid scores"));
    if (answered.answer.finish == Finish::refused) return take_failure(reason, rest, queue);
    bool const enough = batch.tries >= options_.retries;
    for (Paper const* paper : rest.papers) {
        if (enough)
            give_up(queue.stage, *paper,
                    reason.with_context(fmt::format("no valid answer after {} requests", batch.tries + 1)));
        else
            queue.missing[batch.tries + 1].push_back(paper);
    }
}

std::set<std::string> ScoringSession::take_titles(Reading const& reading, PaperBatch const& batch,
                                                  std::string const& how) {
    std::set<std::string> answered;
    auto const& titles = reading.titles;
    if (!titles) return answered;
    remarks_ += titles->remarks.size();
    for (std::string const& remark : titles->remarks) context_.log.info("title stage: " + remark);
    if (titles->dropped.size() == batch.papers.size() && batch.papers.size() > 1)
        context_.log.info(
            fmt::format("title stage: all {} papers of a request are dropped", batch.papers.size()));
    for (Paper const* paper : batch.papers) {
        bool const dropped = titles->dropped.contains(paper->id.base());
        state(*paper).dropped = dropped;
        state(*paper).steps.push_back(
            fmt::format("title stage: {} ({})", dropped ? "surely irrelevant" : "kept", how));
        answered.insert(paper->id.base());
    }
    return answered;
}

std::set<std::string> ScoringSession::take_scores(Reading const& reading, PaperBatch const& batch,
                                                  std::string const& how) {
    std::set<std::string> answered;
    ScoreAnswer const& scores = reading.scores;
    remarks_ += scores.remarks.size();
    for (std::string const& remark : scores.remarks) context_.log.info("abstract stage: " + remark);
    for (Paper const* paper : batch.papers) {
        auto const found = scores.scores.find(paper->id.base());
        if (found == scores.scores.end()) continue;
        state(*paper).score = found->second;
        state(*paper).steps.push_back(fmt::format("abstract stage: judged ({})", how));
        answered.insert(paper->id.base());
    }
    return answered;
}

void ScoringSession::take_failure(Error const& error, PaperBatch const& batch, Queue& queue) {
    if (client_.stopped() || error == errc::pending) {
        for (Paper const* paper : batch.papers) state(*paper).not_asked = error;
        return;
    }
    // The paper at fault is found by halving; the others are answered on the way.
    if (batch.papers.size() > 1) {
        for (PaperBatch& half : halves(batch)) queue.again.push_back(std::move(half));
        return;
    }
    for (Paper const* paper : batch.papers) give_up(queue.stage, *paper, error);
}

void ScoringSession::give_up(Stage stage, Paper const& paper, Error const& error) {
    state(paper).steps.push_back(fmt::format("{} stage: {}", to_string(stage), error.message()));
    // A title that was not judged drops nobody.
    if (stage == Stage::title)
        state(paper).dropped = false;
    else
        state(paper).failure = error;
}

void ScoringSession::remember(Stage stage, Answered const& answered, PaperBatch const& batch,
                              std::set<std::string> const& answered_ids) {
    RequestRecord record;
    record.day = context_.day;
    record.stage = to_string(stage);
    record.key = key(stage);
    record.papers = batch.papers.size();
    record.tokens = answered.answer.tokens.value_or(Tokens{});
    record.cost = answered.cost;
    record.made = context_.clock.now();
    StageUsage usage{record.stage, options_.model, 1, record.tokens, record.cost};
    auto const same = std::ranges::find(usage_, usage.stage, &StageUsage::stage);
    if (same == usage_.end())
        usage_.push_back(std::move(usage));
    else
        *same += usage;
    if (!context_.answers) return;
    std::string const how = describe(options_.model, answered, batch.papers.size());
    std::vector<StoredAnswer> answers;
    for (Paper const* paper : batch.papers) {
        if (!answered_ids.contains(paper->id.base())) continue;
        PaperState const& known = state(*paper);
        answers.push_back(
            {paper->id,
             stage == Stage::title ? to_json(known.dropped.value_or(false), how) : to_json(*known.score, how),
             record.made});
    }
    auto const saved = context_.answers->add_request(record, answers);
    if (!saved)
        warnings_.push_back(
            saved.error().with_context("answers could not be remembered and will be paid again"));
}

}  // namespace lectern::llm
