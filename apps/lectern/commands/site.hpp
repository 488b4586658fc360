#pragma once

#include "../console.hpp"
#include "../workspace.hpp"

namespace lectern::app {

/// Makes the site of the workspace's output directory. Unreadable days are logged.
/// \param rebuild whether to make every page again
/// \return whether every day could be read
Result<bool> update_site(Workspace& workspace, Console const& console, bool rebuild = false);

}  // namespace lectern::app
