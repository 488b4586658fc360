#include "detail/openai_batches.hpp"
#include "detail/provider_json.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

namespace lectern::llm {
namespace {

/// Where a service differs from OpenAI itself; told by its address.
bool is_azure(std::string_view base_url) {
    return base_url.find(".azure.com") != std::string_view::npos;
}
bool is_openai(std::string_view base_url) {
    return base_url.find("//api.openai.com") != std::string_view::npos || is_azure(base_url);
}

bj::object schema_format(Stage stage) {
    bj::object schema;
    schema["name"] = stage == Stage::title     ? "irrelevant_papers"
                     : stage == Stage::summary ? "paper_summaries"
                                               : "paper_scores";
    schema["strict"] = true;
    schema["schema"] = schema_json(stage);
    bj::object format;
    format["type"] = "json_schema";
    format["json_schema"] = std::move(schema);
    return format;
}

Finish openai_finish(bj::object const& choice) {
    std::string_view const reason = text_at(choice, "finish_reason");
    bool const refused =
        !text_at(object_at(choice, "message"), "refusal").empty() || reason == "content_filter";
    if (refused) return Finish::refused;
    return reason == "length" || reason == "max_tokens" ? Finish::cut : Finish::complete;
}

/// DeepSeek counts hits and misses, the others cached tokens within the prompt's.
Tokens openai_tokens(bj::object const& usage) {
    Tokens tokens;
    std::int64_t const prompt = count_at(usage, "prompt_tokens");
    bj::object const& details = object_at(usage, "prompt_tokens_details");
    tokens.cache_read = count_at(details, "cached_tokens");
    tokens.cache_write = count_at(details, "cache_write_tokens");
    if (usage.contains("prompt_cache_hit_tokens"))
        tokens.cache_read = count_at(usage, "prompt_cache_hit_tokens");
    tokens.input = std::max<std::int64_t>(0, prompt - tokens.cache_read - tokens.cache_write);
    tokens.output = count_at(usage, "completion_tokens");
    tokens.reasoning = count_at(object_at(usage, "completion_tokens_details"), "reasoning_tokens");
    return tokens;
}

/// OpenRouter says what a request cost; with a key of one's own at the model's vendor, what the vendor takes.
std::optional<double> cost_of(bj::object const& usage) {
    bj::value const* own_key = usage.if_contains("is_byok");
    bool const upstream = own_key && own_key->is_bool() && own_key->get_bool();
    bj::object const& details = object_at(usage, "cost_details");
    bj::value const* cost =
        upstream ? details.if_contains("upstream_inference_cost") : usage.if_contains("cost");
    return cost && cost->is_number() ? std::optional<double>(cost->to_number<double>()) : std::nullopt;
}

/// The text; arguments of a call, thoughts and refusals apart.
void take_message(bj::object const& message, ChatAnswer& answer) {
    if (bj::value const* content = message.if_contains("content")) answer.text = content_text(*content);
    bj::array const& calls = array_at(message, "tool_calls");
    if (!calls.empty() && calls.front().is_object())
        answer.called = text_at(object_at(calls.front().get_object(), "function"), "arguments");
    for (std::string_view const name : {"reasoning_content", "reasoning", "thinking"})
        note_reasoning(answer, text_at(message, name));
    answer.refusal = text::truncate(text_at(message, "refusal"), 300);
}

class OpenAi final : public ProviderBase {
public:
    OpenAi(ProviderOptions options, bj::object extra)
        : ProviderBase(std::move(options), std::move(extra)), batches_(options_) {}

    std::string body(ChatRequest const& request) const override {
        bj::object body;
        body["model"] = options_.model;
        body["messages"] = messages(request.question, has_system());
        if (auto const value = temperature()) body["temperature"] = *value;
        if (temperature() && !is_refused(Parameter::seed)) body["seed"] = 0;
        if (!effort().empty()) body["reasoning_effort"] = effort();
        if (options_.max_output_tokens > 0) body[limit_name()] = options_.max_output_tokens;
        if (wants_schema(request)) body["response_format"] = schema_format(request.stage);
        return finish(std::move(body));
    }

    net::HttpRequest request(std::string body, Secret const& key) const override {
        net::HttpRequest request = post(join_url(options_.base_url, "/chat/completions"), std::move(body));
        openai::set_key(request, options_, key);
        return request;
    }

    net::HttpRequest look_at_model(Secret const& key) const override {
        auto request = net::HttpRequest::get(
            join_url(options_.base_url, "/models/" + net::percent_encode(options_.model)));
        add_headers(request);
        openai::set_key(request, options_, key);
        return request;
    }

    Result<ChatAnswer> answer(std::string_view body) const override {
        auto const object = parse_body(body);
        if (!object) return object.error();
        bj::array const& choices = array_at(*object, "choices");
        if (choices.empty() || !choices.front().is_object())
            return Error(errc::bad_answer, "the response has no choices");
        bj::object const& choice = choices.front().get_object();
        ChatAnswer answer;
        take_message(object_at(choice, "message"), answer);
        answer.finish = openai_finish(choice);
        bj::object const& usage = object_at(*object, "usage");
        if (!usage.empty()) answer.tokens = openai_tokens(usage);
        answer.cost = cost_of(usage);
        return answer;
    }

    BatchApi const* batches() const override { return &batches_; }

private:
    /// OpenAI's models want the new name, most compatible servers know only the old one.
    std::string_view limit_name() const {
        bool const newer = is_openai(options_.base_url) != is_refused(Parameter::max_tokens);
        return newer ? "max_completion_tokens" : "max_tokens";
    }

    openai::Batches batches_;
};

}  // namespace

void openai::set_key(net::HttpRequest& request, ProviderOptions const& options, Secret const& key) {
    if (key.empty()) return;
    if (is_azure(options.base_url))
        request.set("api-key", key.reveal());
    else
        request.set("Authorization", "Bearer " + key.reveal());
}

Result<std::unique_ptr<Provider>> make_openai_provider(ProviderOptions options) {
    return make<OpenAi>(std::move(options));
}

}  // namespace lectern::llm
