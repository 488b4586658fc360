#pragma once

#include "../console.hpp"

#include <lectern/config/config.hpp>

namespace lectern::app {

/// Makes the site of the configured output directory. Unreadable days are logged.
/// \return whether every day could be read
Result<bool> update_site(Config const& config, Console const& console);

}  // namespace lectern::app
