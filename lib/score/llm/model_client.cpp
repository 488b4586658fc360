#include "detail/model_client.hpp"

#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>
#include <lectern/score/llm/failure.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::llm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// So many questions that failed one after the other, each after all repetitions, mean that the service is at fault
/// and not the questions: splitting a batch around one bad paper gives two in a row at most.
constexpr int kMostFailures = 8;

/// How often a run looks for the part of its requests that the service refuses. The first question may be the one that
/// is refused for its papers.
constexpr int kMostSearches = 3;

/// Between two looks at what other questions do.
constexpr milliseconds kGlance{20};

/// The longest text of an answer that is read.
constexpr std::size_t kLargestText = std::size_t{4} << 20;
constexpr std::size_t kLargestBody = 2 * kLargestText;  // with its escapes

Error too_large(std::string_view what, std::size_t bytes, std::size_t limit) {
    double const megabytes = static_cast<double>(bytes) / (1 << 20);
    return {errc::too_large,
            fmt::format("{} has {:.1f} MB; at most {} MB are read", what, megabytes, limit >> 20)};
}

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

/// Whether asking once more is out of the question.
bool is_final(Result<Answered> const& answered) {
    return answered.has_value() || answered.error() == errc::cancelled;
}

/// True as long as it lives.
class Flag {
public:
    explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
    Flag(Flag const&) = delete;
    Flag& operator=(Flag const&) = delete;
    ~Flag() { flag_ = false; }

private:
    bool& flag_;
};

std::size_t index_of(Stage stage) {
    return static_cast<std::size_t>(stage);
}

}  // namespace

ModelClient::ModelClient(LlmOptions const& options, std::unique_ptr<Provider> provider,
                         ModelInfo const* model)
    : options_(options),
      provider_(std::move(provider)),
      model_(model),
      rate_limiter_(options.requests_per_minute, options.tokens_per_minute),
      budget_(options.max_cost_usd, options.max_tokens),
      output_per_paper_{16, 250, 120} {}

AnswerForm ModelClient::form() const noexcept {
    return provider_->is_refused(Parameter::schema) ? AnswerForm::jsonl : options_.form;
}

std::int64_t ModelClient::output_estimate(Stage stage, std::size_t papers) const {
    constexpr std::int64_t frame = 32;
    return frame +
           static_cast<std::int64_t>(output_per_paper_[index_of(stage)] * static_cast<double>(papers));
}

Budget::Amount ModelClient::estimate(ChatRequest const& request) const {
    Tokens tokens;
    tokens.input = request.prompt_tokens;
    tokens.output = request.output_tokens;
    return {model_ ? cost_of(*model_, tokens, options_.batch_mode).total() : 0, tokens.total()};
}

std::optional<Cost> ModelClient::cost(Tokens const& tokens) const {
    return model_ ? std::optional<Cost>(cost_of(*model_, tokens, options_.batch_mode)) : std::nullopt;
}

std::int64_t ModelClient::prompt_limit() const {
    constexpr std::int64_t unknown = 32'000;
    std::int64_t limit = options_.context_tokens;
    if (limit == 0) limit = model_ && model_->max_input_tokens > 0 ? model_->max_input_tokens : unknown;
    if (options_.tokens_per_minute > 0) limit = std::min(limit, options_.tokens_per_minute);
    // The rest is for the answer.
    return limit * 3 / 4;
}

Error ModelClient::cap_reached() const {
    return {errc::budget_reached, fmt::format("the cap of llm.max_cost_usd or llm.max_tokens would be "
                                              "crossed; taken so far: ${:.4f}, {} tokens",
                                              budget_.taken().cost, budget_.taken().tokens)};
}

net::awaitable<Result<Answered>> ModelClient::ask(ChatRequest request, std::size_t papers,
                                                  ModelServices const& services) {
    Budget::Amount const reserved = estimate(request);
    while (!stopped_ && !budget_.reserve(reserved)) {
        if (!budget_.is_waiting()) {
            stopped_ = cap_reached();
            break;
        }
        // What is in flight may take less than it might.
        auto const slept = co_await net::sleep_for(kGlance);
        if (!slept) co_return slept.error();
    }
    if (stopped_) co_return *stopped_;
    auto answered = co_await try_until_answered(request, services);
    Budget::Amount taken;
    if (answered && answered->answer.tokens) taken.tokens = answered->answer.tokens->total();
    if (answered && !answered->answer.tokens) taken = reserved;  // unknown: as much as it may have been
    if (answered && answered->cost) taken.cost = answered->cost->total();
    budget_.settle(reserved, taken);
    if (answered) {
        learn_length(request.stage, papers, answered->answer);
        note(*answered, request, services);
    } else {
        end_trial(services);
        note_failure(answered.error());
    }
    co_return std::move(answered);
}

net::awaitable<Result<void>> ModelClient::wait_for_turn(std::int64_t tokens) {
    constexpr auto longest = std::chrono::minutes(5);
    for (;;) {
        if (stopped_) co_return *stopped_;
        auto const now = SteadyClock::now();
        auto const when = rate_limiter_.next(now, tokens);
        if (when <= now) break;
        if (when - now > longest) {
            auto const minutes = std::chrono::duration_cast<std::chrono::minutes>(when - now).count();
            co_return Error(errc::rate_limited, fmt::format("the service asks to wait {} minutes", minutes));
        }
        auto const slept = co_await net::sleep_until(when);
        if (!slept) co_return slept.error();
    }
    rate_limiter_.start(SteadyClock::now(), tokens);
    co_return Result<void>();
}

net::awaitable<Result<Answered>> ModelClient::try_until_answered(ChatRequest request,
                                                                 ModelServices const& services) {
    std::int64_t const tokens = request.prompt_tokens + request.output_tokens;
    auto const started = SteadyClock::now();
    if (!random_)
        random_.emplace(static_cast<std::uint64_t>(services.clock.now().time_since_epoch().count()));
    for (int attempts = 1;; ++attempts) {
        auto const turn = co_await wait_for_turn(tokens);
        if (!turn) co_return turn.error();
        int const adaptations = provider_->adaptations();
        Outcome outcome = co_await send(request, services);
        if (is_final(outcome.answered)) co_return std::move(outcome.answered);
        // An error of the server may pass; the second one in a row may be about the request.
        bool const doubtful =
            outcome.doubt == Doubt::request ||
            (outcome.doubt == Doubt::server && attempts >= std::min(2, options_.retry.attempts));
        while (doubtful && searching_) {
            auto const slept = co_await net::sleep_for(kGlance);
            if (!slept) co_return slept.error();
        }
        if (doubtful && provider_->adaptations() != adaptations) {
            --attempts;  // another question found what to leave out; bounded by the number of parameters
            continue;
        }
        if (doubtful && !useful_[index_of(request.stage)] && searches_ < kMostSearches) {
            outcome = co_await try_without(request, std::move(outcome), services);
            if (is_final(outcome.answered)) co_return std::move(outcome.answered);
        }
        if (!outcome.retry) co_return std::move(outcome.answered);
        auto const elapsed = std::chrono::duration_cast<milliseconds>(SteadyClock::now() - started);
        auto const delay =
            net::retry_delay(options_.retry, attempts, elapsed, outcome.wait, random_->uniform());
        if (!delay) co_return std::move(outcome.answered);
        services.log.waiting(outcome.answered.error().message(), *delay);
        auto const when = SteadyClock::now() + *delay;
        // A service that is overloaded is so for all questions.
        if (outcome.wait || outcome.answered.error() == errc::rate_limited) rate_limiter_.hold_until(when);
        auto const slept = co_await net::sleep_until(when);
        if (!slept) co_return slept.error();
    }
}

net::awaitable<ModelClient::Outcome> ModelClient::send(ChatRequest const& request,
                                                       ModelServices const& services) {
    int const adaptations = provider_->adaptations();
    auto http_request = provider_->request(provider_->body(request), services.key);
    http_request.set_timeout(options_.timeout);
    auto response = co_await services.http.send(std::move(http_request));
    Outcome outcome = judge(std::move(response), request, services);
    if (outcome.answered) outcome.answered->adaptations = adaptations;
    co_return std::move(outcome);
}

std::optional<Parameter> ModelClient::next_suspect(ChatRequest const& request,
                                                   net::HttpResponse const& response) const {
    auto sent = provider_->optional(request);
    if (options_.keep_schema) std::erase(sent, Parameter::schema);
    return suspect(response, sent);
}

net::awaitable<ModelClient::Outcome> ModelClient::try_without(ChatRequest const& request, Outcome first,
                                                              ModelServices const& services) {
    ++searches_;
    Flag const searching(searching_);
    auto before = provider_->refusals();
    net::HttpResponse response = first.response;
    for (auto next = next_suspect(request, response); next; next = next_suspect(request, response)) {
        provider_->refuse(*next);
        services.log.info(
            fmt::format("{}; asking again without {}", first.answered.error().message(), to_string(*next)));
        auto const turn = co_await wait_for_turn(request.prompt_tokens + request.output_tokens);
        if (!turn) {
            provider_->restore(before);
            first.answered = turn.error();
            co_return std::move(first);
        }
        Outcome outcome = co_await send(request, services);
        if (outcome.answered) {
            services.log.info(fmt::format("{} is left out for the rest of the run", to_string(*next)));
            co_return std::move(outcome);
        }
        bool const over = outcome.doubt == Doubt::nothing;
        if (over && outcome.answered.error() == errc::cancelled) first = std::move(outcome);
        if (over) break;
        bool const settled = names(response, *next) && !names(outcome.response, *next);
        response = outcome.response;
        if (!settled) continue;
        // What the service named it does not name any more: that much has helped.
        provider_->restore(before);
        provider_->refuse(*next);
        before = provider_->refusals();
        first = std::move(outcome);
    }
    provider_->restore(before);
    co_return std::move(first);
}

ModelClient::Outcome ModelClient::judge(Result<net::HttpResponse> response, ChatRequest const& request,
                                        ModelServices const& services) {
    if (!response) {
        Error const error = response.error();
        return {error, is_transient(error)};
    }
    if (response->body.size() > kLargestBody)
        return {too_large("the response", response->body.size(), kLargestBody)};
    // Whatever a service echoes, the key goes no further.
    response->body = services.redactor.redact(std::move(response->body));
    rate_limiter_.learn(*response, SteadyClock::now(), services.clock.now());
    if (auto hidden = hidden_failure(*response)) response = std::move(*hidden);
    if (!response->ok()) return judge_failure(std::move(*response), request, services);
    auto answered = take(provider_->answer(response->body), request.stage, request.ids, false, services);
    // A page or a cut body in the place of an answer may be an answer next time.
    bool const retry = answered.has_error() && answered.error() != errc::too_large;
    return {std::move(answered), retry};
}

ModelClient::Outcome ModelClient::judge_failure(net::HttpResponse response, ChatRequest const& request,
                                                ModelServices const& services) {
    ChatAnswer generated;
    generated.text = failed_generation(response);
    if (!generated.text.empty()) {
        auto answered = take(std::move(generated), request.stage, request.ids, false, services);
        if (answered && !answered->reading.useless) return {std::move(answered)};
    }
    Failure failure = explain_failure(response, services.clock.now());
    Outcome outcome{failure.error, failure.retry, failure.wait};
    if (failure.error == errc::request_refused && response.status != 413) outcome.doubt = Doubt::request;
    if (response.status == 500 || response.status == 501) outcome.doubt = Doubt::server;
    bool const kept = options_.keep_schema && request.form == AnswerForm::json_schema;
    if (outcome.doubt != Doubt::nothing && kept && !useful_[index_of(request.stage)])
        outcome.answered = failure.error.with_context(
            "llm.answer = \"json_schema\" keeps the schema, which this may be about; \"auto\" asks without "
            "it");
    if (outcome.doubt != Doubt::nothing) outcome.response = std::move(response);
    return outcome;
}

Result<Answered> ModelClient::take(Result<ChatAnswer> answer, Stage stage, Batch const& papers, bool batch,
                                   ModelServices const& services) const {
    if (!answer) return answer.error();
    if (answer->text.size() + answer->called.size() > kLargestText)
        return too_large("the text of the answer", answer->text.size() + answer->called.size(), kLargestText);
    Answered answered;
    answered.reading = read_answer(*answer, stage, papers, services.redactor);
    answered.answer = std::move(*answer);
    price(answered, batch);
    return answered;
}

void ModelClient::price(Answered& answered, bool batch) const {
    ChatAnswer const& answer = answered.answer;
    if (answer.cost) {
        // The service's own bill; how it divides is told by the rates where they are known.
        Cost const split = model_ && answer.tokens ? cost_of(*model_, *answer.tokens, batch) : Cost{1, 0};
        double const share = split.total() > 0 ? split.prompt / split.total() : 1;
        answered.cost = Cost{*answer.cost * share, *answer.cost * (1 - share)};
    } else if (model_ && answer.tokens) {
        answered.cost = cost_of(*model_, *answer.tokens, batch);
    }
}

void ModelClient::note(Answered const& answered, ChatRequest const& request, ModelServices const& services) {
    auto const& useless = answered.reading.useless;
    if (!useless) {
        failures_in_a_row_ = useless_titles_ = 0;
        useful_[index_of(request.stage)] = true;
        with_schema_.reset();
        return;
    }
    services.log.info(useless->message());
    bool const as_now = answered.adaptations == provider_->adaptations();
    if (as_now && with_schema_) {
        end_trial(services);
    } else if (as_now && answered.answer.finish == Finish::complete) {
        give_up_schema(request, *useless, services);
    }
    if (request.stage == Stage::title)
        note_useless_titles(*useless);
    else
        note_failure(*useless);
}

void ModelClient::note_useless_titles(Error const& reason) {
    if (++useless_titles_ < kMostFailures || with_schema_ || hopeless_titles_) return;
    hopeless_titles_ = reason.with_context(
        fmt::format("no valid answer to {} questions one after the other", useless_titles_));
}

void ModelClient::give_up_schema(ChatRequest const& request, Error const& reason,
                                 ModelServices const& services) {
    auto const sent = provider_->optional(request);
    bool const possible = !schema_tried_ && !options_.keep_schema && !useful_[index_of(request.stage)] &&
                          reason == errc::bad_answer &&
                          std::ranges::find(sent, Parameter::schema) != sent.end();
    if (!possible) return;
    services.log.info("asking again without a schema");
    schema_tried_ = true;
    with_schema_ = provider_->refusals();
    provider_->refuse(Parameter::schema);
}

void ModelClient::end_trial(ModelServices const& services) {
    if (!with_schema_) return;
    services.log.info("that is no better without a schema, which is sent again");
    provider_->restore(*with_schema_);
    with_schema_.reset();
}

void ModelClient::learn_length(Stage stage, std::size_t papers, ChatAnswer const& answer) {
    constexpr double margin = 1.2;
    if (!answer.tokens || papers == 0) return;
    double const per_paper =
        margin * static_cast<double>(answer.tokens->output) / static_cast<double>(papers);
    double& estimate = output_per_paper_[index_of(stage)];
    estimate = std::max(estimate, per_paper);
}

void ModelClient::note_failure(Error const& error) {
    if (stopped_ || error == errc::cancelled) return;
    ++failures_in_a_row_;
    if (concerns_all(error)) stopped_ = error;
    // A question without the schema is still to be answered.
    if (failures_in_a_row_ >= kMostFailures && !with_schema_)
        stopped_ =
            error.with_context(fmt::format("{} questions failed one after the other", failures_in_a_row_));
}

}  // namespace lectern::llm
