#include "detail/scoring_session.hpp"

#include "detail/answer_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lectern::llm {
namespace {

Batch ids_of(PaperBatch const& batch) {
    Batch ids;
    for (Paper const* paper : batch.papers) ids.insert(paper->id.base());
    return ids;
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
    Queue queue{stage, plan(stage, papers_for(stage), 0)};
    if (!options_.batch_mode) co_return co_await run_directly(queue, services);
    while (!queue.batches.empty() && !client_.stopped()) {
        auto const done = co_await run_as_batch(queue, services);
        if (!done) co_return done.error();
        queue.next = queue.batches.size();
        refill(queue);
    }
    if (!client_.stopped()) co_return Result<void>();
    for (PaperBatch const& batch : queue.batches) take_failure(*client_.stopped(), batch, queue);
    co_return Result<void>();
}

void ScoringSession::report_progress() {
    if (!context_.progress) return;
    auto const done = std::ranges::count_if(states_, [](auto const& item) {
        PaperState const& known = item.second;
        return known.score || known.failure || known.not_asked || known.dropped.value_or(false);
    });
    context_.progress(static_cast<std::size_t>(done), states_.size());
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

}  // namespace lectern::llm
