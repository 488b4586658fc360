#pragma once

#include <string_view>

/// The files `lectern init` writes; their text is in apps/lectern/templates/.
namespace lectern::app::templates {

std::string_view config() noexcept;
std::string_view topics() noexcept;
std::string_view workflow() noexcept;

}  // namespace lectern::app::templates
