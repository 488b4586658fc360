#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lectern::test {

/// One connection to a HostileServer, as its script sees it.
class Peer {
public:
    explicit Peer(int socket) : socket_(socket) {}

    /// Sends the bytes as they are. \return false once the client has closed the connection
    bool send(std::string_view bytes);
    /// Sends `piece` again and again until the client closes the connection, or `most` bytes were sent.
    void flood(std::string_view piece, std::size_t most = std::size_t{8} << 30);
    /// Sends the bytes one by one with a pause after each.
    void trickle(std::string_view bytes, std::chrono::milliseconds pause);
    /// Waits until the client closes the connection.
    void hang();
    /// Sends a complete response with a length.
    void respond(std::string_view body, std::string_view head = "HTTP/1.1 200 OK\r\n");

private:
    int socket_;
};

/// What a HostileServer does with each request. \param target the request's target
using Script = std::function<void(Peer&, std::string const& target)>;

/// A server on the loopback interface that may do anything: it writes from its script straight to the socket, so a
/// response can be endless. The connection is closed when the script returns.
class HostileServer {
public:
    explicit HostileServer(Script script);
    HostileServer(HostileServer const&) = delete;
    HostileServer& operator=(HostileServer const&) = delete;
    ~HostileServer();

    std::string url() const;
    /// Requests whose script has been started.
    int requests() const { return requests_; }

private:
    void accept_all();
    void serve(int socket);

    Script script_;
    int listener_;
    int port_ = 0;
    std::atomic<int> requests_{0};
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<int> open_;
    std::list<std::thread> workers_;
    std::thread acceptor_;
};

/// A script with a name, for a table of them.
struct HostileCase {
    std::string name;
    Script script;
    /// Value of feed.source under which a feed is read; empty for answers of a model.
    std::string source = "arxiv-rss";
};

/// Feeds, API and OAI responses that try to exhaust memory, time, or the reader's trust. A hundred and more.
/// \param size bytes of the large ones
std::vector<HostileCase> hostile_feeds(std::size_t size);

/// Responses of a language model that try the same. Forty and more.
/// \param size bytes of the large ones
std::vector<HostileCase> hostile_answers(std::size_t size);

}  // namespace lectern::test
