#include "detail/proxy.hpp"

#include "detail/base64.hpp"

#include <lectern/core/text.hpp>

#include <boost/url/parse.hpp>
#include <fmt/format.h>

namespace lectern::net {
namespace {

Error unusable(ProxySetting const& setting, std::string_view why) {
    return {errc::invalid_argument, fmt::format("{}: {}", setting.name, why)};
}

/// Credentials in the form of RFC 7617; user and password come decoded.
std::string basic(std::string const& user, std::string const& password) {
    return "Basic " + base64(user + ":" + password);
}

}  // namespace

std::string Proxy::shown() const {
    return fmt::format("proxy {} ({})", url.host_and_port(), name);
}

Result<Proxy> parse_proxy(ProxySetting const& setting) {
    std::string text(text::trim(setting.address));
    if (text.find("://") == std::string::npos) text.insert(0, "http://");
    std::string const scheme = text::ascii_lower(text.substr(0, text.find("://")));
    if (scheme.starts_with("socks")) {
        return unusable(setting,
                        "SOCKS proxies are not supported; set https_proxy (and http_proxy) to an http:// or "
                        "https:// proxy");
    }
    auto const parsed = boost::urls::parse_uri(text);
    if (!parsed || (scheme != "http" && scheme != "https")) {
        return unusable(setting,
                        "the value is not a proxy address; expected http://[USER:PASSWORD@]HOST[:PORT], with "
                        "special characters of user and password percent-encoded");
    }
    std::string const user = parsed->user();
    if (user.find(':') != std::string::npos) return unusable(setting, "a user name cannot contain a colon");
    auto url = parse_url(fmt::format("{}://{}/", scheme, std::string(parsed->encoded_host_and_port())));
    if (!url) return unusable(setting, "the value has no valid host or port");
    Proxy proxy;
    proxy.name = setting.name;
    proxy.url = std::move(*url);
    if (!parsed->encoded_userinfo().empty()) proxy.authorization = basic(user, parsed->password());
    return proxy;
}

ProxyRules::ProxyRules(HttpOptions const& options)
    : http_(choose(options.http_proxies)),
      https_(choose(options.https_proxies)),
      no_proxy_(options.no_proxy) {}

ProxyRules::Choice ProxyRules::choose(std::vector<ProxySetting> const& settings) {
    Choice first;
    for (ProxySetting const& setting : settings) {
        auto proxy = parse_proxy(setting);
        if (proxy) return proxy;
        if (!first) first = std::move(proxy);
    }
    return first;
}

Result<Proxy const*> ProxyRules::find(Url const& url) const {
    Choice const& choice = url.https ? https_ : http_;
    if (!choice || is_exempt(no_proxy_, url)) return nullptr;
    if (!*choice) return choice->error();
    return &**choice;
}

}  // namespace lectern::net
