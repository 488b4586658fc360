#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/net/http.hpp>
#include <lectern/score/llm/provider.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lectern::llm {

/// What a failed request means.
struct Failure {
    /// unauthorized, quota_exhausted, request_refused, unsupported (the model), rate_limited, http_status,
    /// bad_answer.
    Error error;
    bool retry = false;                             ///< Whether the same request may succeed later.
    std::optional<std::chrono::milliseconds> wait;  ///< How long the server asks to wait.
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

}  // namespace lectern::llm
