#include "detail/file_error.hpp"

#include <lectern/core/file_lock.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace lectern {
namespace {

/// The process number in the file, or 0.
int read_pid(int fd) {
    std::array<char, 32> buffer{};
    ssize_t const n = ::pread(fd, buffer.data(), buffer.size(), 0);
    int pid = 0;
    if (n > 0) std::from_chars(buffer.data(), buffer.data() + n, pid);
    return pid;
}

bool write_pid(int fd) {
    std::string const text = std::to_string(::getpid()) + "\n";
    return ::ftruncate(fd, 0) == 0 &&
           ::pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

/// Those who ask for the holder have the lock for a moment: that is no reason to fail.
bool lock_alone(int fd) {
    constexpr int attempts = 20;
    for (int i = 0; i < attempts; ++i) {
        if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
        if (errno != EWOULDBLOCK) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    errno = EWOULDBLOCK;
    return false;
}

}  // namespace

Result<FileLock> FileLock::acquire(std::filesystem::path const& path) {
    int const fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return file_error("lock", path, errno);
    if (!lock_alone(fd)) {
        int const number = errno;
        int const holder = read_pid(fd);
        ::close(fd);
        if (number != EWOULDBLOCK) return file_error("lock", path, number);
        return Error(errc::locked,
                     fmt::format("process {} is at work in {}; wait until it has finished", holder,
                                 path.parent_path().empty() ? "." : path.parent_path().string()));
    }
    FileLock lock(fd, read_pid(fd));
    if (!write_pid(fd)) return file_error("lock", path, errno);
    return lock;
}

int FileLock::holder(std::filesystem::path const& path) {
    int const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    bool const held = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    int const pid = held ? read_pid(fd) : 0;
    ::close(fd);
    return pid;
}

FileLock::~FileLock() {
    if (fd_ < 0) return;
    // An empty file is what a lock given back leaves; a number in it tells of an abrupt end.
    (void)!::ftruncate(fd_, 0);
    ::close(fd_);
}

}  // namespace lectern
