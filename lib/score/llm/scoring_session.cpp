#include "detail/scoring_session.hpp"

#include "detail/answer_json.hpp"

#include <lectern/net/when_all.hpp>
#include <lectern/score/local/learning.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lectern::llm {
namespace {

Batch ids_of(PaperBatch const& batch) {
    Batch ids;
    for (Paper const* paper : batch.papers) ids.insert(paper->id.base());
    return ids;
}

/// What a paper's part of a request was: `gpt-4o, request of 4 papers, 1200 + 300 tokens, $0.0060`.
std::string describe(std::string const& model, Answered const& answered, std::size_t papers) {
    std::string text = fmt::format("{}, a request of {} {}", model, papers, papers == 1 ? "paper" : "papers");
    if (auto const& tokens = answered.answer.tokens)
        text += fmt::format(", {} + {} tokens", tokens->prompt(), tokens->output);
    if (answered.cost) text += fmt::format(", ${:.4f}", answered.cost->total());
    return text;
}

/// The topic's name for a number from 1 on; other texts stay.
std::string topic_name(Topics const& topics, std::string const& text) {
    std::size_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const known = failure == std::errc{} && end == text.data() + text.size() && number >= 1 &&
                       number <= topics.topics.size();
    return known ? topics.topics[number - 1].name : text;
}

}  // namespace

ScoringSession::ScoringSession(LlmOptions const& options, PromptParts const& parts, Topics const& topics,
                               ModelClient& client, std::span<Paper const> papers, ScoreContext& context)
    : options_(options), parts_(parts), topics_(topics), client_(client), papers_(papers), context_(context) {
    for (Stage const stage : {Stage::title, Stage::abstract})
        keys_.push_back({options_.model, fingerprint(parts_, stage)});
    for (Paper const& paper : papers_) states_.emplace(paper.id.base(), PaperState());
}

void ScoringSession::recall(Stage stage, StoredAnswer const& answer) {
    PaperState& paper = states_.at(answer.id.base());
    bool const known = stage == Stage::title ? paper.dropped.has_value() : paper.score.has_value();
    if (known) return;
    auto remembered = parse_remembered(answer.content);
    if (!remembered) return context_.log.warning(remembered.error().with_context(answer.id.base()).message());
    if (stage == Stage::title)
        paper.dropped = remembered->dropped;
    else
        paper.score = std::move(remembered->score);
    paper.steps.push_back(fmt::format("{} stage: remembered from {} ({})", to_string(stage),
                                      format_time(answer.made), remembered->how));
}

Result<void> ScoringSession::recall(Stage stage) {
    if (!context_.answers || context_.ask_again) return {};
    auto const answers = context_.answers->answers(key(stage), papers_);
    if (!answers) return answers.error();
    for (StoredAnswer const& answer : *answers) recall(stage, answer);
    return {};
}

Result<void> ScoringSession::recall() {
    for (Stage const stage : {Stage::title, Stage::abstract}) {
        if (!is_wanted(stage)) continue;
        if (auto const recalled = recall(stage); !recalled) return recalled.error();
    }
    return {};
}

bool ScoringSession::is_wanted(Stage stage) const {
    return stage == Stage::title ? options_.title_stage : options_.abstract_stage;
}

std::vector<Paper const*> ScoringSession::papers_for(Stage stage) const {
    std::vector<Paper const*> papers;
    std::set<std::string> seen;
    for (Paper const& paper : papers_) {
        PaperState const& known = state(paper);
        bool const dropped = stage == Stage::abstract && known.dropped.value_or(false);
        if (!dropped && !known.not_asked && seen.insert(paper.id.base()).second) papers.push_back(&paper);
    }
    return papers;
}

bool ScoringSession::is_done(Stage stage, Paper const& paper) const {
    PaperState const& known = state(paper);
    // A paper with a score needs no look at its title any more.
    return known.score || (stage == Stage::title && known.dropped);
}

ChatRequest ScoringSession::request_for(Stage stage, PaperBatch const& batch) const {
    ChatRequest request;
    request.stage = stage;
    request.form = client_.form();
    request.question = make_question(parts_, stage, request.form, batch.papers);
    request.prompt_tokens =
        estimate_tokens(request.question.system) + estimate_tokens(request.question.user());
    request.output_tokens = client_.output_estimate(stage, batch.papers.size());
    request.ids = ids_of(batch);
    return request;
}

std::vector<PaperBatch> ScoringSession::plan(Stage stage, std::vector<Paper const*> const& papers,
                                             int tries) const {
    std::size_t const base = stage == Stage::title ? options_.title_batch : options_.abstract_batch;
    std::size_t const size =
        std::max<std::size_t>(1, batch_size(base, papers.size(), options_.adaptive_threshold) >> tries);
    std::int64_t const frame = request_for(stage, {}).prompt_tokens;
    auto const tokens = [&](Paper const& paper) {
        PaperBatch alone;
        alone.papers.push_back(&paper);
        return request_for(stage, alone).prompt_tokens - frame;
    };
    auto const done = [&](Paper const& paper) { return is_done(stage, paper); };
    auto batches = cut(papers, size, client_.prompt_limit() - frame, tokens, done);
    for (PaperBatch& batch : batches) batch.tries = tries;
    return batches;
}

net::awaitable<Result<void>> ScoringSession::run_stage(Stage stage, ModelServices const& services) {
    auto const claimed = co_await claim(stage, services);
    if (!claimed) co_return claimed.error();
    if (options_.batch_mode) {
        auto const collected = co_await collect_earlier(stage, services);
        if (!collected) co_return collected.error();
    }
    Round round{stage, plan(stage, papers_for(stage), 0)};
    while (!round.batches.empty() && !client_.stopped()) {
        Result<void> done;
        if (options_.batch_mode)
            done = co_await run_as_batch(round, services);
        else
            done = co_await run_directly(round, services);
        if (!done) co_return done.error();
        // Papers that answers left out are asked about among themselves, in smaller batches.
        Round next{stage, std::move(round.again)};
        for (auto const& [tries, papers] : round.missing)
            for (PaperBatch& batch : plan(stage, papers, tries)) next.batches.push_back(std::move(batch));
        round = std::move(next);
    }
    if (!client_.stopped()) co_return Result<void>();
    for (PaperBatch const& batch : round.batches) take_failure(*client_.stopped(), batch, round);
    co_return Result<void>();
}

net::awaitable<Result<void>> ScoringSession::run_directly(Round& round, ModelServices const& services) {
    std::vector<net::awaitable<Result<void>>> workers;
    for (int i = 0; i < options_.concurrency; ++i) workers.push_back(work(round, services));
    co_return co_await net::when_all(std::move(workers));
}

net::awaitable<Result<void>> ScoringSession::work(Round& round, ModelServices const& services) {
    while (round.next < round.batches.size()) {
        PaperBatch const batch = round.batches[round.next++];
        if (round.stage == Stage::title && client_.hopeless_titles()) {
            for (Paper const* paper : batch.papers) give_up(round.stage, *paper, *client_.hopeless_titles());
            continue;
        }
        auto request = request_for(round.stage, batch);
        auto answered = co_await client_.ask(std::move(request), batch.papers.size(), services);
        if (!answered && answered.error() == errc::cancelled) co_return answered.error();
        take(std::move(answered), batch, round);
        report_progress();
    }
    co_return Result<void>();
}

void ScoringSession::take(Result<Answered> answered, PaperBatch const& batch, Round& round) {
    if (answered)
        take_answer(*answered, batch, round);
    else
        take_failure(answered.error(), batch, round);
}

void ScoringSession::take_answer(Answered const& answered, PaperBatch const& batch, Round& round) {
    std::string const how = describe(options_.model, answered, batch.papers.size());
    Reading const& reading = answered.reading;
    auto const ids =
        round.stage == Stage::title ? take_titles(reading, batch, how) : take_scores(reading, batch, how);
    remember(round.stage, answered, batch, ids);
    PaperBatch rest;
    rest.tries = batch.tries;
    for (Paper const* paper : batch.papers) {
        if (!ids.contains(paper->id.base())) rest.papers.push_back(paper);
    }
    if (rest.papers.empty()) return;
    Error const reason = reading.useless.value_or(
        Error(errc::bad_answer, "the answers leave this paper out, or give it no valid scores"));
    if (answered.answer.finish == Finish::refused) return take_failure(reason, rest, round);
    bool const enough = batch.tries >= options_.retries;
    for (Paper const* paper : rest.papers) {
        if (enough)
            give_up(round.stage, *paper,
                    reason.with_context(fmt::format("no valid answer after {} requests", batch.tries + 1)));
        else
            round.missing[batch.tries + 1].push_back(paper);
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

void ScoringSession::take_failure(Error const& error, PaperBatch const& batch, Round& round) {
    if (client_.stopped() || error == errc::pending) {
        for (Paper const* paper : batch.papers) state(*paper).not_asked = error;
        return;
    }
    // The paper at fault is found by halving; the others are answered on the way.
    if (batch.papers.size() > 1) {
        for (PaperBatch& half : halves(batch)) round.again.push_back(std::move(half));
        return;
    }
    for (Paper const* paper : batch.papers) give_up(round.stage, *paper, error);
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

void ScoringSession::report_progress() {
    if (!context_.progress) return;
    auto const done = std::ranges::count_if(states_, [](auto const& item) {
        PaperState const& known = item.second;
        return known.score || known.failure || known.not_asked || known.dropped.value_or(false);
    });
    context_.progress(static_cast<std::size_t>(done), states_.size());
}

void ScoringSession::look_for_instructions() {
    for (Paper const& paper : papers_) {
        if (!speaks_to_model(paper.title) && !speaks_to_model(paper.abstract)) continue;
        warnings_.push_back(Error(errc::suspicious_text, paper.id.base() + ": look at its score with care"));
        state(paper).steps.emplace_back("its text speaks to a language model");
    }
}

net::awaitable<Result<ScoreReport>> ScoringSession::run(ModelServices const& services) {
    if (auto const recalled = recall(); !recalled) co_return recalled.error();
    report_progress();
    for (Stage const stage : {Stage::title, Stage::abstract}) {
        if (!is_wanted(stage)) continue;
        auto const done = co_await run_stage(stage, services);
        if (!done) co_return done.error();
    }
    if (!client_.was_useful(Stage::abstract)) blame_model();
    co_return assemble();
}

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
        warnings_.push_back(reason->with_context(
            fmt::format("{} of {} papers could not be given to {} and are ranked locally", replaced,
                        papers_.size(), options_.model)));
    }
    if (remarks_ > 0) context_.log.info(fmt::format("{} remarks on the model's answers", remarks_));
    report.usage = usage();
    report.warnings = std::move(warnings_);
    return report;
}

}  // namespace lectern::llm
