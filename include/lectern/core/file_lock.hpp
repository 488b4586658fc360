#pragma once

#include <lectern/core/error.hpp>

#include <filesystem>
#include <utility>

namespace lectern {

/// The right to be the only one at work in a directory; ends with the object or the process, however that
/// dies (flock(2): the file may stay behind, the lock does not). Works between processes of one machine.
class FileLock {
public:
    /// Takes the lock by locking the file, which is made if needed and names this process while it is held.
    /// Waits no longer than 20 ms, for those who only ask for the holder.
    /// \par Errors locked, naming the process that has it; file
    static Result<FileLock> acquire(std::filesystem::path const& path);

    /// The process that holds the lock of this file; 0 if none does, or if that cannot be told. The lock is shared for a
    /// moment meanwhile.
    static int holder(std::filesystem::path const& path);

    /// Movable only. The other one then holds nothing.
    FileLock(FileLock&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), left_by_(std::exchange(other.left_by_, 0)) {}
    /// Swaps the two locks: what this one held lasts as long as `other`.
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(fd_, other.fd_);
        std::swap(left_by_, other.left_by_);
        return *this;
    }
    ~FileLock();

    /// The process that held the lock before and ended without giving it back, or 0.
    int left_by() const noexcept { return left_by_; }

private:
    FileLock(int fd, int left_by) : fd_(fd), left_by_(left_by) {}

    int fd_;
    int left_by_;
};

}  // namespace lectern
