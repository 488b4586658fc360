#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/http.hpp>
#include <lectern/score/llm/batch_api.hpp>
#include <lectern/score/llm/chat.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::llm {

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
