#include "detail/provider_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace lectern::llm {
namespace {

constexpr std::string_view kVersion = "2023-06-01";

/// A block of text; marked, the provider caches the prompt up to its end.
bj::object text_block(std::string_view text, bool cache) {
    bj::object block;
    block["type"] = "text";
    block["text"] = text;
    if (cache) {
        bj::object control;
        control["type"] = "ephemeral";
        block["cache_control"] = std::move(control);
    }
    return block;
}

void set_key(net::HttpRequest& request, Secret const& key) {
    if (!key.empty()) request.set("x-api-key", key.reveal());
    request.set("anthropic-version", std::string(kVersion));
}

/// Cached tokens are not within input_tokens.
Tokens anthropic_tokens(bj::object const& usage) {
    Tokens tokens;
    tokens.input = count_at(usage, "input_tokens");
    tokens.cache_read = count_at(usage, "cache_read_input_tokens");
    tokens.cache_write = count_at(usage, "cache_creation_input_tokens");
    tokens.output = count_at(usage, "output_tokens");
    return tokens;
}

Finish anthropic_finish(std::string_view reason) {
    if (reason == "refusal") return Finish::refused;
    return reason == "max_tokens" || reason == "model_context_window_exceeded" ? Finish::cut
                                                                               : Finish::complete;
}

/// Batches of Messages. Source: https://docs.anthropic.com/en/api/creating-message-batches
class Batches final : public BatchApi {
public:
    explicit Batches(ProviderOptions const& options) : options_(options) {}

    std::optional<net::HttpRequest> upload(std::vector<BatchItem> const&, Secret const&) const override {
        return std::nullopt;
    }

    Result<net::HttpRequest> create(std::vector<BatchItem> const& items, std::string_view,
                                    Secret const& key) const override {
        bj::object body;
        bj::array& requests = body["requests"].emplace_array();
        for (BatchItem const& item : items) {
            bj::object request;
            request["custom_id"] = item.id;
            request["params"] = bj::parse(item.body);
            requests.push_back(std::move(request));
        }
        net::HttpRequest request("POST", join_url(options_.base_url, "/messages/batches"));
        request.set_body(bj::serialize(body), "application/json");
        request.set_group("llm").set_once();  // a repetition could be paid twice
        set_key(request, key);
        return request;
    }

    Result<std::string> created(std::string_view body) const override {
        auto const batch = parse_body(body);
        if (!batch) return batch.error();
        std::string_view const id = text_at(*batch, "id");
        if (id.empty()) return Error(errc::bad_answer, "the batch has no id");
        return std::string(id);
    }

    net::HttpRequest ask(std::string const& id, Secret const& key) const override {
        return get("/messages/batches/" + net::percent_encode(id), key);
    }

    Result<BatchState> state(std::string_view body) const override {
        auto const batch = parse_body(body);
        if (!batch) return batch.error();
        std::string_view const status = text_at(*batch, "processing_status");
        bj::object const& counts = object_at(*batch, "request_counts");
        BatchState state;
        state.ended = status == "ended";
        state.description = fmt::format("{}, {} requests done, {} to do", status,
                                        count_at(counts, "succeeded"), count_at(counts, "processing"));
        // Not the address in the answer: the key goes to the configured host only.
        if (state.ended)
            state.result_urls.push_back(join_url(
                options_.base_url,
                fmt::format("/messages/batches/{}/results", net::percent_encode(text_at(*batch, "id")))));
        return state;
    }

    net::HttpRequest results(std::string const& url, Secret const& key) const override {
        auto request = net::HttpRequest::get(url);
        request.set_group("llm");
        set_key(request, key);
        return request;
    }

    Result<BatchAnswer> answer(std::string_view line) const override {
        auto const object = parse_body(line);
        if (!object) return object.error();
        bj::object const& result = object_at(*object, "result");
        bool const succeeded = text_at(result, "type") == "succeeded";
        BatchAnswer answer;
        answer.id = text_at(*object, "custom_id");
        answer.status = succeeded ? 200 : 0;
        answer.body = bj::serialize(succeeded ? bj::value(object_at(result, "message")) : bj::value(result));
        return answer;
    }

private:
    net::HttpRequest get(std::string const& path, Secret const& key) const {
        return results(join_url(options_.base_url, path), key);
    }

    ProviderOptions const& options_;
};

class Anthropic final : public ProviderBase {
public:
    Anthropic(ProviderOptions options, bj::object extra)
        : ProviderBase(std::move(options), std::move(extra)), batches_(options_) {}

    std::string body(ChatRequest const& request) const override {
        bj::object body;
        body["model"] = options_.model;
        body["max_tokens"] =
            options_.max_output_tokens > 0 ? options_.max_output_tokens : least_limit(request.output_tokens);
        bj::array content;
        if (has_system())
            body["system"].emplace_array().push_back(text_block(request.question.system, false));
        else
            content.push_back(text_block(request.question.system, false));
        content.push_back(text_block(request.question.fixed, true));
        content.push_back(text_block(request.question.papers, false));
        body["messages"].emplace_array().push_back(message("user", std::move(content)));
        if (auto const value = temperature()) body["temperature"] = *value;
        bj::object output;
        if (wants_schema(request)) {
            bj::object& format = output["format"].emplace_object();
            format["type"] = "json_schema";
            format["schema"] = schema_json(request.stage);
        }
        if (!effort().empty()) output["effort"] = effort();
        if (!output.empty()) body["output_config"] = std::move(output);
        return finish(std::move(body));
    }

    net::HttpRequest request(std::string body, Secret const& key) const override {
        net::HttpRequest request = post(join_url(options_.base_url, "/messages"), std::move(body));
        set_key(request, key);
        return request;
    }

    net::HttpRequest look_at_model(Secret const& key) const override {
        auto request = net::HttpRequest::get(
            join_url(options_.base_url, "/models/" + net::percent_encode(options_.model)));
        add_headers(request);
        set_key(request, key);
        return request;
    }

    Result<ChatAnswer> answer(std::string_view body) const override {
        auto const object = parse_body(body);
        if (!object) return object.error();
        bj::value const* content = object->if_contains("content");
        if (!content || !content->is_array()) return Error(errc::bad_answer, "the response has no content");
        ChatAnswer answer;
        answer.text = content_text(*content);
        for (bj::value const& block : content->get_array())
            if (block.is_object()) note_reasoning(answer, text_at(block.get_object(), "thinking"));
        answer.finish = anthropic_finish(text_at(*object, "stop_reason"));
        bj::object const& usage = object_at(*object, "usage");
        if (!usage.empty()) answer.tokens = anthropic_tokens(usage);
        return answer;
    }

    BatchApi const* batches() const override { return &batches_; }

private:
    /// A limit must be given; unused room costs nothing.
    static std::int64_t least_limit(std::int64_t estimate) {
        constexpr std::int64_t room = 4096;
        return std::max(room, 2 * estimate);
    }

    Batches batches_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_anthropic_provider(ProviderOptions options) {
    return make<Anthropic>(std::move(options));
}

}  // namespace lectern::llm
