#pragma once

#include <lectern/render/math.hpp>

#include <cstddef>
#include <string_view>

namespace lectern::math {

/// Whether a formula may begin at the place.
bool opens_formula(std::string_view text, std::size_t at);

/// The formula that begins at the place; a piece without source if there is none. \pre opens_formula(text, at)
Piece formula_at(std::string_view text, std::size_t at);

}  // namespace lectern::math
