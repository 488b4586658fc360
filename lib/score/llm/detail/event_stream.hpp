#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace lectern::llm {

/// The answer of a service that streams though it was not asked to: the pieces of `data:` lines joined to the one object
/// that it should have sent, in the form of OpenAI's chat completions or of Anthropic's messages. An error within the
/// stream takes the place of the answer.
/// \return nothing for a body that is not a stream of events
std::optional<boost::json::object> join_events(std::string_view body);

}  // namespace lectern::llm
