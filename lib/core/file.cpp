#include "detail/descriptor.hpp"
#include "detail/file_error.hpp"

#include <lectern/core/file.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace lectern {
namespace {

Error too_large(std::filesystem::path const& path, std::string_view size, std::size_t max_bytes) {
    return {errc::too_large, fmt::format("{} has {} bytes; at most {} are read from such a file",
                                         path.string(), size, max_bytes)};
}

}  // namespace

Result<std::string> read_file(std::filesystem::path const& path, std::size_t max_bytes) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok()) return file_error("open", path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return file_error("read", path, errno);
    if (S_ISDIR(status.st_mode)) return file_error("read", path, EISDIR);
    // Pipes, devices and files of /proc have no size; they end, or reach the limit.
    auto const size = static_cast<std::size_t>(std::max<off_t>(0, status.st_size));
    if (size > max_bytes) return too_large(path, std::to_string(size), max_bytes);
    std::string content;
    content.reserve(size);
    std::array<char, 65536> buffer;
    for (;;) {
        ssize_t const n = ::read(file.get(), buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return file_error("read", path, errno);
        if (n == 0) return content;
        if (content.size() + static_cast<std::size_t>(n) > max_bytes)
            return too_large(path, fmt::format("more than {}", max_bytes), max_bytes);
        content.append(buffer.data(), static_cast<std::size_t>(n));
    }
}

Result<void> make_directories(std::filesystem::path const& directory) {
    std::error_code failure;
    if (!directory.empty()) std::filesystem::create_directories(directory, failure);
    if (failure) return file_error("create directory", directory, failure.value());
    return {};
}

}  // namespace lectern
