#pragma once

#include <lectern/core/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

/// Words for the values of an enumeration.
namespace lectern::names {

template <class Enum, std::size_t N>
using Table = std::array<std::pair<Enum, std::string_view>, N>;

template <class Enum, std::size_t N>
std::string_view name_of(Table<Enum, N> const& table, Enum value) noexcept {
    for (auto const& [candidate, name] : table) {
        if (candidate == value) return name;
    }
    return "unknown";
}

template <class Enum, std::size_t N>
Result<Enum> value_of(Table<Enum, N> const& table, std::string_view word) {
    for (auto const& [value, name] : table) {
        if (name == word) return value;
    }
    return Error(errc::invalid_argument, fmt::format("\"{}\" is not known", word));
}

}  // namespace lectern::names
