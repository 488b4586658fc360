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
#include <vector>

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

/// What arXiv asks of its clients: one request every three seconds, one connection
/// (https://info.arxiv.org/help/api/tou.html).
inline constexpr Pacing kArxivPacing{std::chrono::milliseconds(3000), 1};

/// The User-Agent header of a program that uses the library: `PROGRAM (CONTACT) lectern/VERSION`.
/// \param program its name, perhaps with a version: `my-reader/1.0`; empty: it is left out
/// \param contact whom the operator of a server may write to, an address or a page; empty: it is left out
std::string user_agent(std::string_view program, std::string_view contact);

/// The address of a proxy with the name of the setting it comes from (`https_proxy`), for messages.
struct ProxySetting {
    std::string name;  ///< `https_proxy`, or whatever the user set.
    /// `[http://|https://][USER:PASSWORD@]HOST[:PORT]`, user and password percent-encoded. Never logged.
    std::string address;
};

/// Options of an HttpClient.
struct HttpOptions {
    std::string user_agent = net::user_agent({}, {});  ///< Sent unless a request sets its own.
    std::string ca_file;  ///< PEM file with further trusted certificates, beside the system's.
    /// Proxies for http URLs, in order of preference: the first usable one is used.
    std::vector<ProxySetting> http_proxies;
    /// Proxies for https URLs (tunneled with CONNECT), in order of preference.
    std::vector<ProxySetting> https_proxies;
    /// Destinations that need no proxy, separated by commas or blanks: `example.org`, `.example.org` and
    /// `*.example.org` (each with all subdomains), addresses, networks such as `10.0.0.0/8` and `fe80::/10`,
    /// each but networks with an optional `:PORT`; `*` for all. Loopback addresses have no exemption of their
    /// own.
    std::string no_proxy;
    std::chrono::milliseconds connect_timeout{15'000};    ///< Name resolution and TCP, each.
    std::chrono::milliseconds handshake_timeout{15'000};  ///< Each TLS handshake.
    std::chrono::milliseconds idle_timeout{60'000};       ///< Longest silence while reading or writing.

    /// One attempt: connecting, proxy, TLS, request and response, over all redirects. Waiting for the pacing
    /// group's turn does not count.
    std::chrono::milliseconds total_timeout{180'000};
    std::chrono::milliseconds keep_alive{20'000};  ///< How long an idle connection is reused.
    /// Largest response body as sent, and again after decompression.
    std::size_t max_body_bytes = std::size_t{32} << 20;
    int max_redirects = 5;  ///< One more is redirect_refused.
    RetryPolicy retry;      ///< Of all requests but those with set_once().
    Pacing host_pacing;     ///< Of each host without a group.
    /// By name, see HttpRequest::set_group.
    std::map<std::string, Pacing> groups{{"arxiv", kArxivPacing}};
    /// Groups of requests that name none: by domain, subdomains included.
    std::map<std::string, std::string> domains{{"arxiv.org", "arxiv"}};
    /// Called before each request of a group with an interval; gives the time it still has to wait, so that
    /// several processes can keep the interval together. Optional.
    std::function<std::chrono::milliseconds(std::string_view group, Time now)> reserve{};
};

/// Sends HTTP requests. The interface lets tests and tools substitute another implementation.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    /// Sends a request and gives the final response, whatever its status: pacing, redirects, retries and
    /// decompression are behind this call.
    ///
    /// \par Errors
    /// Before a connection is made: invalid_argument (URL, header, a proxy setting that this request needs).
    /// After that only errors of kind `remote`: connect_failed, tls_failed, timeout, http_protocol,
    /// too_large, bad_encoding, redirect_refused, http_status (a proxy refused); or cancelled. A response
    /// that is still 429 or 5xx after the last retry is a response, not an error; see check_status().
    /// \par Cancellation
    /// Terminal: the connection is closed and the call ends with errc::cancelled.
    /// \par Thread safety
    /// One executor only. Any number of calls may be in flight on it.
    virtual awaitable<Result<HttpResponse>> send(HttpRequest request) = 0;
};

/// The client over Boost.Asio: HTTP/1.1, TLS 1.2 or later with certificate and host name verified, SNI, gzip
/// and deflate, connections kept open for reuse.
///
/// \par Redirects
/// A redirect from https to http is refused. So is a redirect to another origin (scheme, host or port) of a
/// request with a body, with a method other than GET and HEAD, or with a header that is_public_header() does
/// not list: keys and prompts never reach a server the caller did not name.
/// \par Limits
/// max_body_bytes; 64 KB and 256 fields for all headers of one response together, trailers, chunk extensions
/// and interim (1xx) responses included; 16 interim responses. Checked while the response arrives.
/// \par Compressed bodies
/// The first bytes decide, Content-Encoding is a hint only: gzip is decoded without the header if the content
/// type is text, XML, JSON or missing, and text that is labeled as compressed is taken as it is.
/// \par Lifetimes
/// `clock`, `random` and `logger` must outlive the client, and so must the Runtime it is used on: kept
/// connections belong to it.
/// \par Errors
/// file or tls_failed if the CA file cannot be used. Proxy settings are checked when a request needs them.
Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options, Clock const& clock, Random& random,
                                                     Logger const& logger);

/// Whether a header may go to any server, because it holds neither a key nor other private data: Accept,
/// Accept-Language, User-Agent, If-None-Match and If-Modified-Since, in any case.
bool is_public_header(std::string_view name) noexcept;

/// Success for 2xx and 304; else an Error with status and the first words of the body: rate_limited for 429,
/// http_status for the rest.
Result<void> check_status(HttpResponse const& response);

}  // namespace lectern::net
