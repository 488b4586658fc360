#include "detail/event_stream.hpp"

#include "detail/provider_json.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace lectern::llm {
namespace {

/// What the pieces of a stream add up to.
class Joined {
public:
    void take(bj::object const& event) {
        if (!object_at(event, "error").empty()) error_ = object_at(event, "error");
        if (text_at(event, "type").empty())
            take_chunk(event);
        else
            take_block(event);
    }

    bj::object finish() && {
        bj::object whole;
        if (!error_.empty()) {
            whole["error"] = std::move(error_);
        } else if (blocks_) {
            bj::object thinking;
            thinking["type"] = "thinking";
            thinking["thinking"] = thoughts_;
            bj::object text;
            text["type"] = "text";
            text["text"] = text_;
            whole["content"] = bj::array{std::move(thinking), std::move(text)};
            whole["stop_reason"] = reason_;
        } else {
            bj::object choice;
            choice["message"] = message("assistant", bj::value(text_));
            choice["message"].get_object()["reasoning_content"] = thoughts_;
            choice["finish_reason"] = reason_;
            whole["choices"] = bj::array{std::move(choice)};
        }
        if (!usage_.empty()) whole["usage"] = std::move(usage_);
        return whole;
    }

private:
    void take_usage(bj::object const& usage) {
        for (auto const& count : usage) usage_[count.key()] = count.value();
    }

    void take_chunk(bj::object const& chunk) {
        take_usage(object_at(chunk, "usage"));
        bj::array const& choices = array_at(chunk, "choices");
        if (choices.empty() || !choices.front().is_object()) return;
        bj::object const& choice = choices.front().get_object();
        for (std::string_view const name : {"delta", "message"}) {
            bj::object const& part = object_at(choice, name);
            if (bj::value const* content = part.if_contains("content")) text_ += content_text(*content);
            thoughts_ += text_at(part, "reasoning_content");
            thoughts_ += text_at(part, "reasoning");
        }
        if (auto const reason = text_at(choice, "finish_reason"); !reason.empty()) reason_ = reason;
    }

    void take_block(bj::object const& event) {
        blocks_ = true;
        bj::object const& delta = object_at(event, "delta");
        text_ += text_at(delta, "text");
        thoughts_ += text_at(delta, "thinking");
        if (auto const reason = text_at(delta, "stop_reason"); !reason.empty()) reason_ = reason;
        take_usage(object_at(object_at(event, "message"), "usage"));
        take_usage(object_at(event, "usage"));
    }

    std::string text_;
    std::string thoughts_;
    std::string reason_;
    bool blocks_ = false;  ///< Whether events are Anthropic's.
    bj::object usage_;
    bj::object error_;
};

}  // namespace

std::optional<bj::object> join_events(std::string_view body) {
    constexpr std::array<std::string_view, 4> fields{"data:", "event:", "id:", "retry:"};
    bool const stream =
        std::ranges::any_of(fields, [&](std::string_view field) { return body.starts_with(field); });
    if (!stream) return std::nullopt;
    Joined joined;
    for (std::string_view line : text::split(body, '\n')) {
        if (!line.starts_with("data:")) continue;
        line = text::trim(line.substr(5));
        boost::system::error_code failure;
        bj::value const event = bj::parse(bj::string_view(line.data(), line.size()), failure);
        if (!failure && event.is_object()) joined.take(event.get_object());  // "[DONE]" is not
    }
    return std::move(joined).finish();
}

}  // namespace lectern::llm
