#pragma once

#include <lectern/core/category.hpp>

#include <span>
#include <string_view>

namespace lectern::taxonomy {

/// A second code for a category, and the code arXiv lists it under.
struct Alias {
    std::string_view code;
    std::string_view canonical;
};

std::span<CategoryInfo const> categories() noexcept;
std::span<CategoryInfo const> archives() noexcept;
std::span<Alias const> aliases() noexcept;

}  // namespace lectern::taxonomy
