#include <lectern/store/claim.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace lectern {
namespace {

Error cannot_lock(std::filesystem::path const& file, int number) {
    return {errc::file,
            fmt::format("cannot lock {}: {}", file.string(), std::generic_category().message(number))};
}

off_t place_of(std::string_view what) {
    return static_cast<off_t>(::crc32_z(0, reinterpret_cast<unsigned char const*>(what.data()), what.size()));
}

}  // namespace

Result<std::optional<Claim>> Claim::take(std::filesystem::path const& file, std::string_view what) {
    int const fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return cannot_lock(file, errno);
    Claim claim(fd);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = place_of(what);
    lock.l_len = 1;
    if (::fcntl(fd, F_OFD_SETLK, &lock) == 0) return std::optional<Claim>(std::move(claim));
    if (errno == EAGAIN || errno == EACCES) return std::optional<Claim>();
    return cannot_lock(file, errno);
}

Claim::~Claim() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace lectern
