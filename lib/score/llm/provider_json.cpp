#include "detail/provider_json.hpp"

#include "detail/event_stream.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace lectern::llm {
namespace {

/// The body without comment lines (`: waiting`) that some services send while a model works.
std::string_view without_comments(std::string_view body) {
    body = text::trim(body);
    while (body.starts_with(':')) {
        std::size_t const end = body.find('\n');
        body = end == std::string_view::npos ? std::string_view() : text::trim(body.substr(end));
    }
    return body;
}

}  // namespace

Result<bj::object> parse_body(std::string_view body) {
    std::string const clean = text::replace_invalid_utf8(without_comments(body));
    if (auto joined = join_events(clean)) return std::move(*joined);
    boost::system::error_code failure;
    bj::value value = bj::parse(clean, failure);
    if (!failure && value.is_object()) return std::move(value.get_object());
    std::string const beginning = text::truncate(text::collapse_whitespace(clean), 100);
    return Error(errc::bad_answer, beginning.empty() ? "the response is empty"
                                                     : "the response is not a JSON object: " + beginning);
}

bj::object const& object_at(bj::object const& object, std::string_view key) {
    static bj::object const empty;
    bj::value const* value = object.if_contains(key);
    return value && value->is_object() ? value->get_object() : empty;
}

bj::array const& array_at(bj::object const& object, std::string_view key) {
    static bj::array const empty;
    bj::value const* value = object.if_contains(key);
    return value && value->is_array() ? value->get_array() : empty;
}

std::string_view text_at(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::int64_t count_at(bj::object const& object, std::string_view key) {
    constexpr double most = 1e15;
    bj::value const* value = object.if_contains(key);
    if (!value || !value->is_number()) return 0;
    double const number = value->to_number<double>();
    return number > 0 && number < most ? static_cast<std::int64_t>(number) : 0;
}

std::string content_text(bj::value const& content) {
    if (content.is_string()) return std::string(content.get_string());
    std::string joined;
    if (!content.is_array()) return joined;
    for (bj::value const& part : content.get_array()) {
        if (!part.is_object()) continue;
        std::string_view const type = text_at(part.get_object(), "type");
        if (type.empty() || type == "text" || type == "output_text")
            joined += text_at(part.get_object(), "text");
    }
    return joined;
}

bj::object message(std::string_view role, bj::value content) {
    bj::object object;
    object["role"] = role;
    object["content"] = std::move(content);
    return object;
}

bj::array messages(Question const& question, bool with_system) {
    bj::array list;
    if (with_system) list.push_back(message("system", bj::value(question.system)));
    std::string const user = with_system ? question.user() : question.system + "\n\n" + question.user();
    list.push_back(message("user", bj::value(user)));
    return list;
}

void note_reasoning(ChatAnswer& answer, std::string_view text) {
    constexpr std::size_t most = 300;
    if (answer.reasoning.empty()) answer.reasoning = text::truncate(text::trim(text), most);
}

bj::value schema_json(Stage stage) {
    return bj::parse(answer_schema(stage));
}

std::string join_url(std::string const& base, std::string_view path) {
    std::size_t const query = base.find('?');
    std::string url = base.substr(0, query);
    while (url.ends_with('/')) url.pop_back();
    url += path;
    return query == std::string::npos ? url : url + base.substr(query);
}

Result<bj::object> parse_extra(std::string const& text) {
    if (text.empty()) return bj::object();
    boost::system::error_code failure;
    bj::value value = bj::parse(text, failure);
    if (!failure && value.is_object()) return std::move(value.get_object());
    return Error(errc::invalid_config, "llm.extra_body must be a JSON object such as {\"top_p\": 0.9}");
}

std::vector<Parameter> ProviderBase::optional(ChatRequest const& request) const {
    std::vector<Parameter> sent;
    if (wants_schema(request)) sent.push_back(Parameter::schema);
    if (temperature()) sent.push_back(Parameter::temperature);
    if (temperature() && !is_refused(Parameter::seed)) sent.push_back(Parameter::seed);
    if (options_.max_output_tokens > 0 && !is_refused(Parameter::max_tokens))
        sent.push_back(Parameter::max_tokens);
    if (!effort().empty()) sent.push_back(Parameter::reasoning_effort);
    if (has_system()) sent.push_back(Parameter::system_role);
    return sent;
}

std::string ProviderBase::finish(bj::object body) const {
    for (auto const& item : extra_) body[item.key()] = item.value();
    return bj::serialize(body);
}

net::HttpRequest ProviderBase::post(std::string const& url, std::string body) const {
    net::HttpRequest request("POST", url);
    request.set_body(std::move(body), "application/json");
    add_headers(request);
    return request;
}

void ProviderBase::add_headers(net::HttpRequest& request) const {
    request.set_group("llm").set_once();
    for (net::Header const& header : options_.headers) request.set(header.name, header.value);
}

}  // namespace lectern::llm
