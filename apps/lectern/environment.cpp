#include "environment.hpp"

#include <lectern/version.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <initializer_list>
#include <string>

namespace lectern::app {
namespace {

/// The first of the variables that is set and not empty.
std::string variable(std::initializer_list<char const*> names) {
    for (char const* name : names) {
        char const* value = std::getenv(name);
        if (value && *value) return value;
    }
    return {};
}

}  // namespace

net::HttpOptions http_options(Config const& config) {
    net::HttpOptions options;
    std::string const contact =
        config.net.contact.empty() ? "https://github.com/lectern/lectern" : config.net.contact;
    options.user_agent = fmt::format("lectern/{} ({})", version(), contact);
    options.ca_file = config.net.ca_file.string();
    options.total_timeout = config.net.timeout;
    options.retry.attempts = config.net.attempts;
    options.retry.base = config.net.retry_wait;
    options.http_proxy = variable({"http_proxy", "all_proxy", "ALL_PROXY"});
    options.https_proxy = variable({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    options.no_proxy = variable({"no_proxy", "NO_PROXY"});
    net::Pacing arxiv;
    arxiv.min_interval = config.feed.min_interval;
    arxiv.max_connections = 1;
    options.groups["arxiv"] = arxiv;
    return options;
}

}  // namespace lectern::app
