#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/http.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::net {

/// A request on its way through redirects.
struct Trip {
    std::string method;
    Url url;
    std::vector<Header> headers;
    std::string body;
    std::string group;
    std::optional<std::chrono::milliseconds> timeout;
    std::chrono::milliseconds time_left;  ///< Of this attempt.
};

/// Whether a response of this status leads on to its Location.
bool is_redirect(int status) noexcept;

/// The request that follows a redirect. It changes its origin only if it has nothing to lose: no body, a safe
/// method, and public headers (is_public_header) alone.
/// \par Errors redirect_refused, with both origins
Result<Trip> redirect(Trip trip, int status, std::string_view location);

}  // namespace lectern::net
