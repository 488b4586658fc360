#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/store/mark_store.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lectern {

/// A line of a marks file: a mark was made or taken back.
struct MarkLine {
    ArxivId id;                 ///< Without a version.
    std::optional<bool> liked;  ///< Nothing: the mark was taken back.
    std::string source;         ///< Who said so.
    Time made{};                ///< When.

    friend bool operator==(MarkLine const&, MarkLine const&) = default;
};

/// What a marks file says.
struct MarkFile {
    std::vector<MarkLine> marks;        ///< The last word about each paper, in the order of the file.
    std::vector<std::string> warnings;  ///< Lines that cannot be read, as `name:line: …`.
};

/// Reads a marks file: JSON Lines of `{"id", "liked": true | false | null, "source", "marked"}`. Of several lines about
/// a paper the one made last counts, of equal times the later line: two versions of a file can be merged by keeping
/// the lines of both. Lines of a merge conflict (`<<<<<<<`) and blank ones are skipped.
/// \return nothing in it if there is no such file
/// \par Errors file, io, too_large, invalid_argument; all name the file
Result<MarkFile> read_mark_file(std::filesystem::path const& path);

/// Adds lines at the end, all or none; makes the file if needed. \par Errors file, io, naming the file
Result<void> append_marks(std::filesystem::path const& path, std::span<MarkLine const> lines);

/// The lines that say something newer than the store does.
/// \param file as read_mark_file() gives it
/// \param kept the store's marks
std::vector<MarkLine> newer_marks(MarkFile const& file, std::span<Mark const> kept);

}  // namespace lectern
