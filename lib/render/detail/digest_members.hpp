#pragma once

#include <lectern/core/digest.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace lectern {

inline constexpr int kSchema = 1;

/// Names and places of the totals, for writing and reading alike.
struct TotalMember {
    std::string_view name;
    std::size_t Totals::*member;
};

inline constexpr std::array<TotalMember, 9> kTotals{{{"announced", &Totals::announced},
                                                     {"scanned", &Totals::scanned},
                                                     {"relevant", &Totals::relevant},
                                                     {"filtered", &Totals::filtered},
                                                     {"pinned", &Totals::pinned},
                                                     {"scored", &Totals::scored},
                                                     {"unscored", &Totals::unscored},
                                                     {"judged", &Totals::judged},
                                                     {"duplicates", &Totals::duplicates}}};

}  // namespace lectern
