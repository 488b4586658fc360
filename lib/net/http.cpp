#include <lectern/core/text.hpp>
#include <lectern/net/http.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <fmt/format.h>

#include <cctype>

namespace lectern::net {
namespace {

Error bad_url(std::string_view url, std::string_view why) {
    return {errc::invalid_argument, fmt::format("\"{}\" {}", text::truncate(url, 200), why)};
}

Result<Url> to_url(boost::urls::url_view const& parsed, std::string_view original) {
    bool const https = parsed.scheme_id() == boost::urls::scheme::https;
    if (!https && parsed.scheme_id() != boost::urls::scheme::http)
        return bad_url(original, "is no http or https URL");
    if (parsed.has_userinfo()) return bad_url("a URL", "must not hold a user name or password");
    std::string host = text::ascii_lower(parsed.host_address());
    if (host.empty()) return bad_url(original, "names no host");
    Url url;
    url.https = https;
    url.host = std::move(host);
    url.port =
        parsed.has_port() && !parsed.port().empty() ? std::string(parsed.port()) : (https ? "443" : "80");
    std::string const target(parsed.encoded_target());
    url.target = target.starts_with('/') ? target : "/" + target;
    return url;
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
    std::string const name = host.find(':') != std::string::npos ? "[" + host + "]" : host;
    return port == (https ? "443" : "80") ? name : name + ":" + port;
}

std::string Url::to_string() const {
    return fmt::format("{}://{}{}", https ? "https" : "http", authority(), target);
}

Result<Url> parse_url(std::string_view text) {
    auto const parsed = boost::urls::parse_uri(text);
    if (!parsed) return bad_url(text, "is no URL");
    return to_url(*parsed, text);
}

Result<Url> resolve_url(Url const& base, std::string_view reference) {
    auto const parsed = boost::urls::parse_uri_reference(reference);
    if (!parsed) return bad_url(reference, "is no URL");
    boost::urls::url const base_url(base.to_string());
    boost::urls::url resolved;
    if (!boost::urls::resolve(base_url, *parsed, resolved)) return bad_url(reference, "is no URL");
    return to_url(resolved, reference);
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
