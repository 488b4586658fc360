#include "detail/provider_json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/score/llm/failure.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace lectern::llm {
namespace {

using std::chrono::milliseconds;

/// What an error body says, whatever the provider.
struct Complaint {
    std::string message;
    std::string kind;   ///< Code, type or status, whichever is there, in lower case, separated by blanks.
    std::string param;  ///< Parameter at fault.
    std::optional<milliseconds> wait;
};

/// A number of seconds or milliseconds, up to a day.
std::optional<milliseconds> parse_wait(std::string_view text, double unit_ms) {
    constexpr double longest = 86'400'000;
    double number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const whole = !text.empty() && failure == std::errc{} && end == text.data() + text.size();
    double const ms = number * unit_ms;
    if (!whole || !(ms >= 0 && ms <= longest)) return std::nullopt;
    return milliseconds(static_cast<std::int64_t>(std::ceil(ms)));
}

/// `37s` or `1.5s`.
std::optional<milliseconds> parse_seconds(std::string_view text) {
    if (text.ends_with('s')) text.remove_suffix(1);
    return parse_wait(text, 1000);
}

/// The first choice of an answer; empty if there is none.
bj::object const& first_choice(bj::object const& answer) {
    static bj::object const none;
    bj::array const& choices = array_at(answer, "choices");
    return choices.empty() || !choices.front().is_object() ? none : choices.front().get_object();
}

/// The error in the place of a choice's text, as OpenRouter has it.
bj::object const& choice_error(bj::object const& answer) {
    return object_at(first_choice(answer), "error");
}

Complaint read_complaint(std::string_view body) {
    Complaint complaint;
    auto const object = parse_body(body);
    if (!object) return complaint;
    complaint.message = text_at(*object, "error");  // Ollama: {"error": "…"}
    bj::object const& outer = object_at(*object, "error");
    bj::object const& error = outer.empty() ? choice_error(*object) : outer;
    // vLLM, FastAPI: {"message": "…"}, {"detail": "…"}
    for (std::string_view const said :
         {text_at(error, "message"), text_at(*object, "message"), text_at(*object, "detail")})
        if (complaint.message.empty()) complaint.message = said;
    complaint.param = text_at(error, "param");
    for (std::string_view const key : {"code", "type", "status"}) {
        complaint.kind += text::ascii_lower(text_at(error, key));
        complaint.kind += ' ';
    }
    for (bj::value const& detail : array_at(error, "details")) {
        if (!detail.is_object()) continue;
        std::string_view const delay = text_at(detail.get_object(), "retryDelay");
        if (!delay.empty()) complaint.wait = parse_seconds(delay);
    }
    return complaint;
}

bool mentions(std::string_view text, std::vector<std::string_view> const& words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::optional<milliseconds> wait_of(net::HttpResponse const& response, Complaint const& complaint, Time now) {
    if (auto const exact = parse_wait(response.header("retry-after-ms"), 1)) return exact;
    std::string_view const after = response.header("Retry-After");
    if (auto const seconds = parse_seconds(after)) return seconds;
    if (auto const date = net::parse_retry_after(after, now)) return date;
    return complaint.wait;
}

/// The code that a status, and what the body says about it, stands for.
errc code_of(int status, Complaint const& complaint) {
    std::string const words = text::ascii_lower(complaint.message);
    bool const no_credit = mentions(complaint.kind, {"insufficient_quota", "billing"}) ||
                           mentions(words, {"credit balance", "insufficient balance"});
    if (status == 402 || no_credit) return errc::quota_exhausted;
    bool const bad_key = mentions(words, {"api key not valid", "api key expired", "invalid api key"});
    if (status == 401 || status == 403 || bad_key) return errc::unauthorized;
    if (status == 404) return errc::unsupported;
    if (status == 429 || status == 529) return errc::rate_limited;
    if (status == 408 || status == 409 || status >= 500) return errc::http_status;
    return errc::request_refused;
}

/// The words by which services speak of a parameter.
std::vector<std::string_view> words_for(Parameter parameter) {
    switch (parameter) {
        case Parameter::schema:
            return {"response_format", "schema",  "output_config", "responsemimetype",
                    "structured",      "grammar", "format"};
        case Parameter::temperature:
            return {"temperature"};
        case Parameter::seed:
            return {"seed"};
        case Parameter::max_tokens:
            return {"max_tokens", "max_completion_tokens"};
        case Parameter::reasoning_effort:
            return {"reasoning", "effort", "thinking"};
        case Parameter::system_role:
            return {"system role",   "system message",        "system_instruction",
                    "system prompt", "developer instruction", "role"};
    }
    return {};
}

}  // namespace

std::optional<net::HttpResponse> hidden_failure(net::HttpResponse const& response) {
    if (!response.ok()) return std::nullopt;
    auto const object = parse_body(response.body);
    if (!object) return std::nullopt;
    bj::value const* error = object->if_contains("error");
    bool const answered = !array_at(*object, "choices").empty() || object->contains("content") ||
                          object->contains("candidates") || object->contains("message");
    bj::object const& inner = choice_error(*object);
    bool const failed_choice = !inner.empty() || text_at(first_choice(*object), "finish_reason") == "error";
    bool const failed_whole = error && !error->is_null() && !answered;
    if (!failed_choice && !failed_whole) return std::nullopt;
    net::HttpResponse failed = response;
    int const status = static_cast<int>(count_at(failed_whole ? object_at(*object, "error") : inner, "code"));
    failed.status = status >= 400 && status < 600 ? status : 500;
    return failed;
}

Failure explain_failure(net::HttpResponse const& response, Time now) {
    Complaint const complaint = read_complaint(response.body);
    errc const code = code_of(response.status, complaint);
    std::string const words = complaint.message.empty()
                                  ? text::truncate(text::collapse_whitespace(response.body), 200)
                                  : complaint.message;
    Failure failure;
    failure.error =
        Error(code, fmt::format("HTTP {}{}{}", response.status, words.empty() ? "" : ": ", words));
    failure.retry = code == errc::rate_limited || code == errc::http_status;
    if (text::iequals(response.header("x-should-retry"), "false")) failure.retry = false;
    if (failure.retry) failure.wait = wait_of(response, complaint, now);
    return failure;
}

std::string_view to_string(Parameter parameter) noexcept {
    switch (parameter) {
        case Parameter::schema:
            return "the schema of the answer";
        case Parameter::temperature:
            return "temperature";
        case Parameter::seed:
            return "seed";
        case Parameter::max_tokens:
            return "the usual name of the token limit";
        case Parameter::reasoning_effort:
            return "the reasoning effort";
        case Parameter::system_role:
            return "a system message of its own";
    }
    return "";
}

void Provider::refuse(Parameter parameter) noexcept {
    bool& refused = refusals_.refused[static_cast<std::size_t>(parameter)];
    if (!refused) ++refusals_.adaptations;
    refused = true;
}

bool names(net::HttpResponse const& response, Parameter parameter) {
    constexpr std::size_t most = 4096;
    Complaint const complaint = read_complaint(response.body);
    // Some services name the parameter, the others speak of it.
    std::string const about = text::ascii_lower(
        complaint.param.empty() ? complaint.message + response.body.substr(0, most) : complaint.param);
    return mentions(about, words_for(parameter));
}

std::optional<Parameter> suspect(net::HttpResponse const& response, std::vector<Parameter> const& sent) {
    // The schema last: its words are the commonest.
    for (Parameter const parameter :
         {Parameter::max_tokens, Parameter::temperature, Parameter::seed, Parameter::reasoning_effort,
          Parameter::system_role, Parameter::schema}) {
        if (std::ranges::find(sent, parameter) != sent.end() && names(response, parameter)) return parameter;
    }
    return sent.empty() ? std::nullopt : std::optional(sent.front());
}

std::string failed_generation(net::HttpResponse const& response) {
    auto const object = parse_body(response.body);
    if (!object) return {};
    return std::string(text_at(object_at(*object, "error"), "failed_generation"));
}

}  // namespace lectern::llm
