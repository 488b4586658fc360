#pragma once

#include <lectern/core/error.hpp>

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace lectern {

/// The right to do one thing that several processes must not do at the same time. It ends with the object,
/// and the kernel ends it with the process, however that dies.
///
/// It is a lock on one byte of a file (fcntl(2), F_OFD_SETLK): one file serves any number of things. The file
/// stays behind, empty. Works between the processes of one machine.
class Claim {
public:
    /// A claim of what no one else can reach.
    Claim() = default;
    /// Takes the claim. Does not wait.
    /// \param file is created if needed
    /// \param what names the thing; two names share a byte, and wait for each other, once in 2^32
    /// \return nothing if it is taken
    /// \par Errors file
    static Result<std::optional<Claim>> take(std::filesystem::path const& file, std::string_view what);

    /// Movable only. The other one then holds nothing.
    Claim(Claim&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    /// Swaps the two claims: what this one held lasts as long as `other`.
    Claim& operator=(Claim&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Claim();

private:
    explicit Claim(int fd) : fd_(fd) {}

    int fd_ = -1;
};

}  // namespace lectern
