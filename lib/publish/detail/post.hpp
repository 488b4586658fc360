#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http.hpp>
#include <lectern/publish/publisher.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Requests to services that messages are sent to.
namespace lectern::publish {

/// What a service made of a message.
struct Reception {
    bool taken = false;
    std::string reference{};                          ///< What the service calls the message.
    std::string problem{};                            ///< Why it was not taken.
    bool again = false;                               ///< Whether it may be taken later.
    std::optional<std::chrono::milliseconds> wait{};  ///< How long the service asks to wait.
};

/// Judges a response. Many services answer 200 to what they did not take.
using Judge = std::function<Reception(net::HttpResponse const&)>;

/// The usual reading of a status: 2xx is taken; 429 and 5xx may be taken later; `problem` is the beginning of the body.
Reception by_status(net::HttpResponse const& response);

/// Sends a request until it is taken, refused, or patience ends. A request without an answer is sent again, too: it may
/// arrive twice, but not never.
/// \param service for errors: addresses of services are secrets, and are not named
/// \return the reference
/// \par Errors rate_limited, unauthorized, request_refused, the client's
net::awaitable<Result<std::string>> post(net::HttpRequest request, std::string service, Judge judge,
                                         SendContext& context);

/// A request with a JSON body.
net::HttpRequest json_request(std::string url, std::string body);

/// The members of a JSON body, or none.
boost::json::object object_in(std::string_view body);

}  // namespace lectern::publish
