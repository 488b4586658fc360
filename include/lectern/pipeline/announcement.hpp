#pragma once

#include <lectern/core/coverage.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/feed/feed.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace lectern {

/// What arXiv announced on a day, as far as it could be had. The same for every reader; gather() makes it.
struct Announcement {
    Date day{};  ///< US Eastern.
    /// How complete it is: ok, partial, stale, or no_announcement. Scores do not count.
    DayState state = DayState::ok;
    std::vector<Paper> papers;  ///< Each once, with its listings, in the order of the announcement.
    std::set<std::string, std::less<>>
        first_listed;                         ///< ArxivId::base() of those that no earlier day listed.
    std::set<std::string, std::less<>> late;  ///< Of new papers that were submitted before the day's window.
    std::size_t duplicates = 0;               ///< Repeated listings that were merged.
    std::vector<SourceReport> sources;        ///< What was asked, and what came.
    std::vector<std::string> warnings;        ///< What is missing or doubtful, in sentences.
};

}  // namespace lectern
