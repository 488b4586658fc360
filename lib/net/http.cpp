#include <lectern/core/text.hpp>
#include <lectern/net/http.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>

namespace lectern::net {
namespace {

Error bad_url(std::string_view url, std::string_view why) {
    return {errc::invalid_argument, fmt::format("\"{}\" {}", text::truncate(shown_url(url), 200), why)};
}

/// Registered names and addresses in ASCII. Percent-encoding could smuggle in any character (RFC 3986).
bool is_host(std::string_view host) {
    bool const empty_label = host.empty() || host.starts_with('.') || host.ends_with('.') ||
                             host.find("..") != std::string_view::npos;
    return !empty_label && std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == ':';
    });
}

/// The scheme's own port for an empty text; nothing for a number that is not a port.
std::optional<std::uint16_t> parse_port(std::string_view text, bool https) {
    if (text.empty()) return https ? 443 : 80;
    std::uint16_t port = 0;
    auto const result = std::from_chars(text.data(), text.data() + text.size(), port);
    if (result.ec != std::errc{} || port == 0) return std::nullopt;
    return port;
}

Result<Url> to_url(boost::urls::url_view const& parsed, std::string_view original) {
    bool const https = parsed.scheme_id() == boost::urls::scheme::https;
    if (!https && parsed.scheme_id() != boost::urls::scheme::http)
        return bad_url(original, "is not an http or https URL");
    if (parsed.has_userinfo()) return bad_url("a URL", "must not contain a user name or password");
    std::string host = text::ascii_lower(parsed.host_address());
    if (host.ends_with('.')) host.pop_back();  // the root of the domain name system
    if (!is_host(host)) return bad_url(original, "has no valid host name");
    auto const port = parse_port(parsed.port(), https);
    // Boost.URL 1.81 takes the rest of "http://host:x/" for a path.
    bool const cut = !parsed.encoded_path().empty() && !parsed.encoded_path().starts_with('/');
    if (!port || cut) return bad_url(original, "has no valid port");
    Url url;
    url.https = https;
    url.host = std::move(host);
    url.port = std::to_string(*port);
    std::string const target(parsed.encoded_target());
    url.target = target.starts_with('/') ? target : "/" + target;
    return url;
}

/// The start of a URL without `user:password@`.
std::string without_user(std::string_view url) {
    std::size_t const slashes = url.find("//");
    std::size_t const start = slashes == std::string_view::npos ? 0 : slashes + 2;
    std::size_t const at = url.substr(0, url.find('/', start)).rfind('@');
    bool const has_user = at != std::string_view::npos && at >= start;
    return has_user ? std::string(url.substr(0, start)).append(url.substr(at + 1)) : std::string(url);
}

/// Percent-encodes what servers forget to encode in a Location field.
std::string encode_stray_characters(std::string_view reference) {
    std::string out;
    for (char const c : reference) {
        bool const stray = static_cast<unsigned char>(c) >= 0x80 ||
                           std::string_view(" \"<>\\^`{|}").find(c) != std::string_view::npos;
        if (stray) {
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out;
}

std::string bracketed(std::string const& host) {
    return host.find(':') != std::string::npos ? "[" + host + "]" : host;
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const noexcept {
    for (Header const& field : headers) {
        if (text::iequals(field.name, name)) return field.value;
    }
    return {};
}

Validators HttpResponse::validators() const {
    Validators found;
    found.etag = header("ETag");
    found.last_modified = header("Last-Modified");
    return found;
}

std::string Url::authority() const {
    return port == (https ? "443" : "80") ? bracketed(host) : host_and_port();
}

std::string Url::host_and_port() const {
    return bracketed(host) + ":" + port;
}

std::string Url::origin() const {
    return fmt::format("{}://{}", https ? "https" : "http", authority());
}

std::string Url::to_string() const {
    return origin() + target;
}

std::string Url::shown() const {
    return shown_url(to_string());
}

Result<Url> parse_url(std::string_view text) {
    auto const parsed = boost::urls::parse_uri(text);
    if (!parsed) return bad_url(text, "is not a URL");
    return to_url(*parsed, text);
}

Result<Url> resolve_url(Url const& base, std::string_view reference) {
    std::string const encoded = encode_stray_characters(reference);
    auto const parsed = boost::urls::parse_uri_reference(encoded);
    if (!parsed) return bad_url(reference, "is not a URL");
    boost::urls::url const base_url(base.to_string());
    boost::urls::url resolved;
    if (!boost::urls::resolve(base_url, *parsed, resolved)) return bad_url(reference, "is not a URL");
    return to_url(resolved, reference);
}

std::string shown_url(std::string_view url) {
    url = url.substr(0, url.find('#'));
    std::size_t const question = url.find('?');
    std::string out = without_user(url.substr(0, question));
    if (question == std::string_view::npos) return out;
    char separator = '?';
    for (std::string_view const parameter : text::split(url.substr(question + 1), '&')) {
        std::size_t const equals = parameter.find('=');
        out += separator;
        // A parameter without a name could be a key itself.
        if (equals != std::string_view::npos) out.append(parameter.substr(0, equals)) += '=';
        out += "…";
        separator = '&';
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const unreserved =
            std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out += c;
        } else {
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

}  // namespace lectern::net
