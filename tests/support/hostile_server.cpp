#include "hostile_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::test {
namespace {

/// The request's head, or an empty text if the client left. A body that follows is read and dropped.
std::string read_request(int socket) {
    std::string received;
    std::array<char, 65536> buffer;
    std::size_t wanted = std::string::npos;
    while (received.size() < wanted) {
        ssize_t const count = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (count <= 0) return {};
        received.append(buffer.data(), static_cast<std::size_t>(count));
        std::size_t const end = received.find("\r\n\r\n");
        if (wanted != std::string::npos || end == std::string::npos) continue;
        constexpr std::string_view field = "Content-Length: ";
        std::size_t const length = received.find(field);
        wanted = end + 4 + (length < end ? std::stoul(received.substr(length + field.size())) : 0);
    }
    return received;
}

std::string target_of(std::string const& request) {
    std::size_t const start = request.find(' ') + 1;
    return request.substr(start, request.find(' ', start) - start);
}

}  // namespace

bool Peer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t const count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void Peer::flood(std::string_view piece, std::size_t most) {
    std::string block;
    while (block.size() < 65536) block += piece;
    for (std::size_t sent = 0; sent < most && send(block); sent += block.size()) {
    }
}

void Peer::trickle(std::string_view bytes, std::chrono::milliseconds pause) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (!send(bytes.substr(i, 1))) return;
        pollfd closed{socket_, POLLRDHUP, 0};
        if (::poll(&closed, 1, static_cast<int>(pause.count())) != 0) return;
    }
}

void Peer::hang() {
    pollfd closed{socket_, POLLRDHUP, 0};
    ::poll(&closed, 1, -1);
}

void Peer::respond(std::string_view body, std::string_view head) {
    if (send(fmt::format("{}Content-Length: {}\r\n\r\n", head, body.size()))) send(body);
}

HostileServer::HostileServer(Script script)
    : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bool const ready = listener_ >= 0 &&
                       ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                       ::listen(listener_, 16) == 0 &&
                       ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    if (!ready) throw std::runtime_error("cannot listen on the loopback interface");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

HostileServer::~HostileServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
        std::lock_guard const lock(mutex_);
        for (int const socket : open_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& worker : workers_) worker.join();
    ::close(listener_);
}

std::string HostileServer::url() const {
    return fmt::format("http://127.0.0.1:{}", port_);
}

void HostileServer::accept_all() {
    for (;;) {
        int const socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (stopping_) {
            if (socket >= 0) ::close(socket);
            return;
        }
        if (socket < 0) continue;
        std::lock_guard const lock(mutex_);
        open_.push_back(socket);
        workers_.emplace_back([this, socket] { serve(socket); });
    }
}

void HostileServer::serve(int socket) {
    std::string const request = read_request(socket);
    if (!request.empty()) {
        ++requests_;
        Peer peer(socket);
        script_(peer, target_of(request));
    }
    std::lock_guard const lock(mutex_);
    std::erase(open_, socket);
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
}

}  // namespace lectern::test
