#pragma once

#include <lectern/net/http_client.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::net {

/// A proxy that can be used.
struct Proxy {
    std::string name;           ///< Of the setting it comes from.
    Url url;                    ///< https: the connection to the proxy itself is encrypted.
    std::string authorization;  ///< Value of Proxy-Authorization, or empty.

    /// `proxy HOST:PORT (https_proxy)`, for messages.
    std::string shown() const;
};

/// Reads a proxy's address. \par Errors invalid_argument; it names the setting and never shows the address, which
/// may hold a password
Result<Proxy> parse_proxy(ProxySetting const& setting);

/// Whether the list, in the form of HttpOptions::no_proxy, exempts the URL's host and port.
bool is_exempt(std::string_view no_proxy, Url const& url);

/// Which proxy serves a URL.
class ProxyRules {
public:
    explicit ProxyRules(HttpOptions const& options);

    /// The proxy to use, or null for a direct connection; lives as long as the rules.
    /// \par Errors invalid_argument if no proxy that is set for such URLs can be used
    Result<Proxy const*> find(Url const& url) const;

private:
    /// The first usable proxy, or the first setting's error; nothing if there are no settings.
    using Choice = std::optional<Result<Proxy>>;
    static Choice choose(std::vector<ProxySetting> const& settings);

    Choice http_;
    Choice https_;
    std::string no_proxy_;
};

}  // namespace lectern::net
