#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace lectern {

/// Reads a whole file.
/// \param path the file
/// \param max_bytes larger files are refused
/// \par Errors file (naming the path and the system's reason), too_large.
Result<std::string> read_file(std::filesystem::path const& path,
                              std::size_t max_bytes = std::size_t{1} << 30);

/// Writes a file so that a reader sees the old or the new content and never a part: temporary file in the
/// same directory, fsync, rename, fsync of the directory (POSIX rename(2)). Missing directories are made.
/// \par Errors file, naming the path and the system's reason; the old content is then intact and no temporary
/// file remains.
Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view content);

/// Removes the temporary files that a killed process left below the directory. Only for the one who is at work
/// there alone (see FileLock). \return how many went
std::size_t remove_temporary_files(std::filesystem::path const& directory);

}  // namespace lectern
