#pragma once

#include <lectern/core/error.hpp>

#include <filesystem>
#include <string_view>

namespace lectern {

/// What the paths of a configuration are relative to.
struct PathBase {
    std::filesystem::path directory;  ///< The configuration file's.
    std::filesystem::path home;       ///< What `~/` stands for; empty: it is refused.
};

/// The path that a value of the configuration means: relative to the file's directory, `~/` expanded. Empty stays
/// empty. What only a shell would expand (`~user/`, `$HOME`) is refused, so that no file of that name is made.
/// \par Errors invalid_config
Result<std::filesystem::path> resolve_path(std::string_view value, PathBase const& base);

}  // namespace lectern
