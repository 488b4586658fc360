#include "detail/config_entry.hpp"
#include "detail/config_path.hpp"
#include "detail/duration.hpp"

#include <lectern/config/config.hpp>
#include <lectern/config/plugin_options.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lectern {

PluginOptions::PluginOptions(std::string section, PluginTable table)
    : section_(std::move(section)), table_(std::move(table)) {}

std::string PluginOptions::place(std::string_view key) const {
    auto const found = table_.values.find(key);
    return found == table_.values.end() ? table_.place : found->second.place;
}

PluginValue const* PluginOptions::find(std::string_view key) {
    known_.emplace_back(key);
    auto const found = table_.values.find(key);
    return found == table_.values.end() ? nullptr : &found->second;
}

void PluginOptions::fail(std::string_view key, PluginValue const& value, std::string_view what) {
    if (failure_) return;
    std::string_view name = section_;
    if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
    failure_ = Error(errc::invalid_config, fmt::format("{}: {}.{}: {}", value.place, name, key, what));
}

void PluginOptions::text(std::string_view key, std::string& value) {
    PluginValue const* found = find(key);
    if (!found) return;
    if (auto const* text = std::get_if<std::string>(&found->value))
        value = *text;
    else
        fail(key, *found, "a text in quotes is expected");
}

void PluginOptions::texts(std::string_view key, std::vector<std::string>& value) {
    PluginValue const* found = find(key);
    if (!found) return;
    if (auto const* list = std::get_if<std::vector<std::string>>(&found->value))
        value = *list;
    else
        fail(key, *found, "a list of texts like [\"a\", \"b\"] is expected");
}

void PluginOptions::flag(std::string_view key, bool& value) {
    PluginValue const* found = find(key);
    if (!found) return;
    if (auto const* flag = std::get_if<bool>(&found->value))
        value = *flag;
    else
        fail(key, *found, "true or false is expected");
}

void PluginOptions::integer(std::string_view key, std::int64_t& value, std::int64_t low, std::int64_t high) {
    PluginValue const* found = find(key);
    if (!found) return;
    auto const* number = std::get_if<std::int64_t>(&found->value);
    if (number && *number >= low && *number <= high)
        value = *number;
    else
        fail(key, *found, fmt::format("a whole number from {} to {} is expected", low, high));
}

void PluginOptions::number(std::string_view key, double& value, double low, double high) {
    PluginValue const* found = find(key);
    if (!found) return;
    auto const* whole = std::get_if<std::int64_t>(&found->value);
    auto const* number = std::get_if<double>(&found->value);
    double const given = whole ? static_cast<double>(*whole) : number ? *number : 0;
    if ((whole || number) && given >= low && given <= high)
        value = given;
    else
        fail(key, *found, fmt::format("a number from {} to {} is expected", low, high));
}

void PluginOptions::duration(std::string_view key, std::chrono::milliseconds& value) {
    PluginValue const* found = find(key);
    if (!found) return;
    auto const* text = std::get_if<std::string>(&found->value);
    auto const time = text ? parse_duration(*text) : std::nullopt;
    if (time)
        value = *time;
    else
        fail(key, *found, "a duration like \"3s\", \"500ms\" or \"2min\" is expected");
}

void PluginOptions::path(std::string_view key, std::filesystem::path& value) {
    PluginValue const* found = find(key);
    if (!found) return;
    auto const* text = std::get_if<std::string>(&found->value);
    if (!text || text->empty()) return fail(key, *found, "a path in quotes is expected");
    auto resolved = resolve_path(*text, {table_.directory, table_.home});
    if (resolved)
        value = std::move(*resolved);
    else
        fail(key, *found, resolved.error().detail());
}

Result<void> PluginOptions::check() const {
    if (failure_) return *failure_;
    for (auto const& [key, value] : table_.values) {
        if (std::ranges::find(known_, key) != known_.end()) continue;
        std::vector<std::string_view> const known(known_.begin(), known_.end());
        return Error(errc::invalid_config, fmt::format("{}: unknown key \"{}\" in [{}]{}", value.place, key,
                                                       section_, config::suggestion(key, known)));
    }
    return {};
}

PluginOptions Config::options_of(std::string_view plugin) const {
    auto const found = plugins.find(plugin);
    return {"plugin." + std::string(plugin), found == plugins.end() ? PluginTable{} : found->second};
}

}  // namespace lectern
