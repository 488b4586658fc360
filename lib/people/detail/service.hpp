#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>

#include <boost/json/value.hpp>

#include <string>

/// What the author services have in common.
namespace lectern::people {

/// The key of this name; an empty one if there is none. \par Errors invalid_config for one that cannot be used
Result<Secret> optional_key(Secrets const& secrets, std::string const& name);

/// Sends a request and reads the JSON of a successful answer.
/// \par Errors the client's; rate_limited, unauthorized, http_status with what the service says; bad_answer
net::awaitable<Result<boost::json::value>> ask(net::HttpRequest request, net::HttpClient& http);

}  // namespace lectern::people
