#include "detail/summary_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lectern::llm {

SummarySession::SummarySession(LlmOptions const& options, PromptParts const& parts, ModelClient& client,
                               std::span<Paper const> papers, ScoreContext& context)
    : options_(options),
      parts_(parts),
      client_(client),
      papers_(papers),
      context_(context),
      key_{options.model, fingerprint(parts, Stage::summary)} {}

Result<std::vector<Paper const*>> SummarySession::recall() {
    if (context_.answers && !context_.ask_again) {
        auto stored = context_.answers->answers(key_, papers_);
        if (!stored) return stored.error();
        for (StoredAnswer& answer : *stored) report_.summaries[answer.id.base()] = std::move(answer.content);
    }
    std::vector<Paper const*> open;
    for (Paper const& paper : papers_) {
        if (!report_.summaries.contains(paper.id.base()) && !paper.abstract.empty()) open.push_back(&paper);
    }
    return open;
}

ChatRequest SummarySession::request_for(std::span<Paper const* const> papers) const {
    ChatRequest request;
    request.stage = Stage::summary;
    request.form = client_.form();
    request.question = make_question(parts_, Stage::summary, request.form, papers);
    request.prompt_tokens =
        estimate_tokens(request.question.system) + estimate_tokens(request.question.user());
    request.output_tokens = client_.output_estimate(Stage::summary, papers.size());
    for (Paper const* paper : papers) request.ids.insert(paper->id.base());
    return request;
}

Result<void> SummarySession::take(Answered const& answered, std::span<Paper const* const> papers) {
    RequestRecord record;
    record.day = context_.day;
    record.stage = to_string(Stage::summary);
    record.key = key_;
    record.papers = papers.size();
    record.tokens = answered.answer.tokens.value_or(Tokens{});
    record.cost = answered.cost;
    record.made = context_.clock.now();
    StageUsage const usage{record.stage, options_.model, 1, record.tokens, record.cost};
    if (usage_.empty())
        usage_.push_back(usage);
    else
        usage_.front() += usage;
    std::vector<StoredAnswer> answers;
    for (Paper const* paper : papers) {
        auto const summary = answered.reading.summaries.find(paper->id.base());
        if (summary == answered.reading.summaries.end()) continue;
        report_.summaries[summary->first] = summary->second;
        answers.push_back({paper->id, summary->second, record.made});
    }
    return context_.answers ? context_.answers->add_request(record, answers) : Result<void>();
}

net::awaitable<Result<void>> SummarySession::ask(std::vector<Paper const*> papers, bool alone,
                                                 ModelServices const& services) {
    ChatRequest request = request_for(papers);
    auto const answered = co_await client_.ask(std::move(request), papers.size(), services);
    if (!answered && answered.error() == errc::cancelled) co_return answered.error();
    if (answered) {
        auto const taken = take(*answered, papers);
        if (!taken) co_return taken.error();
    }
    std::vector<Paper const*> rest;
    for (Paper const* paper : papers) {
        if (!report_.summaries.contains(paper->id.base())) rest.push_back(paper);
    }
    bool const hopeless = alone || client_.stopped().has_value();
    if (rest.empty()) co_return Result<void>();
    if (hopeless) {
        Error const reason =
            !answered
                ? answered.error()
                : answered->reading.useless.value_or(Error(errc::bad_answer, "the answer leaves it out"));
        report_.warnings.push_back(
            reason.with_context(fmt::format("no summary of {}", rest.front()->id.base())));
        co_return Result<void>();
    }
    for (Paper const* paper : rest) {
        std::vector<Paper const*> one;
        one.push_back(paper);
        auto const asked = co_await ask(std::move(one), true, services);
        if (!asked) co_return asked.error();
    }
    co_return Result<void>();
}

Result<void> SummarySession::add_usage() {
    if (!context_.answers) {
        report_.usage = std::move(usage_);
        return {};
    }
    // With what earlier runs of the day took.
    auto stages = context_.answers->usage_of(context_.day, std::span(&key_, 1));
    if (!stages) return stages.error();
    report_.usage = std::move(*stages);
    return {};
}

net::awaitable<Result<SummaryReport>> SummarySession::run(ModelServices const& services) {
    auto const open = recall();
    if (!open) co_return open.error();
    std::size_t const size = std::max<std::size_t>(1, options_.abstract_batch);
    for (std::size_t begin = 0; begin < open->size(); begin += size) {
        if (client_.stopped()) {
            report_.warnings.push_back(client_.stopped()->with_context(
                fmt::format("{} papers have no summary", open->size() - begin)));
            break;
        }
        auto const first = open->begin() + static_cast<std::ptrdiff_t>(begin);
        auto const last = open->begin() + static_cast<std::ptrdiff_t>(std::min(open->size(), begin + size));
        std::vector<Paper const*> batch(first, last);
        bool const alone = batch.size() == 1;
        auto const asked = co_await ask(std::move(batch), alone, services);
        if (!asked) co_return asked.error();
    }
    auto const counted = add_usage();
    if (!counted) co_return counted.error();
    co_return std::move(report_);
}

}  // namespace lectern::llm
