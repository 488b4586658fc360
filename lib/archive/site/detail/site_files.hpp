#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <filesystem>
#include <set>
#include <string_view>

namespace lectern {

/// The files of a site on disk. They can be made again, so they are not forced to the disk.
class SiteFiles {
public:
    explicit SiteFiles(std::filesystem::path root) : root_(std::move(root)) {}

    /// Replaces the file at once if its content differs. \par Errors io, naming the path
    Result<void> put(std::filesystem::path const& name, std::string_view content);
    /// That a file stays as it is. \return whether it is there
    bool keep(std::filesystem::path const& name);
    /// Removes the files below `part` that were neither put nor kept, and directories that are empty then. \par Errors io
    Result<std::size_t> remove_others(std::string_view part) const;
    /// Removes a file, if there is one. \par Errors io
    Result<void> remove(std::filesystem::path const& name) const;
    std::size_t written() const { return written_; }

private:
    std::filesystem::path root_;
    std::set<std::filesystem::path> put_;
    std::size_t written_ = 0;
};

}  // namespace lectern
