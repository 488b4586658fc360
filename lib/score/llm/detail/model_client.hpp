#pragma once

#include "budget.hpp"
#include "reading.hpp"

#include <lectern/core/clock.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/score/llm/llm_scorer.hpp>
#include <lectern/score/llm/token_rate_limiter.hpp>

#include <array>
#include <memory>
#include <optional>

namespace lectern::llm {

/// What asking needs. All of it outlives the calls.
struct ModelServices {
    net::HttpClient& http;
    Clock const& clock;
    Logger const& log;
    Secret key;
    Redactor redactor{};  ///< Knows the key.
};

/// An answer with its price and what it says.
struct Answered {
    ChatAnswer answer;
    std::optional<Cost> cost;  ///< Nothing if it cannot be known.
    Reading reading{};
    int adaptations = 0;  ///< The provider's when it was asked.
};

/// One model with all that stands between a question and its answer: caps, limits, repetitions, parameters that the
/// model does not accept, failures. One executor only; any number of calls may be in flight.
class ModelClient {
public:
    /// \par Lifetimes the options must outlive the object
    ModelClient(LlmOptions const& options, std::unique_ptr<Provider> provider, ModelInfo const* model);

    /// Asks until there is an answer or no hope. An answer that says nothing about the papers (Reading::useless) counts
    /// as a failure.
    ///
    /// A request that the service refuses in whatever words is tried without the parts it can do without
    /// (Provider::optional()), as long as no answer of its stage was of use: one more of them is left out each time, and
    /// what helps is kept for the rest of the run. If nothing helps they come back, and the first error is reported.
    /// \par Errors request_refused (this question will never be answered), bad_answer and the client's (not now),
    /// cancelled; after an error that concerns every question stopped() tells it, and nothing more is sent
    net::awaitable<Result<Answered>> ask(ChatRequest request, std::size_t papers,
                                         ModelServices const& services);

    /// Whether any answer of a stage was of use so far.
    bool was_useful(Stage stage) const noexcept { return useful_[static_cast<std::size_t>(stage)]; }

    /// Why nothing more is asked; nothing while all is well.
    std::optional<Error> const& stopped() const noexcept { return stopped_; }

    /// Why titles are not asked about any more: answers of no use, one after the other. Their papers stay.
    std::optional<Error> const& hopeless_titles() const noexcept { return hopeless_titles_; }

    Provider const& provider() const noexcept { return *provider_; }
    AnswerForm form() const noexcept;
    /// Upper estimates of the length of an answer and of a request's price. They rise with what is observed.
    std::int64_t output_estimate(Stage stage, std::size_t papers) const;
    Budget::Amount estimate(ChatRequest const& request) const;
    /// What tokens cost; nothing if the price is unknown.
    std::optional<Cost> cost(Tokens const& tokens) const;
    /// Largest prompt worth sending, in tokens.
    std::int64_t prompt_limit() const;

    /// \name Batches of the provider's own
    /// @{
    /// Submits questions; those that caps do not allow are left out, and stopped() is set.
    /// \return the batch's id and how many questions, from the first on, it has
    struct Submitted {
        std::string id;
        std::size_t items = 0;
    };
    net::awaitable<Result<Submitted>> submit(std::vector<BatchItem> items,
                                             std::vector<Budget::Amount> estimates,
                                             ModelServices const& services);
    /// The answers of a batch. \par Errors pending while there are none; request_refused for a batch that failed
    net::awaitable<Result<std::vector<BatchAnswer>>> collect(std::string id, ModelServices const& services);
    /// Reads one of its answers. \par Errors bad_answer, request_refused
    Result<Answered> read(BatchAnswer const& answer, Stage stage, Batch const& papers,
                          ModelServices const& services);
    /// @}

private:
    Error cap_reached() const;
    net::awaitable<Result<void>> wait_for_turn(std::int64_t tokens);
    net::awaitable<Result<Answered>> try_until_answered(ChatRequest request, ModelServices const& services);
    net::awaitable<Result<std::string>> fetch(net::HttpRequest request, ModelServices const& services);
    /// What may be at fault if a request fails.
    enum class Doubt {
        nothing,  ///< Nothing about the request.
        request,  ///< The request as it is.
        server,   ///< The server, or its way to deal with this request.
    };
    /// What a response is: an answer, or why there is none.
    struct Outcome {
        Result<Answered> answered;
        bool retry = false;
        std::optional<std::chrono::milliseconds> wait{};
        Doubt doubt = Doubt::nothing;
        net::HttpResponse response{};  ///< Where there is a doubt.
    };
    net::awaitable<Outcome> send(ChatRequest const& request, ModelServices const& services);
    net::awaitable<Outcome> try_without(ChatRequest const& request, Outcome first,
                                        ModelServices const& services);
    Outcome judge(Result<net::HttpResponse> response, ChatRequest const& request,
                  ModelServices const& services);
    Outcome judge_failure(net::HttpResponse response, ChatRequest const& request,
                          ModelServices const& services);
    Result<Answered> take(Result<ChatAnswer> answer, Stage stage, Batch const& papers, bool batch,
                          ModelServices const& services) const;
    std::optional<Parameter> next_suspect(ChatRequest const& request,
                                          net::HttpResponse const& response) const;
    void price(Answered& answered, bool batch) const;
    void note(Answered const& answered, ChatRequest const& request, ModelServices const& services);
    void learn_length(Stage stage, std::size_t papers, ChatAnswer const& answer);
    void give_up_schema(ChatRequest const& request, Error const& reason, ModelServices const& services);
    void note_useless_titles(Error const& reason);
    void end_trial(ModelServices const& services);
    void note_failure(Error const& error);

    LlmOptions const& options_;
    std::unique_ptr<Provider> provider_;
    ModelInfo const* model_;
    TokenRateLimiter rate_limiter_;
    Budget budget_;
    std::optional<Error> stopped_;
    int failures_in_a_row_ = 0;
    int useless_titles_ = 0;
    std::optional<Error> hopeless_titles_;
    std::array<bool, kStages> useful_{};  ///< By stage: whether an answer was of use.
    int searches_ = 0;                    ///< For a part of requests that the service refuses.
    bool searching_ = false;
    /// What was left out before the schema was given up because of a useless answer; it comes back if that does not help.
    std::optional<Provider::Refusals> with_schema_;
    bool schema_tried_ = false;
    std::array<double, kStages> output_per_paper_;
    std::optional<Random> random_;
};

}  // namespace lectern::llm
