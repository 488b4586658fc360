#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace lectern {

/// What a label is for.
enum class LabelRole : std::uint8_t {
    judgment,  ///< The paper is part of the day's pool, and the label is learned from on later days.
    outcome,   ///< The paper is part of the day's pool, but nothing is learned from the label.
    lesson,    ///< Learned from on later days, in place of earlier labels; the paper is not part of the pool.
};

/// That a paper was selected, or not, on a day.
struct Label {
    Date date;                             ///< Day of the pool, or on which a lesson was given.
    ArxivId id;                            ///< The version does not matter.
    bool selected = false;                 ///< Whether the reader wants the paper.
    LabelRole role = LabelRole::judgment;  ///< read_labels() gives judgments only.
    std::optional<double> relevance = {};  ///< 1–10, where a scorer with an absolute scale gave it.
};

/// Reads labels: JSON Lines `{"date", "id", "selected": 0|1, "relevance": 1..10}`, plain or gzip; `relevance`
/// may be missing, further members are ignored.
/// \par Errors file, invalid_argument with file and line
Result<std::vector<Label>> read_labels(std::filesystem::path const& path);

/// Reads papers from files as the file feed does, of any number of days.
/// \par Errors as make_file_feed(); unreadable lines go to `warnings`
Result<std::vector<Paper>> read_papers(std::vector<std::filesystem::path> const& files,
                                       std::vector<Error>& warnings);

}  // namespace lectern
