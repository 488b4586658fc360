#pragma once

#include <lectern/core/category.hpp>
#include <lectern/feed/feed.hpp>

#include <vector>

/// What feeds that reach into the past have in common.
namespace lectern::feed {

/// What to search for a day.
struct PastDay {
    AnnouncementDay due;
    Date first;          ///< The first day of the tail, or the day itself.
    Interval submitted;  ///< From the tail's first window to the end of the day's.
};

/// The day a window means, or nothing if the calendar has no announcement then; `report.day` is set anyway.
/// \par Errors unsupported without a client, invalid_argument without a category, wrong_day if the day is still
/// to come
Result<std::optional<PastDay>> past_day(Window const& window, std::vector<Category> const& categories,
                                        FetchContext const& context, FetchReport& report);

/// Adds a paper to the day: as announced then if it was submitted in the day's window, as late if it was
/// submitted before and is not known, else not at all.
void place_in_day(Paper paper, std::vector<Category> const& categories, AnnouncementDay const& due,
                  FetchContext const& context, FetchReport& report);

}  // namespace lectern::feed
