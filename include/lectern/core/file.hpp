#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace lectern {

/// What read_file() reads at most if its caller does not say: 64 MB.
constexpr std::size_t kLargestFile = std::size_t{64} << 20;

/// Reads a whole file, pipe or device.
/// \param path the file
/// \param max_bytes larger files are refused: at once where the size is known, else when the limit is reached
/// \par Errors file (the path cannot be opened), io (reading fails), too_large (with the size and the limit);
/// all name the path.
Result<std::string> read_file(std::filesystem::path const& path, std::size_t max_bytes = kLargestFile);

/// Makes a directory and those above it that are missing. \par Errors file, io, naming the path
Result<void> make_directories(std::filesystem::path const& directory);

/// Writes a file so that a reader sees the old or the new content and never a part: temporary file in the
/// same directory, fsync, rename, fsync of the directory (POSIX rename(2)).
///
/// Missing directories are made. Links are followed: the file they lead to is replaced or made, and the links
/// stay. A file that is replaced passes on its mode and, where the user may, its owner and group; a new one
/// has mode 0666 less the umask. Devices, pipes and /dev/stdout are written directly. Other names of the old
/// file (hard links), its ACL and its extended attributes are not carried over.
///
/// \par Thread safety
/// One object belongs to one thread at a time; different ones are independent.
class FileWriter {
public:
    /// \par Errors file (the path cannot be written: it is a directory, not permitted, a loop of links), io.
    static Result<FileWriter> open(std::filesystem::path const& path);

    /// Movable only. Do not use the other one afterwards.
    FileWriter(FileWriter&&) noexcept;
    /// Gives up what this one wrote, as the destructor does.
    FileWriter& operator=(FileWriter&&) noexcept;
    /// Without commit() the old content is intact and no temporary file remains.
    ~FileWriter();

    /// Adds to the content. \par Errors io, for example when the disk is full
    Result<void> write(std::string_view bytes);
    /// Puts the content in the place of the old one. Call it once, last. \par Errors io, file
    Result<void> commit();

private:
    class Impl;
    explicit FileWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Writes a whole file with a FileWriter.
/// \par Errors file, io, naming the path and the system's reason; the old content is then intact.
Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view content);

/// Removes the temporary files of this process. For a program that a signal ends: writing another file waits
/// for ever afterwards. May be called from any thread.
void remove_unfinished_files() noexcept;

/// Removes the temporary files that a killed process left below the directory. Only for the one who is at
/// work there alone (see FileLock). \return how many went
std::size_t remove_temporary_files(std::filesystem::path const& directory);

}  // namespace lectern
