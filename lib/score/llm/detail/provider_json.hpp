#pragma once

#include <lectern/score/llm/provider.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

/// What the providers share: walking through answers whose members may be missing, null, or of another type.
namespace lectern::llm {

namespace bj = boost::json;

/// The answer's object. \par Errors bad_answer, quoting the beginning (an HTML page, say)
Result<bj::object> parse_body(std::string_view body);

/// The object, list, text or number behind a member; empty or zero if it is something else.
bj::object const& object_at(bj::object const& object, std::string_view key);
bj::array const& array_at(bj::object const& object, std::string_view key);
std::string_view text_at(bj::object const& object, std::string_view key);
std::int64_t count_at(bj::object const& object, std::string_view key);

/// A text, or the texts of a list of parts `{"type": "text", "text": …}` joined.
std::string content_text(bj::value const& content);

/// A message `{"role": …, "content": …}`.
bj::object message(std::string_view role, bj::value content);

/// System text and user's message, as most services want them; one message if there may be no system text.
bj::array messages(Question const& question, bool with_system);

/// Takes over what a part of a message holds besides its text, cut: thoughts, or what a model that declines says.
void note_reasoning(ChatAnswer& answer, std::string_view text);

/// The schema of a stage's answer as JSON.
bj::value schema_json(Stage stage);

/// The base address with a path appended; a query stays behind it.
std::string join_url(std::string const& base, std::string_view path);

/// Options with the extra body parsed, and what every provider does with them.
class ProviderBase : public Provider {
public:
    ProviderBase(ProviderOptions options, bj::object extra)
        : options_(std::move(options)), extra_(std::move(extra)) {}

protected:
    /// Adds what the configuration wants to have in every request, and serializes it.
    std::string finish(bj::object body) const;
    /// A POST with JSON and the configured headers, without the key.
    net::HttpRequest post(std::string const& url, std::string body) const;
    void add_headers(net::HttpRequest& request) const;
    bool wants_schema(ChatRequest const& request) const {
        return request.form == AnswerForm::json_schema && !is_refused(Parameter::schema);
    }
    std::vector<Parameter> optional(ChatRequest const& request) const override;
    bool has_system() const { return !is_refused(Parameter::system_role); }
    /// Empty where it is not sent.
    std::string effort() const {
        return is_refused(Parameter::reasoning_effort) ? std::string() : options_.reasoning_effort;
    }
    std::optional<double> temperature() const {
        return is_refused(Parameter::temperature) ? std::nullopt : options_.temperature;
    }

    ProviderOptions options_;
    bj::object extra_;
};

/// The extra body. \par Errors invalid_config
Result<bj::object> parse_extra(std::string const& text);

/// Makes a provider of one kind. \par Errors invalid_config
template <class Kind>
Result<std::unique_ptr<Provider>> make(ProviderOptions options) {
    auto extra = parse_extra(options.extra_body);
    if (!extra) return extra.error();
    return std::unique_ptr<Provider>(std::make_unique<Kind>(std::move(options), std::move(*extra)));
}

}  // namespace lectern::llm
