#pragma once

#include <lectern/net/http_client.hpp>
#include <lectern/pipeline/config.hpp>

namespace lectern::app {

/// HTTP options from the configuration and the usual proxy variables (http_proxy, https_proxy, all_proxy,
/// no_proxy; upper case too, except HTTP_PROXY, which a CGI client could set).
net::HttpOptions http_options(Config const& config);

}  // namespace lectern::app
