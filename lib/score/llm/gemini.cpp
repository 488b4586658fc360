#include "detail/provider_json.hpp"

#include <fmt/format.h>

#include <array>

namespace lectern::llm {
namespace {

bj::object text_content(std::string_view text) {
    bj::object part;
    part["text"] = text;
    bj::object content;
    content["parts"].emplace_array().push_back(std::move(part));
    return content;
}

/// Thoughts are billed as output but not within the candidates' count; cached tokens are within the prompt's.
Tokens gemini_tokens(bj::object const& usage) {
    Tokens tokens;
    tokens.cache_read = count_at(usage, "cachedContentTokenCount");
    std::int64_t const prompt =
        count_at(usage, "promptTokenCount") + count_at(usage, "toolUsePromptTokenCount");
    tokens.input = std::max<std::int64_t>(0, prompt - tokens.cache_read);
    tokens.reasoning = count_at(usage, "thoughtsTokenCount");
    tokens.output = count_at(usage, "candidatesTokenCount") + tokens.reasoning;
    return tokens;
}

Finish gemini_finish(std::string_view reason) {
    if (reason == "MAX_TOKENS") return Finish::cut;
    return reason.empty() || reason == "STOP" ? Finish::complete : Finish::refused;
}

/// Takes the candidate's text, and its thoughts apart.
void take_parts(bj::object const& candidate, ChatAnswer& answer) {
    for (bj::value const& part : array_at(object_at(candidate, "content"), "parts")) {
        if (!part.is_object()) continue;
        bj::value const* thought = part.get_object().if_contains("thought");
        std::string_view const text = text_at(part.get_object(), "text");
        if (thought && thought->is_bool() && thought->get_bool())
            note_reasoning(answer, text);
        else
            answer.text += text;
    }
}

class Gemini final : public ProviderBase {
public:
    using ProviderBase::ProviderBase;

    std::string body(ChatRequest const& request) const override {
        bj::object body;
        if (has_system()) body["systemInstruction"] = text_content(request.question.system);
        bj::object content =
            text_content((has_system() ? "" : request.question.system + "\n\n") + request.question.user());
        content["role"] = "user";
        body["contents"].emplace_array().push_back(std::move(content));
        bj::object config;
        if (auto const value = temperature()) config["temperature"] = *value;
        if (temperature() && !is_refused(Parameter::seed)) config["seed"] = 0;
        if (options_.max_output_tokens > 0) config["maxOutputTokens"] = options_.max_output_tokens;
        if (!effort().empty()) config["thinkingConfig"].emplace_object()["thinkingLevel"] = effort();
        if (wants_schema(request)) {
            config["responseMimeType"] = "application/json";
            config["responseJsonSchema"] = schema_json(request.stage);
        }
        body["generationConfig"] = std::move(config);
        return finish(std::move(body));
    }

    net::HttpRequest request(std::string body, Secret const& key) const override {
        std::string const path =
            fmt::format("/models/{}:generateContent", net::percent_encode(options_.model));
        net::HttpRequest request = post(join_url(options_.base_url, path), std::move(body));
        // Not in the address, which appears in logs.
        if (!key.empty()) request.set("x-goog-api-key", key.reveal());
        return request;
    }

    net::HttpRequest look_at_model(Secret const& key) const override {
        auto request = net::HttpRequest::get(
            join_url(options_.base_url, "/models/" + net::percent_encode(options_.model)));
        add_headers(request);
        if (!key.empty()) request.set("x-goog-api-key", key.reveal());
        return request;
    }

    Result<ChatAnswer> answer(std::string_view body) const override {
        auto const object = parse_body(body);
        if (!object) return object.error();
        ChatAnswer answer;
        bj::object const& usage = object_at(*object, "usageMetadata");
        if (!usage.empty()) answer.tokens = gemini_tokens(usage);
        bj::array const& candidates = array_at(*object, "candidates");
        std::string_view const block = text_at(object_at(*object, "promptFeedback"), "blockReason");
        if (candidates.empty() || !candidates.front().is_object()) {
            if (block.empty()) return Error(errc::bad_answer, "the response has no candidates");
            answer.finish = Finish::refused;
            answer.refusal = block;
            return answer;
        }
        bj::object const& candidate = candidates.front().get_object();
        take_parts(candidate, answer);
        answer.finish = gemini_finish(text_at(candidate, "finishReason"));
        if (answer.finish == Finish::refused) answer.refusal = text_at(candidate, "finishReason");
        return answer;
    }
};

}  // namespace

Result<std::unique_ptr<Provider>> make_gemini_provider(ProviderOptions options) {
    return make<Gemini>(std::move(options));
}

}  // namespace lectern::llm
