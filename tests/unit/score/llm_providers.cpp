// Requests and responses of each provider, without a network; real payloads where they are at hand.
#include "fake_model.hpp"
#include "support.hpp"

#include <lectern/core/secret.hpp>
#include <lectern/score/llm/failure.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <filesystem>

using namespace lectern;
using namespace std::chrono_literals;
using llm::ChatAnswer;
using llm::Finish;
using llm::Parameter;
using llm::Provider;
using llm::ProviderOptions;
using test::require;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(llm_providers)

Secret const key("sk-top-secret");

ProviderOptions options(std::string base_url, std::string model = "m") {
    ProviderOptions made;
    made.base_url = std::move(base_url);
    made.model = std::move(model);
    return made;
}

llm::ChatRequest request(llm::AnswerForm form = llm::AnswerForm::json_schema) {
    llm::ChatRequest made;
    made.question = {"system text", "fixed part ", "papers"};
    made.form = form;
    made.prompt_tokens = 5000;
    made.output_tokens = 1000;
    return made;
}

std::string header(net::HttpRequest const& sent, std::string_view name) {
    for (net::Header const& field : sent.headers()) {
        if (field.name == name) return field.value;
    }
    return {};
}

net::HttpResponse response(int status, std::string body, std::vector<net::Header> headers = {}) {
    net::HttpResponse made;
    made.status = status;
    made.body = std::move(body);
    made.headers = std::move(headers);
    return made;
}

/// The payload, or nothing where it is not at hand.
std::optional<std::string> sample(std::string const& name) {
    auto const shared = test::shared_dir();
    if (!shared) return std::nullopt;
    return test::read(*shared / "samples" / name);
}

llm::Failure explain(int status, std::string body, std::vector<net::Header> headers = {}) {
    return llm::explain_failure(response(status, std::move(body), std::move(headers)),
                                test::time("2026-03-18T12:00:00Z"));
}

BOOST_AUTO_TEST_CASE(openai_requests) {
    auto const provider = require(llm::make_openai_provider(options("https://api.openai.com/v1")));
    bj::value const body = bj::parse(provider->body(request()));
    BOOST_TEST(body.at("messages").at(0).at("role").as_string() == "system");
    BOOST_TEST(body.at("messages").at(1).at("content").as_string() == "fixed part papers");
    BOOST_TEST(body.at("temperature").to_number<double>() == 0);
    BOOST_TEST(body.at("seed").to_number<int>() == 0);
    bj::value const& schema = body.at("response_format").at("json_schema");
    BOOST_TEST(schema.at("strict").as_bool());
    BOOST_TEST(schema.at("schema").at("additionalProperties").as_bool() == false);
    BOOST_TEST(!body.as_object().contains("max_tokens"));
    auto const sent = provider->request("{}", key);
    BOOST_TEST(sent.url() == "https://api.openai.com/v1/chat/completions");
    BOOST_TEST(header(sent, "Authorization") == "Bearer sk-top-secret");
    BOOST_TEST(
        !bj::parse(provider->body(request(llm::AnswerForm::jsonl))).as_object().contains("response_format"));
}

BOOST_AUTO_TEST_CASE(compatible_services) {
    ProviderOptions made = options("https://me.openai.azure.com/openai/deployments/d?api-version=2026-01-01");
    made.max_output_tokens = 500;
    made.reasoning_effort = "low";
    made.temperature.reset();
    made.headers = {{"X-Title", "lectern"}};
    made.extra_body = R"({"top_p":0.9,"model":"other"})";
    auto const azure = require(llm::make_openai_provider(made));
    auto const sent = azure->request("{}", key);
    BOOST_TEST(sent.url() ==
               "https://me.openai.azure.com/openai/deployments/d/chat/completions?api-version=2026-01-01");
    BOOST_TEST(header(sent, "api-key") == "sk-top-secret");
    BOOST_TEST(header(sent, "Authorization").empty());
    BOOST_TEST(header(sent, "X-Title") == "lectern");
    bj::object const body = bj::parse(azure->body(request())).as_object();
    BOOST_TEST(body.at("max_completion_tokens").to_number<int>() == 500);
    BOOST_TEST(body.at("reasoning_effort").as_string() == "low");
    BOOST_TEST(body.at("top_p").to_number<double>() == 0.9);
    BOOST_TEST(body.at("model").as_string() == "other");
    BOOST_TEST(!body.contains("temperature"));
    made.base_url = "http://localhost:8000/v1/";
    made.extra_body = "[1]";
    BOOST_TEST(llm::make_openai_provider(made).error().detail().find("llm.extra_body") != std::string::npos);
    made.extra_body.clear();
    auto const local = require(llm::make_openai_provider(made));
    BOOST_TEST(local->request("{}", Secret()).url() == "http://localhost:8000/v1/chat/completions");
    BOOST_TEST(header(local->request("{}", Secret()), "Authorization").empty());
    BOOST_TEST(bj::parse(local->body(request())).as_object().contains("max_tokens"));
}

BOOST_AUTO_TEST_CASE(openai_answers_l9_l10) {
    auto const provider = require(llm::make_openai_provider(options("https://api.openai.com/v1")));
    auto const answer = [&](std::string const& body) { return require(provider->answer(body)); };
    auto const full = answer(
        R"({"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,
            "completion_tokens":30,"prompt_tokens_details":{"cached_tokens":64,"cache_write_tokens":null},
            "completion_tokens_details":{"reasoning_tokens":10}}})");
    BOOST_TEST(full.text == "hi");
    BOOST_TEST((*full.tokens == Tokens{36, 64, 0, 30, 10}));
    BOOST_TEST(!answer(R"({"choices":[{"message":{"content":"x"}}]})").tokens.has_value());
    BOOST_TEST(!answer(R"({"choices":[{"message":{"content":"x"}}],"usage":null})").tokens.has_value());
    BOOST_TEST(answer(R"({"choices":[{"message":{"content":null},"finish_reason":null}]})").text.empty());
    BOOST_TEST(
        (answer(R"({"choices":[{"message":{"content":"","refusal":"no"}}]})").finish == Finish::refused));
    BOOST_TEST((answer(R"({"choices":[{"message":{},"finish_reason":"content_filter"}]})").finish ==
                Finish::refused));
    BOOST_TEST((answer(R"({"choices":[{"message":{"content":"x"},"finish_reason":"length"}]})").finish ==
                Finish::cut));
    BOOST_TEST(answer(R"({"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"image"},
                          {"type":"text","text":"b"}],"reasoning_content":"hm"}}]})")
                   .text == "ab");
    BOOST_TEST(answer("\n\n: waiting\n\n{\"choices\":[{\"message\":{\"content\":\"late\"}}]}").text ==
               "late");
    // DeepSeek and OpenRouter.
    BOOST_TEST(
        (*answer(
              R"({"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":100,"completion_tokens":1,
                            "prompt_cache_hit_tokens":70,"prompt_cache_miss_tokens":30}})")
              .tokens == Tokens{30, 70, 0, 1, 0}));
    BOOST_TEST(*answer(R"({"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"cost":0.25}})")
                    .cost == 0.25);
    BOOST_TEST(
        *answer(
             R"({"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"cost":0,"is_byok":true,
                           "cost_details":{"upstream_inference_cost":0.5}}})")
             .cost == 0.5);
    for (char const* bad :
         {"", "<html>502</html>", "[]", "{}", R"({"choices":[]})", R"({"choices":[1]})", "{\"choices\""})
        BOOST_TEST((provider->answer(bad).error() == errc::bad_answer), bad);
    if (auto const real = sample("openai/spec_chat_default.json")) {
        BOOST_TEST(answer(*real).text == "Hello! How can I assist you today?");
        BOOST_TEST((*answer(*real).tokens == Tokens{19, 0, 0, 10, 0}));
    }
    if (auto const calls = sample("openai/spec_chat_functions.json")) BOOST_TEST(answer(*calls).text.empty());
}

BOOST_AUTO_TEST_CASE(anthropic_messages) {
    auto const provider =
        require(llm::make_anthropic_provider(options("https://api.anthropic.com/v1", "claude-x")));
    bj::object const body = bj::parse(provider->body(request())).as_object();
    BOOST_TEST(body.at("max_tokens").to_number<int>() == 4096);
    BOOST_TEST(body.at("system").at(0).at("text").as_string() == "system text");
    bj::array const& content = body.at("messages").at(0).at("content").as_array();
    BOOST_TEST(content.at(0).at("cache_control").at("type").as_string() == "ephemeral");
    BOOST_TEST(!content.at(1).as_object().contains("cache_control"));
    BOOST_TEST(body.at("output_config").at("format").at("type").as_string() == "json_schema");
    auto const sent = provider->request("{}", key);
    BOOST_TEST(sent.url() == "https://api.anthropic.com/v1/messages");
    BOOST_TEST(header(sent, "x-api-key") == "sk-top-secret");
    BOOST_TEST(header(sent, "anthropic-version") == "2023-06-01");
    auto const answer = require(provider->answer(
        R"({"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"a"},{"type":"new","x":1}],
            "stop_reason":"max_tokens","usage":{"input_tokens":5,"cache_read_input_tokens":7,
            "cache_creation_input_tokens":11,"output_tokens":3}})"));
    BOOST_TEST(answer.text == "a");
    BOOST_TEST((answer.finish == Finish::cut));
    BOOST_TEST((*answer.tokens == Tokens{5, 7, 11, 3, 0}));
    if (auto const real = sample("anthropic/shape_message_structured.json"))
        BOOST_TEST((*require(provider->answer(*real)).tokens == Tokens{2095, 1800, 0, 503, 0}));
    BOOST_TEST((provider->answer("{}").error() == errc::bad_answer));
}

BOOST_AUTO_TEST_CASE(gemini_contents) {
    auto const provider = require(
        llm::make_gemini_provider(options("https://generativelanguage.googleapis.com/v1beta", "gemini-x")));
    bj::object const body = bj::parse(provider->body(request())).as_object();
    BOOST_TEST(body.at("systemInstruction").at("parts").at(0).at("text").as_string() == "system text");
    BOOST_TEST(body.at("generationConfig").at("responseMimeType").as_string() == "application/json");
    auto const sent = provider->request("{}", key);
    BOOST_TEST(sent.url() ==
               "https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent");
    BOOST_TEST(header(sent, "x-goog-api-key") == "sk-top-secret");
    auto const thought = require(provider->answer(
        R"({"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"a"}]},"finishReason":"STOP"}],
            "usageMetadata":{"promptTokenCount":812,"candidatesTokenCount":9,"thoughtsTokenCount":120,
            "cachedContentTokenCount":512}})"));
    BOOST_TEST(thought.text == "a");
    BOOST_TEST((*thought.tokens == Tokens{300, 512, 0, 129, 120}));
    BOOST_TEST((require(provider->answer(R"({"candidates":[{"finishReason":"SAFETY"}]})")).finish ==
                Finish::refused));
    if (auto const real = sample("gemini/shape_generate_content.json"))
        BOOST_TEST((*require(provider->answer(*real)).tokens == Tokens{300, 512, 0, 129, 120}));
    if (auto const blocked = sample("gemini/shape_blocked_prompt.json")) {
        BOOST_TEST((require(provider->answer(*blocked)).finish == Finish::refused));
        BOOST_TEST(require(provider->answer(*blocked)).tokens->input == 812);
    }
}

BOOST_AUTO_TEST_CASE(ollama_sizes_its_context_l40) {
    auto const provider = require(llm::make_ollama_provider(options("http://localhost:11434", "llama")));
    bj::object const body = bj::parse(provider->body(request())).as_object();
    BOOST_TEST(body.at("stream").as_bool() == false);
    BOOST_TEST(body.at("options").at("num_ctx").to_number<int>() == 8192);
    BOOST_TEST(body.at("format").is_object());
    auto const one = require(provider->answer(
        "{\"message\":{\"content\":\"hi\"},\n\"done\":true,\"prompt_eval_count\":12,\"eval_count\":3}"));
    BOOST_TEST(one.text == "hi");
    BOOST_TEST((*one.tokens == Tokens{12, 0, 0, 3, 0}));
    auto const lines = require(provider->answer(
        "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"b\"},\"done\":true,"
        "\"done_reason\":\"length\",\"eval_count\":3}\n"));
    BOOST_TEST(lines.text == "ab");
    BOOST_TEST((lines.finish == Finish::cut));
    BOOST_TEST((provider->answer("").error() == errc::bad_answer));
    BOOST_TEST((provider->answer("oops").error() == errc::bad_answer));
}

BOOST_AUTO_TEST_CASE(failures_are_told_apart) {
    struct Case {
        int status;
        std::string body;
        errc code;
        bool retry;
    };
    auto const openai = [](std::string const& code, std::string const& message = "m") {
        return test::openai_error(400, code, message).body;
    };
    std::vector<Case> const cases{
        {401, openai("invalid_api_key"), errc::unauthorized, false},
        {403, "forbidden", errc::unauthorized, false},
        {400,
         R"({"error":{"code":400,"message":"API key not valid. Pass one.","status":"INVALID_ARGUMENT"}})",
         errc::unauthorized, false},
        {402, "{}", errc::quota_exhausted, false},
        {429, openai("insufficient_quota"), errc::quota_exhausted, false},
        {400, R"({"error":{"type":"invalid_request_error","message":"Your credit balance is too low"}})",
         errc::quota_exhausted, false},
        {404, openai("model_not_found"), errc::unsupported, false},
        {429, openai("rate_limit_exceeded"), errc::rate_limited, true},
        {529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
         errc::rate_limited, true},
        {408, "", errc::http_status, true},
        {409, "", errc::http_status, true},
        {500, "<html>oops</html>", errc::http_status, true},
        {503, "", errc::http_status, true},
        {400, openai("context_length_exceeded"), errc::request_refused, false},
        {413, "", errc::request_refused, false},
        {422, "[]", errc::request_refused, false},
        {400, R"({"error":"bad options"})", errc::request_refused, false}};
    for (Case const& wanted : cases) {
        auto const failure = explain(wanted.status, wanted.body);
        BOOST_TEST((failure.error == wanted.code),
                   wanted.status << " " << wanted.body << " " << failure.error.message());
        BOOST_TEST(failure.retry == wanted.retry);
    }
    for (auto const& [name, code] :
         {std::pair("openai/shape_error_401.json", errc::unauthorized),
          {"openai/shape_error_429_insufficient_quota.json", errc::quota_exhausted},
          {"openai/shape_error_429_rate_limit.json", errc::rate_limited},
          {"anthropic/shape_error_429.json", errc::rate_limited},
          {"gemini/shape_error_429.json", errc::rate_limited}}) {
        auto const body = sample(name);
        int const status = code == errc::unauthorized ? 401 : 429;
        if (body) BOOST_TEST((explain(status, *body).error == code), name);
    }
}

BOOST_AUTO_TEST_CASE(waits_are_read) {
    BOOST_TEST((explain(429, "", {{"retry-after-ms", "450"}, {"Retry-After", "9"}}).wait == 450ms));
    BOOST_TEST((explain(429, "", {{"Retry-After", "1.5"}}).wait == 1500ms));
    BOOST_TEST((explain(503, "", {{"Retry-After", "Wed, 18 Mar 2026 12:00:20 GMT"}}).wait == 20s));
    BOOST_TEST(!explain(429, "", {{"Retry-After", "soon"}}).wait.has_value());
    BOOST_TEST(
        (explain(429, R"({"error":{"details":[{"@type":"RetryInfo","retryDelay":"37s"}]}})").wait == 37s));
    BOOST_TEST(!explain(500, "", {{"x-should-retry", "false"}}).retry);
}

BOOST_AUTO_TEST_CASE(an_error_within_a_good_response) {
    auto const hidden =
        llm::hidden_failure(response(200, R"({"error":{"code":402,"message":"no credits"}})"));
    BOOST_TEST_REQUIRE(hidden.has_value());
    BOOST_TEST(hidden->status == 402);
    BOOST_TEST(llm::hidden_failure(response(200, R"({"error":{"message":"?"}})"))->status == 500);
    BOOST_TEST(!llm::hidden_failure(response(200, R"({"error":null,"choices":[{}]})")).has_value());
    BOOST_TEST(!llm::hidden_failure(response(200, "<html>")).has_value());
    BOOST_TEST(!llm::hidden_failure(response(500, R"({"error":{"message":"?"}})")).has_value());
}

/// What most likely is at fault when the service answers this.
Parameter suspected(llm::Provider const& provider, std::string const& body) {
    auto const found = llm::suspect(response(400, body), provider.optional(request()));
    BOOST_TEST_REQUIRE(found.has_value());
    return *found;
}

BOOST_AUTO_TEST_CASE(refused_parameters_are_left_out_l41) {
    ProviderOptions made = options("https://api.openai.com/v1");
    made.max_output_tokens = 100;
    made.reasoning_effort = "low";
    auto const provider = require(llm::make_openai_provider(made));
    auto const sent = [&] { return bj::parse(provider->body(request())).as_object(); };
    BOOST_TEST(sent().contains("response_format"));
    provider->refuse(Parameter::temperature);
    BOOST_TEST(!sent().contains("temperature"));
    BOOST_TEST(!sent().contains("seed"));
    provider->refuse(Parameter::max_tokens);
    BOOST_TEST(sent().contains("max_tokens"));
    provider->refuse(Parameter::schema);
    BOOST_TEST(!sent().contains("response_format"));
    provider->refuse(Parameter::reasoning_effort);
    BOOST_TEST(!sent().contains("reasoning_effort"));
    provider->refuse(Parameter::system_role);
    BOOST_TEST(sent().at("messages").as_array().size() == 1u);
    std::string const user(sent().at("messages").at(0).at("content").as_string());
    BOOST_TEST(user.starts_with(request().question.system));
    BOOST_TEST(provider->optional(request()).empty());
    BOOST_TEST(provider->adaptations() == 5);
    provider->refuse(Parameter::schema);
    BOOST_TEST(provider->adaptations() == 5);
    provider->restore({});
    BOOST_TEST(provider->adaptations() == 0);
    BOOST_TEST(provider->optional(request()).size() == 6u);
    for (char const* name : {"anthropic", "gemini", "ollama"}) {
        auto const other = require(llm::make_provider(name, made));
        std::string const whole = other->body(request());
        for (Parameter const parameter : other->optional(request())) other->refuse(parameter);
        BOOST_TEST(other->body(request()).size() != whole.size(), name);
        BOOST_TEST(other->body(request()).find("schema") == std::string::npos, name);
    }
}

BOOST_AUTO_TEST_CASE(words_only_order_what_is_tried) {
    ProviderOptions made = options("https://api.openai.com/v1");
    made.max_output_tokens = 100;
    auto const provider = require(llm::make_openai_provider(made));
    auto const says = [&](std::string const& body) { return suspected(*provider, body); };
    BOOST_TEST((says(R"({"error":{"message":"Unsupported value","param":"temperature"}})") ==
                Parameter::temperature));
    BOOST_TEST(
        (says(R"({"error":{"message":"max_completion_tokens is not known"}})") == Parameter::max_tokens));
    BOOST_TEST((says(R"({"error":{"message":"System role not supported"}})") == Parameter::system_role));
    BOOST_TEST((says(R"({"message":"failed to parse grammar"})") == Parameter::schema));
    // Whatever is said, something is tried.
    BOOST_TEST((says(R"({"error":"no"})") == Parameter::schema));
    BOOST_TEST((says("<html>") == Parameter::schema));
    BOOST_TEST(!llm::suspect(response(400, "no"), {}).has_value());
    for (auto const& [name, parameter] :
         {std::pair("openai/observed_error_400_max_tokens.json", Parameter::max_tokens),
          {"openai/observed_error_400_temperature.json", Parameter::temperature}}) {
        auto const body = sample(name);
        if (body) BOOST_TEST((says(*body) == parameter), name);
    }
}

BOOST_AUTO_TEST_CASE(thoughts_stand_apart_from_the_answer) {
    auto const openai = require(llm::make_openai_provider(options("https://x")));
    auto const parts = require(openai->answer(
        R"({"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"draft"}]},{"type":"reasoning","text":"draft"},{"type":"text","text":"final"}]}}]})"));
    BOOST_TEST(parts.text == "final");
    for (char const* name : {"reasoning_content", "reasoning", "thinking"}) {
        auto const answer = require(
            openai->answer(std::string(R"({"choices":[{"finish_reason":"length","message":{"content":"",")") +
                           name + R"(":"draft"}}]})"));
        BOOST_TEST(answer.text.empty());
        BOOST_TEST(answer.reasoning == "draft");
        BOOST_TEST((answer.finish == llm::Finish::cut));
    }
    auto const anthropic = require(llm::make_anthropic_provider(options("https://x")));
    auto const blocks = require(anthropic->answer(
        R"({"content":[{"type":"thinking","thinking":"draft"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"final"}]})"));
    BOOST_TEST(blocks.text == "final");
    BOOST_TEST(blocks.reasoning == "draft");
    auto const gemini = require(llm::make_gemini_provider(options("https://x")));
    auto const candidate = require(gemini->answer(
        R"({"candidates":[{"content":{"parts":[{"text":"draft","thought":true},{"text":"final"}]},"finishReason":"STOP"}]})"));
    BOOST_TEST(candidate.text == "final");
    BOOST_TEST(candidate.reasoning == "draft");
    auto const ollama = require(llm::make_ollama_provider(options("http://x")));
    BOOST_TEST(require(ollama->answer(R"({"message":{"thinking":"draft","content":"final"}})")).text ==
               "final");
}

BOOST_AUTO_TEST_CASE(answers_in_other_places_are_read) {
    auto const openai = require(llm::make_openai_provider(options("https://x")));
    BOOST_TEST(
        require(
            openai->answer(
                R"({"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"out","arguments":"{\"papers\":[]}"}}]}}]})"))
            .called == "{\"papers\":[]}");
    auto const streamed = require(openai->answer(
        ": wait\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"{\\\"a\"}}]}\n\n"
        "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"\\\": 1}\"},\"finish_reason\":\"length\"}]}\n\n"
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}\n\ndata: [DONE]\n"));
    BOOST_TEST(streamed.text == "{\"a\": 1}");
    BOOST_TEST(streamed.reasoning == "hm");
    BOOST_TEST((streamed.finish == llm::Finish::cut));
    BOOST_TEST(streamed.tokens->output == 5);
    auto const anthropic = require(llm::make_anthropic_provider(options("https://x")));
    auto const blocks = require(anthropic->answer(
        "event: message_start\ndata: "
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9}}}\n\n"
        "event: content_block_delta\ndata: "
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"[1\"}}\n\n"
        "event: content_block_delta\ndata: "
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"]\"}}\n\n"
        "event: message_delta\ndata: "
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":"
        "4}}\n\n"));
    BOOST_TEST(blocks.text == "[1]");
    BOOST_TEST((blocks.finish == llm::Finish::cut));
    BOOST_TEST(blocks.tokens->input == 9);
    BOOST_TEST(blocks.tokens->output == 4);
    BOOST_TEST(llm::hidden_failure(response(200, "data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n"))
                   ->status == 429);
    BOOST_TEST(llm::failed_generation(response(400, R"({"error":{"failed_generation":"{}"}})")) == "{}");
    BOOST_TEST(llm::failed_generation(response(400, R"({"error":"x"})")).empty());
}

BOOST_AUTO_TEST_CASE(an_error_within_a_choice) {
    auto const failed = llm::hidden_failure(response(
        200, R"({"choices":[{"error":{"code":502,"message":"upstream broke"},"message":{"content":""}}]})"));
    BOOST_TEST_REQUIRE(failed.has_value());
    BOOST_TEST(failed->status == 502);
    auto const told = llm::explain_failure(*failed, test::time("2026-03-18T12:00:00Z"));
    BOOST_TEST(told.error.message().find("upstream broke") != std::string::npos);
    BOOST_TEST(told.retry);
    BOOST_TEST(llm::hidden_failure(
                   response(200, R"({"choices":[{"finish_reason":"error","message":{"content":"half"}}]})"))
                   ->status == 500);
    BOOST_TEST(
        !llm::hidden_failure(response(200, R"({"choices":[{"error":null,"message":{"content":"x"}}]})"))
             .has_value());
}

BOOST_AUTO_TEST_CASE(batches) {
    auto const openai = require(llm::make_openai_provider(options("https://api.openai.com/v1")));
    auto const& api = *openai->batches();
    std::vector<llm::BatchItem> const items{{"q0", R"({"a":1})"}, {"q1", R"({"a":2})"}};
    auto const upload = api.upload(items, key);
    BOOST_TEST(
        upload->body().find("{\"custom_id\":\"q0\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\"") !=
        std::string::npos);
    BOOST_TEST(upload->body().find("name=\"purpose\"\r\n\r\nbatch") != std::string::npos);
    BOOST_TEST(
        require(api.create(items, R"({"id":"file-1"})", key)).body().find("\"input_file_id\":\"file-1\"") !=
        std::string::npos);
    BOOST_TEST(!api.create(items, "{}", key).has_value());
    BOOST_TEST(require(api.created(R"({"id":"b"})")) == "b");
    BOOST_TEST(!require(api.state(R"({"status":"in_progress"})")).ended);
    BOOST_TEST((api.state(R"({"status":"failed","errors":{"data":[{"message":"bad line"}]}})").error() ==
                errc::request_refused));
    BOOST_TEST(require(api.state(R"({"status":"expired","output_file_id":"o","error_file_id":"e"})"))
                   .result_urls.size() == 2u);
    if (auto const done = sample("openai/spec_batch_completed.json")) {
        auto const state = require(api.state(*done));
        BOOST_TEST(state.ended);
        BOOST_TEST(state.result_urls.at(0) == "https://api.openai.com/v1/files/file-cvaTdG/content");
    }
    if (auto const lines = sample("openai/shape_batch_output.jsonl")) {
        std::size_t const end = lines->find('\n');
        auto const first = require(api.answer(lines->substr(0, end)));
        BOOST_TEST(first.id == "2609.26811");
        BOOST_TEST(first.status == 200);
        BOOST_TEST(require(openai->answer(first.body)).text == "{\"score\":7}");
        BOOST_TEST(require(api.answer(lines->substr(end + 1))).status == 0);
    }
    auto const anthropic = require(llm::make_anthropic_provider(options("https://api.anthropic.com/v1")));
    auto const& messages = *anthropic->batches();
    BOOST_TEST(!messages.upload(items, key).has_value());
    bj::value const body = bj::parse(require(messages.create(items, "", key)).body());
    BOOST_TEST(body.at("requests").at(1).at("params").at("a").to_number<int>() == 2);
    auto const ended = require(messages.state(
        R"({"id":"msgbatch_1","processing_status":"ended","results_url":"https://evil.example/x"})"));
    BOOST_TEST(ended.result_urls.at(0) == "https://api.anthropic.com/v1/messages/batches/msgbatch_1/results");
    auto const good = require(messages.answer(
        R"({"custom_id":"q0","result":{"type":"succeeded","message":{"content":[{"type":"text","text":"t"}]}}})"));
    BOOST_TEST(require(anthropic->answer(good.body)).text == "t");
    BOOST_TEST(require(messages.answer(R"({"custom_id":"q1","result":{"type":"expired"}})")).status == 0);
    BOOST_TEST(!require(llm::make_gemini_provider(options("https://x")))->batches());
}

BOOST_AUTO_TEST_CASE(providers_by_name) {
    for (char const* name : {"openai", "anthropic", "gemini", "ollama"})
        BOOST_TEST(llm::make_provider(name, options("https://x")).has_value());
    BOOST_TEST((llm::make_provider("what", options("https://x")).error() == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(secrets_are_not_shown) {
    test::TempDir dir;
    auto const file = dir.path() / "key";
    test::write(file, "sk-from-file\n");
    std::filesystem::permissions(file, std::filesystem::perms(0644));
    auto const open = read_secret_file(file);
    BOOST_TEST_REQUIRE(!open.has_value());
    BOOST_TEST(open.error().detail().find("chmod 600") != std::string::npos);
    BOOST_TEST(open.error().detail().find("sk-from-file") == std::string::npos);
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    BOOST_TEST(require(read_secret_file(file)).reveal() == "sk-from-file");
    test::write(file, "sk-from-file\nrest");
    auto const two = read_secret_file(file);
    BOOST_TEST_REQUIRE(!two.has_value());
    BOOST_TEST(two.error().detail().find("sk-from-file") == std::string::npos);
    test::write(dir.path() / "empty", "\n");
    std::filesystem::permissions(dir.path() / "empty", std::filesystem::perms(0600));
    BOOST_TEST((read_secret_file(dir.path() / "empty").error() == errc::invalid_config));
    BOOST_TEST((read_secret_file(dir.path() / "none").error() == errc::file));
}

BOOST_AUTO_TEST_SUITE_END()
