#pragma once

#include <lectern/config/config_file.hpp>

#include <toml++/toml.h>

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a key of the configuration file takes and where it goes.
namespace lectern::config {

/// Puts a TOML value into the configuration, or says what is wrong with it.
using Setter = std::function<Result<void>(Config&, toml::node const&)>;

/// Where a path is kept. All paths are resolved in one place.
using PathMember = std::function<std::filesystem::path&(Config&)>;

/// Takes the tables of a list such as `[[authors.follow]]`. \par Errors invalid_config, with the place
using TablesReader = std::function<Result<void>(Config&, std::vector<PluginTable>)>;

/// A key with what takes its value: one of the three.
struct Entry {
    Entry(ConfigKey named, Setter setter) : key(named), set(std::move(setter)) {}
    Entry(ConfigKey named, PathMember member, bool empty = false)
        : key(named), path(std::move(member)), may_be_empty(empty) {}

    Entry(ConfigKey named, TablesReader reader) : key(named), tables(std::move(reader)) {}

    ConfigKey key;
    Setter set;
    PathMember path;
    TablesReader tables;
    bool may_be_empty = false;  ///< Whether an empty path is a choice although it is not the default.
};

/// Every key of the file, in its order.
std::vector<Entry> const& entries();

Error expected(std::string_view what);

/// A value as the type that a key takes. \par Errors invalid_config: what is expected
Result<std::string> read_string(toml::node const& node);
Result<std::vector<std::string>> read_strings(toml::node const& node);

/// What an error about an unknown word adds: the nearest known one, or all.
std::string suggestion(std::string_view word, std::span<std::string_view const> known);

}  // namespace lectern::config
