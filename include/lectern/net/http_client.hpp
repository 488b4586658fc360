#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::net {

/// How often a failed request is tried again, and when.
///
/// Tried again: 429, 502, 503, 504, failed and broken connections, timeouts, corrupt compression. The wait is
/// `base · 2^n`, spread evenly over its upper half, or the server's Retry-After if that is longer.
struct RetryPolicy {
    int attempts = 4;                             ///< Requests in all; 1: no retry.
    std::chrono::milliseconds base{2000};         ///< Wait before the first retry.
    std::chrono::milliseconds max_delay{60'000};  ///< No single wait is longer; a longer Retry-After ends it.
    std::chrono::milliseconds max_total{
        300'000};  ///< No retry starts later than this after the first request.
};

/// How requests of one group or host follow each other.
struct Pacing {
    std::chrono::milliseconds min_interval{0};  ///< From the start of one request to that of the next.
    int max_connections = 8;                    ///< Requests in flight at a time.
};

/// Options of an HttpClient.
struct HttpOptions {
    std::string user_agent = "lectern/0.1 (+https://github.com/lectern/lectern)";
    std::string ca_file;      ///< PEM file with further trusted certificates, beside the system's.
    std::string http_proxy;   ///< `http://host:port` for http URLs, or empty.
    std::string https_proxy;  ///< `http://host:port` for https URLs (tunnelled), or empty.
    std::string no_proxy;     ///< Comma-separated hosts and domain endings that need no proxy; `*` for all.
    std::chrono::milliseconds connect_timeout{15'000};    ///< Name resolution and TCP, each.
    std::chrono::milliseconds handshake_timeout{15'000};  ///< TLS, or the proxy's answer to CONNECT.
    std::chrono::milliseconds idle_timeout{60'000};       ///< Longest silence while reading or writing.
    std::chrono::milliseconds total_timeout{180'000};     ///< One attempt, all phases.
    std::chrono::milliseconds keep_alive{20'000};         ///< How long an idle connection is reused.
    std::size_t max_header_bytes = std::size_t{64} << 10;
    std::size_t max_body_bytes = std::size_t{64} << 20;  ///< As sent, and again after decompression.
    int max_redirects = 5;
    RetryPolicy retry;
    Pacing host_pacing;                    ///< Of each host without a group.
    std::map<std::string, Pacing> groups;  ///< By name, see HttpRequest::set_group.
    /// Asked before each request of a group with an interval how long it has to wait yet, so that several processes
    /// can keep the interval together. May be empty.
    std::function<std::chrono::milliseconds(std::string_view group, Time now)> reserve{};
};

/// Sends HTTP requests. The interface exists so that tests and tools can put something else in its place.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    /// Sends a request and gives the final response, whatever its status: pacing, redirects, retries and
    /// decompression are behind this call.
    ///
    /// \par Errors
    /// invalid_argument (URL, header), connect_failed, tls_failed, timeout, http_protocol, too_large,
    /// bad_encoding, redirect_refused, cancelled. An answer that is still 429 or 5xx after the last retry is
    /// a response, not an error; see check_status(). \par Cancellation Terminal: the connection is closed and
    /// the call ends with errc::cancelled. \par Thread safety One executor only. Any number of calls may be
    /// in flight on it.
    virtual awaitable<Result<HttpResponse>> send(HttpRequest request) = 0;
};

/// The client over Boost.Beast: HTTP/1.1, TLS 1.2 or later with certificate and host name verified, SNI, gzip
/// and deflate, connections kept open for reuse.
///
/// Redirects from https to http are refused, and Authorization, Cookie and x-api-key headers are not taken
/// along to another host.
/// \par Lifetimes
/// `clock`, `random` and `logger` must outlive the client, and so must the Runtime it is used on: kept
/// connections belong to it.
/// \par Errors
/// file or tls_failed if the CA file cannot be used; invalid_argument for a proxy URL that is none.
Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options, Clock const& clock, Random& random,
                                                     Logger const& logger);

/// Success for 2xx and 304; else an Error with status and the first words of the body: rate_limited for 429,
/// http_status for the rest.
Result<void> check_status(HttpResponse const& response);

}  // namespace lectern::net
