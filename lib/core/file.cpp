#include <lectern/core/file.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace lectern {
namespace {

/// An open file descriptor; closed at the end of its life.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() { (void)close(); }

    int get() const { return fd_; }
    bool ok() const { return fd_ >= 0; }
    /// Whether the system reported success; late write errors show here.
    bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

private:
    int fd_;
};

Error file_error(std::string_view verb, std::filesystem::path const& path, int number) {
    return {errc::file,
            fmt::format("cannot {} {}: {}", verb, path.string(), std::generic_category().message(number))};
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t const n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

constexpr std::string_view kTemporaryMark = ".lectern-tmp-";

std::string temporary_name(std::filesystem::path const& path) {
    return fmt::format(".{}{}XXXXXX", path.filename().string(), kTemporaryMark);
}

bool is_temporary(std::string_view name) {
    return name.starts_with('.') && name.find(kTemporaryMark) != std::string_view::npos;
}

}  // namespace

Result<std::string> read_file(std::filesystem::path const& path, std::size_t max_bytes) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok()) return file_error("open", path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return file_error("read", path, errno);
    if (S_ISDIR(status.st_mode)) return file_error("read", path, EISDIR);
    std::string content;
    content.reserve(static_cast<std::size_t>(status.st_size));
    std::array<char, 65536> buffer;
    for (;;) {
        ssize_t const n = ::read(file.get(), buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return file_error("read", path, errno);
        if (n == 0) return content;
        content.append(buffer.data(), static_cast<std::size_t>(n));
        if (content.size() > max_bytes) {
            return Error(errc::too_large, fmt::format("{} has more than {} bytes", path.string(), max_bytes));
        }
    }
}

Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view content) {
    std::filesystem::path const directory = path.has_parent_path() ? path.parent_path() : ".";
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure) return file_error("create directory", directory, failure.value());

    std::string temporary = (directory / temporary_name(path)).string();
    Descriptor file(::mkstemp(temporary.data()));
    if (!file.ok()) return file_error("write", path, errno);
    bool const written = write_all(file.get(), content) && ::fchmod(file.get(), 0644) == 0 &&
                         ::fsync(file.get()) == 0 && file.close();
    if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
        int const number = errno;
        ::unlink(temporary.c_str());
        return file_error("write", path, number);
    }
    // The rename itself is durable only when its directory is.
    Descriptor const parent(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parent.ok() || ::fsync(parent.get()) != 0) return file_error("sync", directory, errno);
    return {};
}

std::size_t remove_temporary_files(std::filesystem::path const& directory) {
    namespace fs = std::filesystem;
    std::size_t removed = 0;
    std::error_code failure;  // what cannot be listed or removed stays: it is hidden and harmless
    for (fs::recursive_directory_iterator file(directory, failure), end; !failure && file != end;
         file.increment(failure)) {
        if (!is_temporary(file->path().filename().string())) continue;
        std::error_code ignored;
        if (fs::remove(file->path(), ignored)) ++removed;
    }
    return removed;
}

}  // namespace lectern
