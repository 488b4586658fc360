#include "detail/proxy.hpp"

#include <lectern/core/text.hpp>

namespace lectern::net {
namespace {

Result<std::optional<Url>> parse_proxy(std::string const& text) {
    if (text.empty()) return std::optional<Url>();
    bool const has_scheme = text.find("://") != std::string::npos;
    auto url = parse_url(has_scheme ? text : "http://" + text);
    if (!url) return url.error().with_context("proxy");
    if (url->https) return Error(errc::invalid_argument, "a proxy must be an http:// URL");
    return std::optional<Url>(std::move(*url));
}

}  // namespace

Result<ProxyRules> ProxyRules::from(HttpOptions const& options) {
    ProxyRules rules;
    auto http = parse_proxy(options.http_proxy);
    if (!http) return http.error();
    rules.http_ = std::move(*http);
    auto https = parse_proxy(options.https_proxy);
    if (!https) return https.error();
    rules.https_ = std::move(*https);
    rules.exempt_ = options.no_proxy;
    return rules;
}

bool ProxyRules::exempt(std::string_view host) const {
    for (std::string_view entry : text::split(exempt_, ',')) {
        entry = text::trim(entry);
        if (entry == "*") return true;
        if (entry.starts_with('.')) entry.remove_prefix(1);
        if (entry.empty()) continue;
        if (text::iequals(host, entry)) return true;
        // "example.org" exempts its sub-domains, but not "badexample.org".
        bool const longer = host.size() > entry.size() && host[host.size() - entry.size() - 1] == '.';
        if (longer && text::iequals(host.substr(host.size() - entry.size()), entry)) return true;
    }
    return false;
}

Url const* ProxyRules::find(Url const& url) const {
    auto const& proxy = url.https ? https_ : http_;
    return proxy && !exempt(url.host) ? &*proxy : nullptr;
}

}  // namespace lectern::net
