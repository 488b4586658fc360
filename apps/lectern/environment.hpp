#pragma once

#include <lectern/config/config.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/net/http_client.hpp>

#include <filesystem>

namespace lectern::app {

/// HTTP options from the configuration and the usual proxy variables (http_proxy, https_proxy, all_proxy,
/// no_proxy; upper case too, except HTTP_PROXY, which a CGI client could set). A variable that cannot be used
/// is an error only when a request needs it.
net::HttpOptions http_options(Config const& config);

/// Keys from the environment, or else from the file of llm.api_key_file.
Secrets secrets(Config const& config);

/// What `~/` means: HOME, or nothing if it is not set.
std::filesystem::path home_directory();

/// Whether the key that the configuration needs is there. \par Errors invalid_config, file
Result<void> check_key(Config const& config, Registry const& registry);

}  // namespace lectern::app
