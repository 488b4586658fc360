#include "detail/asker.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::llm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// So many questions that failed one after the other, each after all repetitions, mean that the service is at fault
/// and not the questions: splitting a batch around one bad paper gives two in a row at most.
constexpr int kMostFailures = 8;

/// Whether an error says the same about every question.
bool concerns_all(Error const& error) {
    constexpr std::array codes{errc::unauthorized,   errc::quota_exhausted, errc::unsupported,
                               errc::budget_reached, errc::tls_failed,      errc::invalid_argument};
    return std::ranges::any_of(codes, [&](errc code) { return error == code; });
}

/// Whether a request that got no response may be sent again. It may have been paid for, but its answer is lost.
bool is_transient(Error const& error) {
    return error.code() == make_error_condition(error_kind::retryable);
}

std::size_t index_of(Stage stage) {
    return static_cast<std::size_t>(stage);
}

}  // namespace

Asker::Asker(LlmOptions const& options, std::unique_ptr<Provider> provider, ModelInfo const* model)
    : options_(options),
      provider_(std::move(provider)),
      model_(model),
      throttle_(options.requests_per_minute, options.tokens_per_minute),
      budget_(options.max_cost_usd, options.max_tokens),
      output_per_paper_{16, 250} {}

AnswerForm Asker::form() const noexcept {
    return provider_->is_refused(Parameter::schema) ? AnswerForm::jsonl : options_.form;
}

std::int64_t Asker::output_estimate(Stage stage, std::size_t papers) const {
    constexpr std::int64_t frame = 32;
    return frame +
           static_cast<std::int64_t>(output_per_paper_[index_of(stage)] * static_cast<double>(papers));
}

Budget::Amount Asker::estimate(ChatRequest const& request) const {
    Tokens tokens;
    tokens.input = request.prompt_tokens;
    tokens.output = request.output_tokens;
    return {model_ ? cost_of(*model_, tokens, options_.batch_mode).total() : 0, tokens.total()};
}

std::optional<Cost> Asker::cost(Tokens const& tokens) const {
    return model_ ? std::optional<Cost>(cost_of(*model_, tokens, options_.batch_mode)) : std::nullopt;
}

std::int64_t Asker::prompt_limit() const {
    constexpr std::int64_t unknown = 32'000;
    std::int64_t limit = options_.context_tokens;
    if (limit == 0) limit = model_ && model_->max_input_tokens > 0 ? model_->max_input_tokens : unknown;
    if (options_.tokens_per_minute > 0) limit = std::min(limit, options_.tokens_per_minute);
    // The rest is for the answer.
    return limit * 3 / 4;
}

Error Asker::cap_reached() const {
    return {errc::budget_reached, fmt::format("the cap of llm.max_cost_usd or llm.max_tokens would be "
                                              "crossed; taken so far: ${:.4f}, {} tokens",
                                              budget_.taken().cost, budget_.taken().tokens)};
}

net::awaitable<Result<Answered>> Asker::ask(ChatRequest request, std::size_t papers,
                                            AskServices const& services) {
    Budget::Amount const reserved = estimate(request);
    while (!stopped_ && !budget_.reserve(reserved)) {
        if (!budget_.is_waiting()) {
            stopped_ = cap_reached();
            break;
        }
        // What is in flight may take less than it might.
        auto const slept = co_await net::sleep_for(milliseconds(20));
        if (!slept) co_return slept.error();
    }
    if (stopped_) co_return *stopped_;
    Stage const stage = request.stage;
    auto answered = co_await try_until_answered(std::move(request), services);
    Budget::Amount taken;
    if (answered && answered->answer.tokens) taken.tokens = answered->answer.tokens->total();
    if (answered && !answered->answer.tokens) taken = reserved;  // unknown: as much as it may have been
    if (answered && answered->cost) taken.cost = answered->cost->total();
    budget_.settle(reserved, taken);
    if (answered)
        note_success(stage, papers, answered->answer);
    else
        note_failure(answered.error());
    co_return std::move(answered);
}

net::awaitable<Result<void>> Asker::wait_for_turn(std::int64_t tokens) {
    constexpr auto longest = std::chrono::minutes(5);
    for (;;) {
        if (stopped_) co_return *stopped_;
        auto const now = SteadyClock::now();
        auto const when = throttle_.next(now, tokens);
        if (when <= now) break;
        if (when - now > longest) {
            auto const minutes = std::chrono::duration_cast<std::chrono::minutes>(when - now).count();
            co_return Error(errc::rate_limited, fmt::format("the service asks to wait {} minutes", minutes));
        }
        auto const slept = co_await net::sleep_until(when);
        if (!slept) co_return slept.error();
    }
    throttle_.start(SteadyClock::now(), tokens);
    co_return Result<void>();
}

net::awaitable<Result<Answered>> Asker::try_until_answered(ChatRequest request, AskServices const& services) {
    std::int64_t const tokens = request.prompt_tokens + request.output_tokens;
    auto const started = SteadyClock::now();
    if (!random_)
        random_.emplace(static_cast<std::uint64_t>(services.clock.now().time_since_epoch().count()));
    for (int attempts = 1;; ++attempts) {
        auto const turn = co_await wait_for_turn(tokens);
        if (!turn) co_return turn.error();
        int const adaptations = provider_->adaptations();
        auto http_request = provider_->request(provider_->body(request), services.key);
        http_request.set_timeout(options_.timeout);
        auto response = co_await services.http.send(std::move(http_request));
        if (!response && response.error() == errc::cancelled) co_return response.error();
        Outcome outcome = judge(std::move(response), services);
        if (outcome.answered) co_return std::move(outcome.answered);
        if (provider_->adaptations() != adaptations) {
            services.log.info("asking again without a parameter that the model does not know: " +
                              outcome.answered.error().message());
            --attempts;  // bounded by the number of parameters
            continue;
        }
        if (!outcome.retry) co_return std::move(outcome.answered);
        auto const elapsed = std::chrono::duration_cast<milliseconds>(SteadyClock::now() - started);
        auto const delay =
            net::retry_delay(options_.retry, attempts, elapsed, outcome.wait, random_->uniform());
        if (!delay) co_return std::move(outcome.answered);
        services.log.info(fmt::format("{}; trying again in {:.1f} s", outcome.answered.error().message(),
                                      static_cast<double>(delay->count()) / 1000));
        auto const when = SteadyClock::now() + *delay;
        // A service that is overloaded is so for all questions.
        if (outcome.wait || outcome.answered.error() == errc::rate_limited) throttle_.hold_until(when);
        auto const slept = co_await net::sleep_until(when);
        if (!slept) co_return slept.error();
    }
}

Asker::Outcome Asker::judge(Result<net::HttpResponse> response, AskServices const& services) {
    if (!response) {
        Error const error = response.error();
        return {error, is_transient(error)};
    }
    // Whatever a service echoes, the key goes no further.
    response->body = services.key.redact(std::move(response->body));
    throttle_.learn(*response, SteadyClock::now(), services.clock.now());
    if (auto hidden = hidden_failure(*response)) response = std::move(*hidden);
    if (!response->ok()) {
        provider_->adapt(*response, options_.keep_schema);
        Failure failure = explain_failure(*response, services.clock.now());
        return {failure.error, failure.retry, failure.wait};
    }
    auto answer = provider_->answer(response->body);
    // A page or a cut body in the place of an answer may be an answer next time.
    if (!answer) return {answer.error(), true};
    return {price(std::move(*answer), false)};
}

Result<Answered> Asker::price(ChatAnswer answer, bool batch) const {
    Answered answered;
    if (answer.cost) {
        // The service's own bill; how it divides is told by the rates where they are known.
        Cost const split = model_ && answer.tokens ? cost_of(*model_, *answer.tokens, batch) : Cost{1, 0};
        double const share = split.total() > 0 ? split.prompt / split.total() : 1;
        answered.cost = Cost{*answer.cost * share, *answer.cost * (1 - share)};
    } else if (model_ && answer.tokens) {
        answered.cost = cost_of(*model_, *answer.tokens, batch);
    }
    answered.answer = std::move(answer);
    return answered;
}

void Asker::note_success(Stage stage, std::size_t papers, ChatAnswer const& answer) {
    constexpr double margin = 1.2;
    failures_in_a_row_ = 0;
    if (!answer.tokens || papers == 0) return;
    double const per_paper =
        margin * static_cast<double>(answer.tokens->output) / static_cast<double>(papers);
    double& estimate = output_per_paper_[index_of(stage)];
    estimate = std::max(estimate, per_paper);
}

void Asker::note_failure(Error const& error) {
    if (stopped_ || error == errc::cancelled) return;
    ++failures_in_a_row_;
    if (concerns_all(error)) stopped_ = error;
    if (failures_in_a_row_ >= kMostFailures)
        stopped_ =
            error.with_context(fmt::format("{} questions failed one after the other", failures_in_a_row_));
}

net::awaitable<Result<std::string>> Asker::fetch(net::HttpRequest request, AskServices const& services) {
    request.set_timeout(options_.timeout);
    auto response = co_await services.http.send(std::move(request));
    if (!response) co_return response.error();
    response->body = services.key.redact(std::move(response->body));
    if (!response->ok()) {
        Error const error = explain_failure(*response, services.clock.now()).error;
        // A batch that is gone says nothing about other questions.
        if (error == errc::unsupported) co_return Error(errc::request_refused, error.detail());
        note_failure(error);
        co_return error;
    }
    co_return std::move(response->body);
}

net::awaitable<Result<Asker::Submitted>> Asker::submit(std::vector<BatchItem> items,
                                                       std::vector<Budget::Amount> estimates,
                                                       AskServices const& services) {
    if (stopped_) co_return *stopped_;
    std::size_t allowed = 0;
    while (allowed < items.size() && budget_.reserve(estimates[allowed])) ++allowed;
    if (allowed < items.size()) stopped_ = cap_reached();
    if (allowed == 0) co_return *stopped_;
    items.resize(allowed);
    BatchApi const& api = *provider_->batches();
    std::string uploaded;
    if (auto upload = api.upload(items, services.key)) {
        auto body = co_await fetch(std::move(*upload), services);
        if (!body) co_return body.error();
        uploaded = std::move(*body);
    }
    auto create = api.create(items, uploaded, services.key);
    if (!create) co_return create.error();
    auto body = co_await fetch(std::move(*create), services);
    if (!body) co_return body.error();
    auto id = api.created(*body);
    if (!id) co_return id.error();
    Submitted submitted;
    submitted.id = std::move(*id);
    submitted.items = allowed;
    co_return std::move(submitted);
}

net::awaitable<Result<std::vector<BatchAnswer>>> Asker::collect(std::string id, AskServices const& services) {
    BatchApi const& api = *provider_->batches();
    auto const body = co_await fetch(api.ask(id, services.key), services);
    if (!body) co_return body.error();
    auto const state = api.state(*body);
    if (!state) co_return state.error();
    if (!state->ended) co_return Error(errc::pending, fmt::format("batch {}: {}", id, state->description));
    std::vector<BatchAnswer> answers;
    for (std::string const& url : state->result_urls) {
        auto const lines = co_await fetch(api.results(url, services.key), services);
        if (!lines) co_return lines.error();
        for (std::string_view const line : text::split(*lines, '\n')) {
            if (text::trim(line).empty()) continue;
            auto answer = api.answer(line);
            if (answer)
                answers.push_back(std::move(*answer));
            else
                services.log.warning(answer.error().with_context("a line of batch " + id).message());
        }
    }
    co_return std::move(answers);
}

Result<Answered> Asker::read(BatchAnswer const& answer, AskServices const& services) {
    if (answer.status != 200) {
        net::HttpResponse response;
        response.status = answer.status == 0 ? 500 : answer.status;
        response.body = answer.body;
        return explain_failure(response, services.clock.now()).error;
    }
    auto chat = provider_->answer(answer.body);
    if (!chat) return chat.error();
    return price(std::move(*chat), true);
}

}  // namespace lectern::llm
