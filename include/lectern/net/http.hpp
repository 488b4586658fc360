#pragma once

#include <lectern/core/error.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::net {

/// One header field.
struct Header {
    std::string name;   ///< Case does not matter.
    std::string value;  ///< One line.
};

/// The values by which a server recognizes an unchanged resource (RFC 9110, section 8.8). Sent back byte for
/// byte: arXiv's entity tags are not quoted.
struct Validators {
    std::string etag;           ///< Empty: the server sent no ETag.
    std::string last_modified;  ///< Empty: the server sent no Last-Modified.
};

/// An HTTP request. Built with a constructor and setters, never with braces in a co_await expression
/// (docs/coroutines.md).
class HttpRequest {
public:
    /// \param method `GET`, `POST`, …
    /// \param url absolute http or https URL
    HttpRequest(std::string method, std::string url) : method_(std::move(method)), url_(std::move(url)) {}
    /// A GET request.
    static HttpRequest get(std::string url) { return {"GET", std::move(url)}; }

    /// `GET`, `POST`, …
    std::string const& method() const noexcept { return method_; }
    /// As given; checked when the request is sent.
    std::string const& url() const noexcept { return url_; }
    /// Empty: none is sent.
    std::string const& body() const noexcept { return body_; }
    /// Pacing group, see set_group(); may be empty.
    std::string const& group() const noexcept { return group_; }
    /// Those that set() added, in that order.
    std::vector<Header> const& headers() const noexcept { return headers_; }
    /// Empty: the request is not conditional.
    Validators const& validators() const noexcept { return validators_; }
    /// Whether it is never repeated, see set_once().
    bool once() const noexcept { return once_; }
    /// Nothing: the client's own timeouts hold.
    std::optional<std::chrono::milliseconds> timeout() const noexcept { return timeout_; }

    /// Adds a header field. Names and values with line breaks are refused when the request is sent.
    HttpRequest& set(std::string name, std::string value) {
        headers_.push_back({std::move(name), std::move(value)});
        return *this;
    }
    /// Sets the body; its length is sent by itself.
    HttpRequest& set_body(std::string body, std::string content_type) {
        body_ = std::move(body);
        return set("Content-Type", std::move(content_type));
    }
    /// Names the pacing group (HttpOptions::groups) that the request counts in. Without one, requests count
    /// per host.
    HttpRequest& set_group(std::string group) {
        group_ = std::move(group);
        return *this;
    }
    /// Makes the request conditional: an unchanged resource gives status 304 and no body.
    HttpRequest& set_validators(Validators validators) {
        validators_ = std::move(validators);
        return *this;
    }

    /// Sends the request only once: the caller decides about retries.
    HttpRequest& set_once() {
        once_ = true;
        return *this;
    }
    /// Replaces HttpOptions::idle_timeout and total_timeout for this request.
    HttpRequest& set_timeout(std::chrono::milliseconds timeout) {
        timeout_ = timeout;
        return *this;
    }

private:
    std::string method_;
    std::string url_;
    bool once_ = false;
    std::optional<std::chrono::milliseconds> timeout_;
    std::string body_;
    std::string group_;
    std::vector<Header> headers_;
    Validators validators_;
};

/// A complete response; the body is decompressed.
struct HttpResponse {
    int status = 0;               ///< Of the final response, never 1xx; 0 before there is one.
    std::vector<Header> headers;  ///< As sent, in their order; a name may repeat.
    std::string body;             ///< Empty if there was none.
    std::string url;              ///< Address of the response, after redirects; show it with shown_url().
    int attempts = 1;             ///< Number of requests, retries included.

    /// Value of the first field of this name (any case), or an empty text.
    std::string_view header(std::string_view name) const noexcept;
    /// Whether the status is 2xx.
    bool ok() const noexcept { return status >= 200 && status < 300; }
    /// Whether the status is 304: what the request's validators stand for is unchanged.
    bool not_modified() const noexcept { return status == 304; }
    /// For set_validators() of a later request; empty texts for headers that are missing.
    Validators validators() const;
};

/// An absolute http or https URL, taken apart (RFC 3986).
struct Url {
    bool https = false;  ///< The scheme; false: http.
    std::string host;    ///< Lower case, without a final dot; IPv6 without brackets.
    std::string port;    ///< Always set, 1 to 65535.
    std::string target;  ///< Path and query, at least `/`.

    /// `host:port`, brackets around IPv6, the port left out if it is the scheme's own.
    std::string authority() const;
    /// `host:port` with the port always given, as CONNECT wants it (RFC 9110, section 9.3.6).
    std::string host_and_port() const;
    /// `scheme://authority`: what two URLs share that lead to the same server (RFC 6454).
    std::string origin() const;
    /// The whole URL.
    std::string to_string() const;
    /// shown_url() of the whole URL.
    std::string shown() const;
};

/// \par Errors invalid_argument for anything but an absolute http(s) URL without a user name.
Result<Url> parse_url(std::string_view text);
/// The URL that `reference` means in a response from `base`. Blanks, non-ASCII bytes and other characters
/// that many servers forget to encode are percent-encoded first; control characters are an error.
/// \par Errors invalid_argument
Result<Url> resolve_url(Url const& base, std::string_view reference);
/// A URL for messages and logs: without user, password, fragment and the values of its query parameters.
/// Takes any text.
std::string shown_url(std::string_view url);
/// Percent-encodes all but unreserved characters (RFC 3986, section 2.3); a plus sign too.
std::string percent_encode(std::string_view text);

}  // namespace lectern::net
