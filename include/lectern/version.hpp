#pragma once

#include <string_view>

namespace lectern {

/// The library's version, `MAJOR.MINOR.PATCH` (https://semver.org).
std::string_view version() noexcept;

}  // namespace lectern
