#include <lectern/config/config_secrets.hpp>
#include <lectern/core/text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/url/parse.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace lectern {
namespace {

namespace bj = boost::json;

/// Whether a header, a parameter or a member of this name holds a credential.
bool names_credential(std::string_view name) {
    static constexpr std::array<std::string_view, 9> words{
        "auth", "key", "token", "secret", "password", "passwort", "cookie", "sig", "credential"};
    std::string const lower = text::ascii_lower(name);
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// Whether a text looks like one: long, without blanks, with digits and letters. Addresses do not.
bool looks_like_credential(std::string_view text) {
    constexpr std::size_t least = 20;
    auto const has = [&](auto const& is) {
        return std::ranges::any_of(text, [&](char c) { return is(static_cast<unsigned char>(c)) != 0; });
    };
    return text.size() >= least && text.find("://") == std::string_view::npos &&
           !has([](int c) { return std::isspace(c); }) && has([](int c) { return std::isdigit(c); }) &&
           has([](int c) { return std::isalpha(c); });
}

/// The credentials of a header's value: `Bearer KEY`, `session=KEY; path=…`.
void add_header(std::string_view name, std::string_view value, std::vector<std::string>& secrets) {
    bool const named = names_credential(name);
    if (!named && !looks_like_credential(value)) return;
    for (std::string_view const part : text::split(value, ';')) {
        std::string_view const trimmed = text::trim(part);
        std::size_t const cut = trimmed.find_last_of(" =", trimmed.find_last_not_of('='));
        secrets.emplace_back(trimmed.substr(cut == std::string_view::npos ? 0 : cut + 1));
    }
}

void add_members(bj::value const& value, std::string_view name, std::vector<std::string>& secrets) {
    if (value.is_string()) {
        std::string_view const text = value.get_string();
        if (names_credential(name)) secrets.emplace_back(text);
    } else if (value.is_object()) {
        for (auto const& member : value.get_object()) add_members(member.value(), member.key(), secrets);
    }
}

void add_address(std::string const& address, std::vector<std::string>& secrets) {
    auto const url = boost::urls::parse_uri(address);
    if (!url) return;
    if (url->has_password()) {
        secrets.emplace_back(url->password());
        secrets.emplace_back(url->encoded_password());
    }
    for (auto const& parameter : url->params()) {
        if (names_credential(parameter.key) || looks_like_credential(parameter.value))
            secrets.push_back(parameter.value);
    }
}

}  // namespace

std::vector<std::string> secrets_in(Config const& config) {
    std::vector<std::string> secrets;
    for (std::string const& header : config.llm.headers) {
        std::string_view const view = header;
        std::size_t const colon = std::min(view.find(':'), view.size());
        add_header(view.substr(0, colon), text::trim(view.substr(std::min(colon + 1, view.size()))), secrets);
    }
    boost::system::error_code failure;
    bj::value const extra = bj::parse(config.llm.extra_body, failure);
    if (!failure) add_members(extra, {}, secrets);
    add_address(config.llm.base_url, secrets);
    return secrets;
}

}  // namespace lectern
