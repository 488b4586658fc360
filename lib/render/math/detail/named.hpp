#pragma once

#include "alphabet.hpp"

#include <algorithm>
#include <string_view>

namespace lectern::math {

/// A command and the alphabet that it sets.
struct Font {
    std::string_view name;
    Alphabet alphabet;
};

/// The entry of a table whose `name` it is; the end if there is none.
template <class Table>
auto find_named(Table const& table, std::string_view name) {
    return std::ranges::find_if(table, [name](auto const& one) { return one.name == name; });
}

}  // namespace lectern::math
