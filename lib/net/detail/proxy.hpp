#pragma once

#include <lectern/net/http_client.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lectern::net {

/// Which proxy serves a URL, by the options' http_proxy, https_proxy and no_proxy.
class ProxyRules {
public:
    /// \par Errors invalid_argument for a proxy that is no http URL.
    static Result<ProxyRules> from(HttpOptions const& options);

    /// The proxy to use, or null for a direct connection.
    Url const* find(Url const& url) const;

private:
    bool exempt(std::string_view host) const;

    std::optional<Url> http_;
    std::optional<Url> https_;
    std::string exempt_;
};

}  // namespace lectern::net
