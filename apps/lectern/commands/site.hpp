#pragma once

#include "../console.hpp"
#include "../workspace.hpp"

#include <lectern/archive/site.hpp>

namespace lectern::app {

/// Makes the site of the workspace's output directory. Unreadable days are logged.
/// \param rebuild whether to make every page again
Result<SiteReport> update_site(Workspace& workspace, Console const& console, bool rebuild = false);

/// Prints where the site is and what was made.
void print_site(SiteReport const& report, Config const& config, Console const& console);

}  // namespace lectern::app
