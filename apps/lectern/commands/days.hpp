#pragma once

#include "../console.hpp"

#include <lectern/daily/daily.hpp>

#include <string>
#include <vector>

namespace lectern::app {

/// Prints the state of each day, and where its files are.
void print_days(std::vector<DayResult> const& days, Console& console);

/// What the record of a run says of its days: `ok`, or which are open and why.
std::string outcome_of(std::vector<DayResult> const& days);

}  // namespace lectern::app
