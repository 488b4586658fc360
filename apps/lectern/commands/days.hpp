#pragma once

#include "../console.hpp"

#include <lectern/daily/daily.hpp>

#include <string>
#include <vector>

namespace lectern::app {

/// Prints the state of each day, and where its files are.
void print_days(std::vector<DayResult> const& days, Console& console);

/// The same as a JSON array: `[{date, state, reason, announced, filtered, read, judged, unscored, shown, scorer, tokens,
/// cost_usd, warnings, files}]`; the numbers and files only of days with a digest.
std::string days_as_json(std::vector<DayResult> const& days);

/// What the record of a run says of its days: `ok`, or which are open and why.
std::string outcome_of(std::vector<DayResult> const& days);

}  // namespace lectern::app
