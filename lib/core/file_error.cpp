#include "detail/file_error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace lectern {

bool is_path_fault(int number) noexcept {
    switch (number) {
        case EACCES:
        case EINVAL:
        case EISDIR:
        case ELOOP:
        case ENAMETOOLONG:
        case ENOENT:
        case ENOTDIR:
        case ENXIO:
        case EPERM:
        case EROFS:
            return true;
        default:
            return false;
    }
}

Error file_error(std::string_view verb, std::filesystem::path const& path, int number) {
    return {is_path_fault(number) ? errc::file : errc::io,
            fmt::format("cannot {} {}: {}", verb, path.string(), std::generic_category().message(number))};
}

}  // namespace lectern
