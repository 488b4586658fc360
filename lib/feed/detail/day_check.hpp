#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/warnings.hpp>

#include <optional>
#include <vector>

/// Which dates of a source are believed: none that is more than two days after the clock, unless it was asked for.
namespace lectern::feed {

/// The last day that is believed, US Eastern.
Date last_believable_day(Time now);

/// Checks the announcement day that a source names. \par Errors wrong_day
Result<void> check_announcement_day(Date day, std::optional<Date> asked, Time now);

/// Drops dates of papers that are not believed, with a warning each; the papers stay.
void drop_future_dates(std::vector<Paper>& papers, std::optional<Date> asked, Time now,
                       WarningList& warnings);

}  // namespace lectern::feed
