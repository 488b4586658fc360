#include "detail/ascii.hpp"

#include <lectern/core/links.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern {
namespace {

constexpr std::size_t kLongest = 500;  // bytes of an address

bool in_address(char c) {
    return text::is_letter(c) || text::is_digit(c) ||
           std::string_view("-._~:/?#@!&+,;=%").find(c) != std::string_view::npos;
}

/// The address at the start of `s`, without its scheme; empty if there is none.
std::string_view address_at(std::string_view s) {
    std::size_t end = 0;
    while (end < s.size() && in_address(s[end])) ++end;
    std::string_view address = s.substr(0, end);
    while (!address.empty() && std::string_view(".,;:!?-").find(address.back()) != std::string_view::npos)
        address.remove_suffix(1);
    return address;
}

/// The host of an address without scheme, in lower case; empty if it is none.
std::string host_of(std::string_view address) {
    std::string const host = text::ascii_lower(address.substr(0, address.find_first_of("/?#")));
    bool const plain = std::ranges::all_of(
        host, [](char c) { return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '.'; });
    std::size_t const dot = host.rfind('.');
    bool const named =
        dot != std::string::npos && dot > 0 && dot + 2 < host.size() && text::is_letter(host.back());
    return plain && named && host.find("..") == std::string::npos ? host : std::string();
}

bool is_at(std::string_view host, std::string_view domain) {
    return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

bool is_code_host(std::string_view host) {
    constexpr std::array<std::string_view, 10> hosts{
        "github.com", "gitlab.com", "bitbucket.org",   "codeberg.org", "huggingface.co",
        "zenodo.org", "kaggle.com", "sourceforge.net", "figshare.com", "anonymous.4open.science"};
    return std::ranges::any_of(hosts, [&](std::string_view domain) { return is_at(host, domain); });
}

/// Sites that show the paper itself.
bool is_paper_host(std::string_view host) {
    return is_at(host, "arxiv.org") || is_at(host, "doi.org");
}

/// TeX escapes within an address: `\_`, `\%`, `\#`, `\~{}`.
std::string without_escapes(std::string_view s) {
    std::string plain;
    for (std::size_t i = 0; i < s.size(); ++i) {
        bool const escape = s[i] == '\\' && i + 1 < s.size() &&
                            std::string_view("_%#&~").find(s[i + 1]) != std::string_view::npos;
        if (!escape) plain += s[i];
    }
    return plain;
}

}  // namespace

std::vector<std::string> web_addresses(std::string_view raw) {
    std::string const plain = without_escapes(raw);
    std::string_view const s = plain;
    std::vector<std::string> found;
    for (std::size_t at = s.find("http"); at != std::string_view::npos; at = s.find("http", at + 4)) {
        std::string_view rest = s.substr(at + 4);
        if (rest.starts_with('s')) rest.remove_prefix(1);
        if (!rest.starts_with("://")) continue;
        std::string_view const address = address_at(rest.substr(3));
        if (address.size() > kLongest || host_of(address).empty()) continue;
        std::string url = fmt::format("https://{}", address);
        if (!std::ranges::count(found, url)) found.push_back(std::move(url));
    }
    return found;
}

bool is_web_address(std::string_view text) {
    auto const found = web_addresses(text);
    return found.size() == 1 && found.front() == text;
}

PaperLinks links_of(Paper const& paper) {
    PaperLinks links;
    links.abs = paper.id.abs_url();
    links.pdf = paper.id.pdf_url();
    bool const has_html = paper.id.year() > 2023 || (paper.id.year() == 2023 && paper.id.month() == 12);
    if (has_html) links.html = "https://arxiv.org/html/" + paper.id.to_string();
    for (std::string& url : web_addresses(paper.abstract + " " + paper.comment)) {
        std::string const host = host_of(std::string_view(url).substr(std::string_view("https://").size()));
        if (is_paper_host(host)) continue;
        std::string& place = is_code_host(host) ? links.code : links.project;
        if (place.empty()) place = std::move(url);
    }
    return links;
}

}  // namespace lectern
