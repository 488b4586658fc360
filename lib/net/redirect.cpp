#include "detail/redirect.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/http_client.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern::net {
namespace {

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

/// Whether the request may go to a server that the caller did not name.
bool may_change_origin(Trip const& trip) {
    return is_safe(trip.method) && trip.body.empty() &&
           std::ranges::all_of(trip.headers, is_public_header, &Header::name);
}

Error refused(Url const& from, std::string_view reason) {
    return {errc::redirect_refused, fmt::format("{}: {}", from.origin(), reason)};
}

/// Browsers turn a POST into a GET at 301 and 302, and servers rely on it (RFC 9110, section 15.4).
bool becomes_get(std::string_view method, int status) {
    return method != "HEAD" && (status == 303 || (status <= 302 && method == "POST"));
}

}  // namespace

bool is_public_header(std::string_view name) noexcept {
    static constexpr std::array<std::string_view, 5> names{"Accept", "Accept-Language", "User-Agent",
                                                           "If-None-Match", "If-Modified-Since"};
    return std::ranges::any_of(names, [&](std::string_view known) { return text::iequals(known, name); });
}

bool is_redirect(int status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<Trip> redirect(Trip trip, int status, std::string_view location) {
    auto url = resolve_url(trip.url, location);
    if (!url) {
        return refused(trip.url, fmt::format("HTTP {} leads to an address that cannot be used: {}", status,
                                             url.error().detail()));
    }
    if (trip.url.https && !url->https) {
        return refused(trip.url, fmt::format("HTTP {} leads from https to {}, where anyone could read along",
                                             status, url->origin()));
    }
    if (url->origin() != trip.url.origin() && !may_change_origin(trip)) {
        return refused(
            trip.url,
            fmt::format("HTTP {} leads to {}, which must not get the request's body or headers; if you "
                        "trust that server, set the base_url in use to it",
                        status, url->origin()));
    }
    if (becomes_get(trip.method, status)) {
        trip.method = "GET";
        trip.body.clear();
        std::erase_if(trip.headers,
                      [](Header const& field) { return text::iequals(field.name, "Content-Type"); });
    }
    trip.url = std::move(*url);
    return trip;
}

}  // namespace lectern::net
