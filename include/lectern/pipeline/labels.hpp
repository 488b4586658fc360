#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <filesystem>
#include <vector>

namespace lectern {

/// That a paper was selected, or not, on a day.
struct Label {
    Date date;
    ArxivId id;
    bool selected = false;
};

/// Reads labels: JSON Lines `{"date", "id", "selected": 0|1}`, plain or gzip; further members are ignored.
/// \par Errors file, invalid_argument with file and line
Result<std::vector<Label>> read_labels(std::filesystem::path const& path);

/// Reads papers from files as the file feed does, of any number of days.
/// \par Errors as make_file_feed(); unreadable lines go to `warnings`
Result<std::vector<Paper>> read_papers(std::vector<std::filesystem::path> const& files,
                                       std::vector<Error>& warnings);

}  // namespace lectern
