#pragma once

#include <string_view>

namespace lectern::app {

/// Where the program's own page is: what LECTERN_HOMEPAGE was set to when it was built; empty if to nothing.
std::string_view homepage() noexcept;

}  // namespace lectern::app

/// The files `lectern init` writes; their text is in apps/lectern/templates/.
namespace lectern::app::templates {

std::string_view config() noexcept;
std::string_view topics() noexcept;
std::string_view workflow() noexcept;

}  // namespace lectern::app::templates
