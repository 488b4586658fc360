#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace lectern {

/// The item of this name.
/// \param what what the items are, for the error
/// \par Errors unsupported, listing the names there are and the nearest one
template <class Named>
Result<Named const*> find_named(std::vector<Named> const& known, std::string_view name,
                                std::string_view what) {
    std::vector<std::string_view> names;
    for (Named const& item : known) {
        if (item.name == name) return &item;
        names.push_back(item.name);
    }
    auto const near = text::nearest(name, names);
    return Error(errc::unsupported,
                 fmt::format("\"{}\" is no {}; known are {}{}", name, what, fmt::join(names, ", "),
                             near ? fmt::format(" (did you mean \"{}\"?)", *near) : std::string()));
}

}  // namespace lectern
