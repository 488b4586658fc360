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
    std::string name;
    std::string value;
};

/// What a server gave to recognise an unchanged resource by (RFC 9110, section 8.8). Sent back byte for byte:
/// arXiv's entity tags are not quoted.
struct Validators {
    std::string etag;
    std::string last_modified;
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

    std::string const& method() const noexcept { return method_; }
    std::string const& url() const noexcept { return url_; }
    std::string const& body() const noexcept { return body_; }
    std::string const& group() const noexcept { return group_; }
    std::vector<Header> const& headers() const noexcept { return headers_; }
    Validators const& validators() const noexcept { return validators_; }
    bool once() const noexcept { return once_; }
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

    /// Sends the request a single time: the caller has rules of its own for failures.
    HttpRequest& set_once() {
        once_ = true;
        return *this;
    }
    /// Waits for the answer so long instead of HttpOptions::idle_timeout and total_timeout.
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
    int status = 0;
    std::vector<Header> headers;
    std::string body;
    std::string url;   ///< Where the response came from, after redirects.
    int attempts = 1;  ///< Requests it took, retries included.

    /// Value of the first field of this name (any case), or an empty text.
    std::string_view header(std::string_view name) const noexcept;
    bool ok() const noexcept { return status >= 200 && status < 300; }
    bool not_modified() const noexcept { return status == 304; }
    Validators validators() const;
};

/// An absolute http or https URL, taken apart (RFC 3986).
struct Url {
    bool https = false;
    std::string host;    ///< Lower case; IPv6 without brackets.
    std::string port;    ///< Always set.
    std::string target;  ///< Path and query, at least `/`.

    /// `host:port`, brackets around IPv6, the port left out if it is the scheme's own.
    std::string authority() const;
    /// The whole URL.
    std::string to_string() const;
};

/// \par Errors invalid_argument for anything but an absolute http(s) URL without user name.
Result<Url> parse_url(std::string_view text);
/// The URL that `reference` means in a response from `base`. \par Errors invalid_argument
Result<Url> resolve_url(Url const& base, std::string_view reference);
/// Percent-encodes all but unreserved characters (RFC 3986, section 2.3); a plus sign too.
std::string percent_encode(std::string_view text);

}  // namespace lectern::net
