#pragma once

#include <lectern/core/error.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lectern {

/// A value of a plug-in's table, and where it stands.
struct PluginValue {
    std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>
        value;          ///< What was written.
    std::string place;  ///< `name:line`
};

/// `[plugin.NAME]`, or one of a list of tables such as `[[channel]]`, as it was read. The plug-in says what it means; see
/// PluginOptions.
struct PluginTable {
    std::string place;                                         ///< `name:line` of the table.
    std::filesystem::path directory;                           ///< Where relative paths start.
    std::filesystem::path home;                                ///< What `~/` stands for; may be empty.
    std::map<std::string, PluginValue, std::less<>> values{};  ///< By key.
};

/// Reads the options of one plug-in. Each function puts the value of a key, if there is one, into a variable
/// that holds the default; check() tells what was wrong, and which keys were asked for by nothing:
///
///     PluginOptions options = config.options_of("my-feed");
///     options.text("url", url);
///     options.number("share", share, 0, 1);
///     if (auto const read = options.check(); !read) return read.error();
///
/// Holds copies; not for several threads at once.
class PluginOptions {
public:
    /// \param section the table's name, for errors: `plugin.my-feed`, or `[channel]` for one of `[[channel]]`
    /// \param table what the file says; an empty table: nothing
    PluginOptions(std::string section, PluginTable table);

    /// `name:line` of a key, or of the table if it does not have the key.
    std::string place(std::string_view key) const;

    void text(std::string_view key, std::string& value);                ///< A text in quotes.
    void texts(std::string_view key, std::vector<std::string>& value);  ///< A list of texts.
    void flag(std::string_view key, bool& value);                       ///< true or false.
    /// A whole number from `low` to `high`.
    void integer(std::string_view key, std::int64_t& value, std::int64_t low, std::int64_t high);
    /// A number from `low` to `high`; a whole number will do.
    void number(std::string_view key, double& value, double low, double high);
    void duration(std::string_view key, std::chrono::milliseconds& value);  ///< `3s`, `500ms`, `2min`.
    /// A path; relative ones start at the directory of the configuration file.
    void path(std::string_view key, std::filesystem::path& value);

    /// \par Errors invalid_config, as `name:line: section.key: what is expected`: the first value that could not
    /// be read, else the first key that no function was called for, with the nearest one that was.
    Result<void> check() const;

private:
    PluginValue const* find(std::string_view key);
    void fail(std::string_view key, PluginValue const& value, std::string_view what);

    std::string section_;
    PluginTable table_;
    std::vector<std::string> known_;
    std::optional<Error> failure_;
};

}  // namespace lectern
