#pragma once

#include <unistd.h>
#include <utility>

namespace lectern {

/// An open file descriptor; closed at the end of its life.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { (void)close(); }

    int get() const noexcept { return fd_; }
    bool ok() const noexcept { return fd_ >= 0; }
    /// Whether the system reported success; late write errors show here.
    bool close() noexcept { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

private:
    int fd_;
};

}  // namespace lectern
