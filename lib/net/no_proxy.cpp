#include "detail/proxy.hpp"

#include <lectern/core/text.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <cctype>

namespace lectern::net {
namespace ip = boost::asio::ip;
namespace {

std::optional<ip::address> parse_address(std::string_view text) {
    boost::system::error_code error;
    auto const address = ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    bool const mapped = address.is_v6() && address.to_v6().is_v4_mapped();
    return mapped ? ip::address(ip::make_address_v4(ip::v4_mapped, address.to_v6())) : address;
}

bool in_network(ip::address const& address, std::string const& network) {
    boost::system::error_code error;
    if (address.is_v4()) {
        auto const net = ip::make_network_v4(network, error);
        return !error && ip::network_v4(address.to_v4(), net.prefix_length()).canonical() == net.canonical();
    }
    auto const net = ip::make_network_v6(network, error);
    return !error && ip::network_v6(address.to_v6(), net.prefix_length()).canonical() == net.canonical();
}

/// One entry of the list without its port.
struct Entry {
    std::string_view host;
    std::string_view port;  ///< Empty: all.
};

/// Takes the port off; an IPv6 address has one only behind brackets.
Entry split_port(std::string_view text) {
    if (text.starts_with('[')) {
        std::size_t const end = text.find(']');
        if (end == std::string_view::npos) return {text, {}};
        std::string_view const rest = text.substr(end + 1);
        std::string_view const host = text.substr(1, end - 1);
        return {host, rest.starts_with(':') ? rest.substr(1) : std::string_view()};
    }
    std::size_t const colon = text.find(':');
    bool const has_port =
        colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
    if (!has_port) return {text, {}};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

bool ends_with_domain(std::string_view host, std::string_view domain) {
    if (host.size() < domain.size()) return false;
    std::size_t const start = host.size() - domain.size();
    // "example.org" exempts its subdomains, but not "badexample.org".
    return text::iequals(host.substr(start), domain) && (start == 0 || host[start - 1] == '.');
}

bool matches_host(std::string_view pattern, std::string const& host) {
    bool const wildcard = pattern.starts_with('*');
    if (wildcard) pattern.remove_prefix(1);
    if (pattern.empty()) return wildcard;
    bool const suffix = pattern.starts_with('.');
    if (suffix) pattern.remove_prefix(1);
    if (pattern.ends_with('.')) pattern.remove_suffix(1);
    if (pattern.empty()) return false;
    auto const address = parse_address(host);
    // The end of an address is not a domain, unless a wildcard says so.
    if (address && !suffix) return parse_address(pattern) == address;
    return ends_with_domain(host, pattern);
}

bool matches(std::string_view text, Url const& url) {
    bool const network = text.find('/') != std::string_view::npos;
    if (network) {
        auto const address = parse_address(url.host);
        std::string cidr(text);
        std::erase_if(cidr, [](char c) { return c == '[' || c == ']'; });
        return address && in_network(*address, cidr);
    }
    Entry const entry = split_port(text);
    return (entry.port.empty() || entry.port == url.port) && matches_host(entry.host, url.host);
}

}  // namespace

bool is_exempt(std::string_view no_proxy, Url const& url) {
    auto const is_separator = [](unsigned char c) { return c == ',' || std::isspace(c); };
    for (auto at = no_proxy.begin(); at != no_proxy.end();) {
        auto const start = std::find_if_not(at, no_proxy.end(), is_separator);
        at = std::find_if(start, no_proxy.end(), is_separator);
        if (start != at && matches(std::string_view(start, at), url)) return true;
    }
    return false;
}

}  // namespace lectern::net
