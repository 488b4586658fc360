#pragma once

#include "../console.hpp"

#include <lectern/pipeline/daily.hpp>

#include <vector>

namespace lectern::app {

/// Prints what became of each day, and where its files are.
void print_days(std::vector<DayResult> const& days, Console& console);

}  // namespace lectern::app
