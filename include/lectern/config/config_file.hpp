#pragma once

#include <lectern/config/config.hpp>
#include <lectern/core/error.hpp>

#include <filesystem>
#include <string_view>
#include <vector>

namespace lectern {

/// Reads a TOML configuration. Relative paths are taken from `directory`; where `[llm]` names a provider but
/// not its address or the variable with its key, they are the provider's own.
/// \param text the file's content
/// \param name the file's name, for errors
/// \param directory where relative paths start
/// \param home the directory that `~/` stands for at the start of a path; where it is empty, such paths are
/// refused
/// \par Errors invalid_config, as `name:line: section.key: what is wrong`; an unknown key names the nearest
/// known.
Result<Config> parse_config(std::string_view text, std::string_view name,
                            std::filesystem::path const& directory, std::filesystem::path const& home = {});

/// Reads a file of at most 1 MB.
/// \param path the file; relative paths in it are taken from its directory
/// \param home see parse_config()
/// \par Errors file, io, too_large, invalid_config
Result<Config> load_config(std::filesystem::path const& path, std::filesystem::path const& home = {});

/// One key of the configuration file, for documentation.
struct ConfigKey {
    std::string_view section;  ///< `feed`
    std::string_view name;     ///< `source`
    std::string_view help;     ///< Meaning, in one line.
};

/// Every key there is, in the order of the file.
std::vector<ConfigKey> config_keys();

}  // namespace lectern
