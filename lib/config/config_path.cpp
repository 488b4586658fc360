#include "detail/config_path.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lectern {
namespace {

namespace fs = std::filesystem;

Error refused(std::string_view value, std::string_view reason) {
    return {errc::invalid_config, fmt::format("\"{}\": {}", value, reason)};
}

/// Whether the text has `$NAME` or `${NAME}`. Other dollar signs are part of a name.
bool names_variable(std::string_view value) {
    for (std::size_t at = value.find('$'); at != std::string_view::npos; at = value.find('$', at + 1)) {
        char const next = at + 1 < value.size() ? value[at + 1] : '\0';
        bool const letter = (next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z');
        if (letter || next == '_' || next == '{') return true;
    }
    return false;
}

Result<fs::path> expand_home(std::string_view value, fs::path const& home) {
    if (value != "~" && !value.starts_with("~/"))
        return refused(value, "only ~/ is expanded; write the whole path, or ./~ for a file of that name");
    if (!home.is_absolute()) return refused(value, "~ has no meaning, HOME is not set; write the whole path");
    std::string_view rest = value.substr(1);
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    return home / rest;
}

}  // namespace

Result<fs::path> resolve_path(std::string_view value, PathBase const& base) {
    if (value.empty()) return fs::path();
    bool const control = std::ranges::any_of(value, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
    if (control) return refused(value, "a path has no control characters");
    if (names_variable(value))
        return refused(value,
                       "environment variables are not expanded; write the whole path, or ~/ for your home");
    if (value.front() != '~') return (base.directory / value).lexically_normal();
    auto const path = expand_home(value, base.home);
    if (!path) return path;
    return path->lexically_normal();
}

}  // namespace lectern
