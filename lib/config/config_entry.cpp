#include "detail/config_entry.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

namespace lectern::config {

Error expected(std::string_view what) {
    return {errc::invalid_config, fmt::format("{} is expected", what)};
}

Result<std::string> read_string(toml::node const& node) {
    auto const value = node.value_exact<std::string>();
    if (!value) return expected("a text in quotes");
    return *value;
}

Result<std::vector<std::string>> read_strings(toml::node const& node) {
    toml::array const* array = node.as_array();
    if (!array) return expected("a list of texts like [\"a\", \"b\"]");
    std::vector<std::string> strings;
    for (toml::node const& item : *array) {
        auto text = read_string(item);
        if (!text) return expected("a list of texts like [\"a\", \"b\"]");
        strings.push_back(std::move(*text));
    }
    return strings;
}

std::string suggestion(std::string_view word, std::span<std::string_view const> known) {
    if (known.empty()) return {};
    auto const near = text::nearest(word, known);
    return near ? fmt::format("; did you mean \"{}\"?", *near)
                : fmt::format("; known are {}", fmt::join(known, ", "));
}

}  // namespace lectern::config
