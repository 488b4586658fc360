#include "environment.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/archive/site.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/daily/registry.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <initializer_list>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

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

/// Those of the variables that are set and not empty, in this order.
std::vector<net::ProxySetting> proxies(std::initializer_list<char const*> names) {
    std::vector<net::ProxySetting> settings;
    for (char const* name : names) {
        std::string address = variable({name});
        if (!address.empty()) settings.push_back({name, std::move(address)});
    }
    return settings;
}

}  // namespace

net::HttpOptions http_options(Config const& config) {
    net::HttpOptions options;
    options.user_agent = net::user_agent({}, config.net.contact);
    options.ca_file = config.net.ca_file.string();
    options.total_timeout = config.net.timeout;
    options.retry.attempts = config.net.attempts;
    options.retry.base = config.net.retry_wait;
    options.max_body_bytes = static_cast<std::size_t>(config.net.max_response_mb) << 20;
    options.http_proxies = proxies({"http_proxy", "all_proxy", "ALL_PROXY"});
    options.https_proxies = proxies({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    options.no_proxy = variable({"no_proxy", "NO_PROXY"});
    options.groups["arxiv"].min_interval = config.feed.min_interval;
    // With a key one request a second is allowed; without one all callers share what there is.
    options.groups["semantic-scholar"] = {std::chrono::milliseconds(1000), 1};
    options.groups["llm"].max_connections = config.llm.concurrency;
    return options;
}

Secrets secrets(Config const& config) {
    return [variable_of_model = config.llm.api_key_env,
            file = config.llm.api_key_file](std::string_view name) -> Result<Secret> {
        std::string const value = variable({std::string(name).c_str()});
        if (!text::trim(value).empty()) return parse_secret(value, name);
        // The file holds the model's key alone: no other service may see it.
        bool const of_model = name == variable_of_model;
        if (of_model && !file.empty()) return read_secret_file(file);
        return Error(
            errc::no_secret,
            fmt::format("{} is not set: put the key into that environment variable, {}", name,
                        of_model ? "name another with llm.api_key_env, or a file with llm.api_key_file"
                                 : "or name another in the configuration"));
    };
}

std::filesystem::path home_directory() {
    return variable({"HOME"});
}

Result<void> open_in_browser(std::string const& address) {
    std::string const program = variable({"BROWSER"}).empty() ? "xdg-open" : variable({"BROWSER"});
    std::string argument = address;
    std::string name = program;
    std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
    pid_t process = 0;
    int status = ::posix_spawnp(&process, program.c_str(), nullptr, nullptr, arguments.data(), environ);
    constexpr int not_started = 127;
    bool started = status == 0;
    if (started && ::waitpid(process, &status, 0) == process)
        started = !(WIFEXITED(status) && WEXITSTATUS(status) == not_started);
    if (started) return {};
    return Error(errc::io, fmt::format("cannot start {}; set BROWSER to your browser's command", program));
}

Result<void> check_key(Config const& config, Registry const& registry) {
    if (!registry.scorer_needs(config).model || config.llm.api_key_env.empty()) return {};
    auto const key = secrets(config)(config.llm.api_key_env);
    if (!key) return key.error();
    return {};
}

Result<void> check_results(Config const& config, Registry const& registry) {
    auto const writable = check_output(registry.formats, config.output.formats, config.output.dir);
    if (!writable) return writable;
    if (auto const known = registry.check_options(config); !known) return known.error();
    if (auto const followed = followed_authors(config); !followed) return followed.error();
    if (!config.site.enabled) return {};
    if (auto const good = check_templates(config.site.templates); !good) return good;
    if (config.site.style.empty()) return {};
    auto const style = read_file(config.site.style);
    return style ? Result<void>() : style.error();
}

}  // namespace lectern::app
