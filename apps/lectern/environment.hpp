#pragma once

#include <lectern/config/config.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/net/http_client.hpp>

#include <filesystem>
#include <string>

namespace lectern::app {

/// HTTP options from the configuration and the usual proxy variables (http_proxy, https_proxy, all_proxy,
/// no_proxy; upper case too, except HTTP_PROXY, which a CGI client could set). A variable that cannot be used
/// is an error only when a request needs it.
net::HttpOptions http_options(Config const& config);

/// Keys from the environment, or else from the file of llm.api_key_file.
Secrets secrets(Config const& config);

/// What `~/` means: HOME, or nothing if it is not set.
std::filesystem::path home_directory();

/// Opens an address in the user's browser: the program of BROWSER, or xdg-open.
/// \param address as is_web_address() accepts it
/// \par Errors io if neither can be started
Result<void> open_in_browser(std::string const& address);

/// Whether the key that the configuration needs is there. \par Errors invalid_config, file
Result<void> check_key(Config const& config, Registry const& registry);

/// Whether what a run needs besides the network is in order: formats, output directory, the list of followed authors, and
/// with site.enabled the site's templates and style. A run asks before it spends an hour. \par Errors invalid_config, file
Result<void> check_results(Config const& config, Registry const& registry);

}  // namespace lectern::app
