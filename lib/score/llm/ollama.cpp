#include "detail/provider_json.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <utility>

namespace lectern::llm {
namespace {

/// Room for question and answer, in steps: a change of the context makes the server load the model again.
std::int64_t context_for(ChatRequest const& request) {
    constexpr std::int64_t step = 4096;
    std::int64_t const needed = request.prompt_tokens + request.output_tokens;
    return (needed / step + 1) * step;
}

class Ollama final : public ProviderBase {
public:
    using ProviderBase::ProviderBase;

    std::string body(ChatRequest const& request) const override {
        bj::object body;
        body["model"] = options_.model;
        body["messages"] = messages(request.question, has_system());
        body["stream"] = false;
        if (wants_schema(request)) body["format"] = schema_json(request.stage);
        bj::object& options = body["options"].emplace_object();
        // Without it the prompt is cut silently at the server's default.
        options["num_ctx"] = context_for(request);
        if (auto const value = temperature()) options["temperature"] = *value;
        if (temperature() && !is_refused(Parameter::seed)) options["seed"] = 0;
        if (options_.max_output_tokens > 0) options["num_predict"] = options_.max_output_tokens;
        return finish(std::move(body));
    }

    net::HttpRequest request(std::string body, Secret const& key) const override {
        net::HttpRequest request = post(join_url(options_.base_url, "/api/chat"), std::move(body));
        if (!key.empty()) request.set("Authorization", "Bearer " + key.reveal());
        return request;
    }

    net::HttpRequest look_at_model(Secret const& key) const override {
        bj::object body;
        body["model"] = options_.model;
        net::HttpRequest request = post(join_url(options_.base_url, "/api/show"), bj::serialize(body));
        if (!key.empty()) request.set("Authorization", "Bearer " + key.reveal());
        return request;
    }

    /// One object, or one a line where a server streams all the same.
    Result<ChatAnswer> answer(std::string_view body) const override {
        ChatAnswer answer;
        bool any = false;
        for (std::string_view const line : text::split(body, '\n')) {
            if (text::trim(line).empty()) continue;
            auto const part = parse_body(line);
            // A single object may be spread over lines.
            auto const whole = part || any ? part : parse_body(body);
            if (!whole) return whole.error();
            take(*whole, answer);
            if (!part) return answer;
            any = true;
        }
        if (!any) return Error(errc::bad_answer, "the response is empty");
        return answer;
    }

private:
    static void take(bj::object const& part, ChatAnswer& answer) {
        answer.text += text_at(object_at(part, "message"), "content");
        note_reasoning(answer, text_at(object_at(part, "message"), "thinking"));
        if (text_at(part, "done_reason") == "length") answer.finish = Finish::cut;
        if (!part.contains("eval_count")) return;
        Tokens tokens;
        tokens.input = count_at(part, "prompt_eval_count");
        tokens.output = count_at(part, "eval_count");
        answer.tokens = tokens;
    }
};

}  // namespace

Result<std::unique_ptr<Provider>> make_ollama_provider(ProviderOptions options) {
    return make<Ollama>(std::move(options));
}

Result<std::unique_ptr<Provider>> make_provider(std::string_view name, ProviderOptions options) {
    using Factory = Result<std::unique_ptr<Provider>> (*)(ProviderOptions);
    static constexpr std::array<std::pair<std::string_view, Factory>, 4> known{
        {{"openai", make_openai_provider},
         {"anthropic", make_anthropic_provider},
         {"gemini", make_gemini_provider},
         {"ollama", make_ollama_provider}}};
    for (auto const& [known_name, make_it] : known) {
        if (name == known_name) return make_it(std::move(options));
    }
    return Error(errc::unsupported,
                 fmt::format("\"{}\" is no provider; known are openai, anthropic, gemini, ollama", name));
}

}  // namespace lectern::llm
