#pragma once

#include "test_certificate.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lectern::test {

/// A request as the server received it; header names in lower case.
struct ReceivedRequest {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;
    std::string body;
    std::chrono::steady_clock::time_point at;
    int connection = 0;  ///< Number of the connection it came on, from 1.
};

/// An answer, with faults to commit.
struct Reply {
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers;
    std::chrono::milliseconds delay{0};          ///< Before the first byte.
    std::size_t after_requests = 0;              ///< Not before the server has so many requests in all.
    std::size_t drop_after = std::string::npos;  ///< Close after so many bytes of the whole answer.
    bool chunked = false;
    bool close = false;           ///< Close after the answer, and say so.
    bool close_silently = false;  ///< Close after the answer without saying so.
    std::string raw;              ///< Sent as it is instead of everything else.
    std::string endless;          ///< Sent after the answer again and again, until the client closes.
    std::size_t piece = std::string::npos;  ///< The answer goes out in pieces of this size …
    std::chrono::milliseconds pause{0};     ///< … with this pause after each.
    int tunnel_to = 0;  ///< After the answer, passes bytes on to and from this port of 127.0.0.1.
};

/// A plain answer.
Reply reply_with(std::string body, int status = 200);

/// An HTTP/1.1 server on 127.0.0.1 with a port of its own, one thread per connection. Answers come from a
/// handler, which is called by one thread at a time.
class HttpServer {
public:
    using Handler = std::function<Reply(ReceivedRequest const&)>;

    explicit HttpServer(Handler handler);
    /// With TLS; the certificate is self-signed and valid for `host`.
    HttpServer(Handler handler, std::string const& host);
    HttpServer(Handler handler, TestCertificate const& certificate);
    HttpServer(HttpServer const&) = delete;
    HttpServer& operator=(HttpServer const&) = delete;
    ~HttpServer();

    std::string url() const;
    int port() const;
    /// PEM of the server's certificate; empty without TLS.
    std::string const& certificate() const;
    /// Everything received so far.
    std::vector<ReceivedRequest> requests() const;
    /// Most connections that were open at the same time.
    int peak_connections() const;
    int connections() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Held while any server's handler runs.
std::recursive_mutex& handlers();
/// Makes what one thread wrote before visible to handlers, and what handlers wrote to the caller: tests change
/// what handlers look at between requests, which nothing else orders.
void synchronise_with_handlers();

/// gzip of the bytes.
std::string gzip(std::string const& bytes);

}  // namespace lectern::test
