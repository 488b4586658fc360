#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/core/usage.hpp>
#include <lectern/net/http.hpp>
#include <lectern/score/llm/prompt.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::llm {

/// One question to a model.
struct ChatRequest {
    Question question;                    ///< System and user message.
    Stage stage = Stage::abstract;        ///< Selects the schema of the answer.
    AnswerForm form = AnswerForm::jsonl;  ///< json_schema: the provider is told to enforce it.
    std::int64_t prompt_tokens = 0;  ///< Upper estimate; sizes the context of servers that need to be told.
    std::int64_t output_tokens = 0;  ///< Upper estimate of the answer.
    std::set<std::string> ids{};     ///< Papers that are asked about, without version.
};

/// How an answer ended.
enum class Finish {
    complete,
    cut,      ///< The limit of tokens was reached; what is there may be used.
    refused,  ///< The model or a filter declined.
};

/// A model's answer.
struct ChatAnswer {
    std::string text;                  ///< As the model wrote it; may be empty.
    Finish finish = Finish::complete;  ///< Whether the text is whole.
    std::optional<Tokens> tokens;      ///< Nothing if the provider does not say.
    std::optional<double> cost;        ///< Dollars, where the provider says.
    std::string reasoning{};           ///< The beginning of thoughts that stand apart from the text.
    std::string called{};   ///< Arguments of a call in the place of a text, where a service answers that way.
    std::string refusal{};  ///< What a model or filter that declined says.
};

/// What a failed request means.
struct Failure {
    /// unauthorized, quota_exhausted, request_refused, unsupported (the model), rate_limited, http_status,
    /// bad_answer.
    Error error;
    bool retry = false;                             ///< Whether the same request may succeed later.
    std::optional<std::chrono::milliseconds> wait;  ///< How long the server asks to wait.
};

/// State of a batch at a provider.
struct BatchState {
    bool ended = false;                    ///< No further answers will come.
    std::vector<std::string> result_urls;  ///< Where the answers are, once ended.
    std::string description;               ///< For people: `in_progress, 3 of 12 done`.
};

/// One answer of a batch.
struct BatchAnswer {
    std::string id;    ///< As given at submission.
    int status = 0;    ///< HTTP status of the single request; 0 if it was never made.
    std::string body;  ///< Its response.
};

/// A request of a batch.
struct BatchItem {
    std::string id;    ///< 1–64 letters, digits, `_` and `-`.
    std::string body;  ///< As Provider::body() makes it.
};

/// A provider's way to answer many requests later, at half the price. Pure: requests are made and answers are
/// read here, and sent elsewhere.
class BatchApi {
public:
    virtual ~BatchApi() = default;

    /// The first step where items are uploaded before the batch is created; nothing where they are not.
    virtual std::optional<net::HttpRequest> upload(std::vector<BatchItem> const& items,
                                                   Secret const& key) const = 0;
    /// Creates the batch; `uploaded` is the answer to upload(), empty without one.
    virtual Result<net::HttpRequest> create(std::vector<BatchItem> const& items, std::string_view uploaded,
                                            Secret const& key) const = 0;
    /// The batch's id, from the answer to create(). \par Errors bad_answer
    virtual Result<std::string> created(std::string_view body) const = 0;
    /// Asks for the state of a batch; its answer is for state().
    virtual net::HttpRequest ask(std::string const& id, Secret const& key) const = 0;
    /// \par Errors bad_answer; request_refused for a batch that failed as a whole
    /// Reads the answer to ask().
    virtual Result<BatchState> state(std::string_view body) const = 0;
    /// Fetches one of BatchState::result_urls: JSON Lines, each for answer().
    virtual net::HttpRequest results(std::string const& url, Secret const& key) const = 0;
    /// One line of the results. \par Errors bad_answer
    virtual Result<BatchAnswer> answer(std::string_view line) const = 0;
};

/// Where a model is and how it wants to be asked.
struct ProviderOptions {
    std::string base_url;                     ///< A query (`?api-version=…`) goes behind the path.
    std::string model;                        ///< As the provider calls it.
    std::optional<double> temperature = 0.0;  ///< Nothing: the provider's own.
    std::string reasoning_effort;             ///< `low`, …; empty: not sent.
    std::int64_t max_output_tokens = 0;  ///< Limit of an answer; 0: the provider's own, or what it needs.
    std::string extra_body;              ///< JSON object whose members go into each request; may be empty.
    std::vector<net::Header> headers;    ///< Sent with each request.
};

/// Parts of a request that some models do not accept, and that it can do without.
enum class Parameter {
    schema,       ///< Structured output.
    temperature,  ///< With the seed.
    seed,
    max_tokens,  ///< Its older name; newer models want `max_completion_tokens`.
    reasoning_effort,
    system_role,  ///< The system text then stands before the user's.
};

/// As messages call it. \return static text
std::string_view to_string(Parameter parameter) noexcept;

/// How one kind of service is spoken to: requests from questions, answers from responses. Does no I/O.
/// \par Thread safety one thread at a time; refuse() changes the object
class Provider {
public:
    virtual ~Provider() = default;

    /// The request's JSON body.
    virtual std::string body(ChatRequest const& request) const = 0;
    /// A request with this body. The key may be empty where none is needed.
    virtual net::HttpRequest request(std::string body, Secret const& key) const = 0;
    /// A request that costs nothing and succeeds if the key is accepted and the model is known.
    virtual net::HttpRequest look_at_model(Secret const& key) const = 0;
    /// Reads the body of a successful response. \par Errors bad_answer if it is none; those of failure() for
    /// an error within a successful response
    virtual Result<ChatAnswer> answer(std::string_view body) const = 0;

    /// The parameters a request has that it can do without, those first that are refused most often. A
    /// provider that gives none is never asked again without one.
    virtual std::vector<Parameter> optional(ChatRequest const&) const { return {}; }

    /// Which parameters are left out, and how many times one was.
    struct Refusals {
        std::array<bool, 6> refused{};  ///< By Parameter; true: left out.
        int adaptations = 0;            ///< How often refuse() left out a further one.
    };
    /// Leaves a parameter out from now on.
    void refuse(Parameter parameter) noexcept;
    /// What was learned so far, for restore().
    Refusals const& refusals() const noexcept { return refusals_; }
    /// Goes back to what refusals() gave before.
    void restore(Refusals const& earlier) noexcept { refusals_ = earlier; }
    /// How often refuse() changed something: a request made before is worth asking again.
    int adaptations() const noexcept { return refusals_.adaptations; }
    /// Whether the parameter is left out.
    bool is_refused(Parameter parameter) const noexcept {
        return refusals_.refused[static_cast<std::size_t>(parameter)];
    }
    /// Null where there is none.
    virtual BatchApi const* batches() const { return nullptr; }

private:
    Refusals refusals_;
};

/// Whether the response speaks of the parameter.
bool names(net::HttpResponse const& response, Parameter parameter);

/// The parameter that most likely is the reason why a request failed: the first one that the response names,
/// or else the first of the list. Nothing for an empty list.
std::optional<Parameter> suspect(net::HttpResponse const& response, std::vector<Parameter> const& sent);

/// What a service generated before it refused its own output (Groq's `failed_generation`); empty without.
std::string failed_generation(net::HttpResponse const& response);

/// The failed response within a successful one: some services put errors into a body with status 200, or into
/// a choice.
std::optional<net::HttpResponse> hidden_failure(net::HttpResponse const& response);

/// What an unsuccessful response means; the bodies of all providers are understood.
/// Source: https://platform.openai.com/docs/guides/error-codes, https://docs.anthropic.com/en/api/errors,
/// https://ai.google.dev/gemini-api/docs/troubleshooting
/// \param response any that is not a success
/// \param now for a Retry-After that is a date
Failure explain_failure(net::HttpResponse const& response, Time now);

/// OpenAI's chat completions and everything compatible: OpenRouter, DeepSeek, Azure (told by its host name,
/// with its own header), vLLM, llama.cpp, Ollama's /v1. Source:
/// https://platform.openai.com/docs/api-reference/chat
/// \par Errors invalid_config for an extra body that is no JSON object; the same for the others
Result<std::unique_ptr<Provider>> make_openai_provider(ProviderOptions options);
/// Anthropic's Messages. The fixed part of a prompt is marked for its cache.
/// Source: https://docs.anthropic.com/en/api/messages
Result<std::unique_ptr<Provider>> make_anthropic_provider(ProviderOptions options);
/// Google's Gemini, generateContent. Source: https://ai.google.dev/api/generate-content
Result<std::unique_ptr<Provider>> make_gemini_provider(ProviderOptions options);
/// Ollama's own interface, which sizes the model's context (`num_ctx`) by the question.
/// Source: https://github.com/ollama/ollama/blob/main/docs/api.md
Result<std::unique_ptr<Provider>> make_ollama_provider(ProviderOptions options);

/// The provider of a configuration's name: openai, anthropic, gemini, ollama. \par Errors unsupported, and as
/// above
Result<std::unique_ptr<Provider>> make_provider(std::string_view name, ProviderOptions options);

}  // namespace lectern::llm
