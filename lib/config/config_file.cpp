#include "detail/config_entry.hpp"
#include "detail/config_path.hpp"

#include <lectern/config/config_file.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern {
namespace {

using config::entries;
using config::Entry;
using config::expected;
using config::PathMember;
using config::read_string;
using config::read_strings;
using config::suggestion;

Error at(std::string_view name, toml::source_region const& where, std::string_view message) {
    return {errc::invalid_config, fmt::format("{}:{}: {}", name, where.begin.line, message)};
}

constexpr std::string_view kPlugins = "plugin";
constexpr std::string_view kChannels = "channel";

std::vector<std::string_view> sections() {
    std::vector<std::string_view> names;
    for (Entry const& entry : entries()) {
        if (names.empty() || names.back() != entry.key.section) names.push_back(entry.key.section);
    }
    names.push_back(kPlugins);
    names.push_back(kChannels);
    return names;
}

std::vector<std::string_view> keys_of(std::string_view section) {
    std::vector<std::string_view> names;
    for (Entry const& entry : entries()) {
        if (entry.key.section == section) names.push_back(entry.key.name);
    }
    return names;
}

Entry const* find(std::string_view section, std::string_view key) {
    auto const found = std::ranges::find_if(
        entries(), [&](Entry const& entry) { return entry.key.section == section && entry.key.name == key; });
    return found == entries().end() ? nullptr : &*found;
}

Result<void> read_path(Entry const& entry, PathBase const& base, toml::node const& node, Config& config) {
    PathMember const& member = entry.path;
    auto const value = read_string(node);
    if (!value) return value.error();
    auto path = resolve_path(*value, base);
    if (!path) return path.error();
    bool const may_be_empty = entry.may_be_empty || member(config).empty();
    if (path->empty() && !may_be_empty) return expected("a path");
    member(config) = std::move(*path);
    return {};
}

/// A value of a plug-in's table; what it means is the plug-in's matter.
Result<PluginValue> read_plugin_value(toml::node const& node, std::string_view name) {
    PluginValue read{{}, fmt::format("{}:{}", name, node.source().begin.line)};
    if (auto const flag = node.value_exact<bool>()) {
        read.value = *flag;
    } else if (auto const whole = node.value_exact<std::int64_t>()) {
        read.value = *whole;
    } else if (auto const number = node.value_exact<double>()) {
        read.value = *number;
    } else if (auto const text = node.value_exact<std::string>()) {
        read.value = *text;
    } else {
        auto list = read_strings(node);
        if (!list) return expected("a text, a number, true, false, or a list of texts");
        read.value = std::move(*list);
    }
    return read;
}

/// A table whose keys are known elsewhere.
Result<PluginTable> read_table(toml::table const& table, std::string_view section, int line,
                               std::string_view name, PathBase const& base) {
    PluginTable read{fmt::format("{}:{}", name, line), base.directory, base.home};
    for (auto const& [key, value] : table) {
        auto const found = read_plugin_value(value, name);
        if (!found)
            return at(name, value.source(),
                      fmt::format("{}.{}: {}", section, key.str(), found.error().detail()));
        read.values.emplace(key.str(), *found);
    }
    return read;
}

/// A list of tables: `[[section]]`.
Result<std::vector<PluginTable>> read_tables(toml::node const& node, std::string_view section,
                                             std::string_view name, PathBase const& base) {
    toml::array const* list = node.as_array();
    std::vector<PluginTable> tables;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        toml::table const* table = (*list)[i].as_table();
        if (!table) break;
        auto read = read_table(*table, section, static_cast<int>(table->source().begin.line), name, base);
        if (!read) return read.error();
        tables.push_back(std::move(*read));
    }
    if (list && tables.size() == list->size()) return tables;
    return at(name, node.source(), fmt::format("{0}: tables are expected, each as [[{0}]]", section));
}

Result<void> read_section(std::string_view section, toml::table const& table, std::string_view name,
                          PathBase const& base, Config& config) {
    for (auto const& [key, node] : table) {
        Entry const* entry = find(section, key.str());
        if (!entry) {
            return at(name, key.source(),
                      fmt::format("unknown key \"{}\" in [{}]{}", key.str(), section,
                                  suggestion(key.str(), keys_of(section))));
        }
        if (entry->tables) {
            auto tables = read_tables(node, fmt::format("{}.{}", section, key.str()), name, base);
            if (!tables) return tables.error();
            if (auto const taken = entry->tables(config, std::move(*tables)); !taken) return taken.error();
            continue;
        }
        auto const set = entry->path ? read_path(*entry, base, node, config) : entry->set(config, node);
        if (!set)
            return at(name, node.source(),
                      fmt::format("{}.{}: {}", section, key.str(), set.error().detail()));
    }
    return {};
}

/// `[plugin]`: one table for each plug-in.
Result<void> read_plugins(toml::table const& tables, std::string_view name, PathBase const& base,
                          Config& config) {
    for (auto const& [plugin, node] : tables) {
        toml::table const* table = node.as_table();
        if (!table)
            return at(
                name, plugin.source(),
                fmt::format("plugin.{}: a table, [plugin.{}], is expected", plugin.str(), plugin.str()));
        auto read = read_table(*table, fmt::format("plugin.{}", plugin.str()),
                               static_cast<int>(plugin.source().begin.line), name, base);
        if (!read) return read.error();
        config.plugins.emplace(plugin.str(), std::move(*read));
    }
    return {};
}

Result<void> read_root(toml::table const& root, std::string_view name, PathBase const& base, Config& config) {
    for (auto const& [key, node] : root) {
        toml::table const* table = node.as_table();
        auto const known = sections();
        if (std::ranges::find(known, key.str()) == known.end()) {
            return at(name, key.source(),
                      fmt::format("unknown section [{}]{}", key.str(), suggestion(key.str(), known)));
        }
        if (key.str() == kChannels) {
            auto channels = read_tables(node, kChannels, name, base);
            if (!channels) return channels.error();
            config.channels = std::move(*channels);
            continue;
        }
        if (!table)
            return at(name, key.source(),
                      fmt::format("\"{}\" must be a section, [{}]", key.str(), key.str()));
        auto const read = key.str() == kPlugins ? read_plugins(*table, name, base, config)
                                                : read_section(key.str(), *table, name, base, config);
        if (!read) return read.error();
    }
    return {};
}

/// A provider's address, and the variable that usually holds its key.
struct ProviderDefaults {
    std::string_view provider;
    std::string_view base_url;
    std::string_view api_key_env;
};
constexpr std::array<ProviderDefaults, 4> kProviders{
    {{"openai", "https://api.openai.com/v1", "OPENAI_API_KEY"},
     {"anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"},
     {"gemini", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY"},
     {"ollama", "http://localhost:11434", ""}}};

/// Fills in what follows from the provider.
Result<void> complete_llm(toml::table const& root, std::string_view name, LlmConfig& llm) {
    toml::node_view<toml::node const> const section = root["llm"];
    if (!section["provider"]) return {};
    auto const& defaults = *std::ranges::find(kProviders, llm.provider, &ProviderDefaults::provider);
    if (!section["base_url"]) llm.base_url = defaults.base_url;
    if (!section["api_key_env"]) llm.api_key_env = defaults.api_key_env;
    if (!section["model"] && llm.provider != "openai")
        return at(name, section["provider"].node()->source(),
                  "llm.model: the model of another provider must be named");
    return {};
}

/// The paths of a file that names none.
void resolve_defaults(PathBase const& base, Config& config) {
    for (Entry const& entry : entries()) {
        if (!entry.path || entry.path(config).empty()) continue;
        entry.path(config) = (base.directory / entry.path(config)).lexically_normal();
    }
}

}  // namespace

Result<Config> parse_config(std::string_view text, std::string_view name,
                            std::filesystem::path const& directory, std::filesystem::path const& home) {
    auto const plain = plain_text(text, name);
    if (!plain) return plain.error();
    Config config;
    PathBase const base{directory, home};
    resolve_defaults(base, config);
    try {
        toml::table const root = toml::parse(std::string_view(*plain), name);
        if (auto const read = read_root(root, name, base, config); !read) return read.error();
        if (auto const completed = complete_llm(root, name, config.llm); !completed) return completed.error();
    } catch (toml::parse_error const& error) {
        return at(name, error.source(), error.description());
    }
    return config;
}

Result<Config> load_config(std::filesystem::path const& path, std::filesystem::path const& home) {
    constexpr std::size_t largest = std::size_t{1} << 20;
    auto const text = read_file(path, largest);
    if (!text) return text.error();
    return parse_config(*text, path.string(), path.parent_path(), home);
}

}  // namespace lectern
