#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

/// The seam between HTTP and the sockets: everything above it sees only this, so that Beast and OpenSSL are
/// instantiated in two files.
namespace lectern::net {

using SteadyClock = std::chrono::steady_clock;

/// Time limits of a stream's operations.
struct StreamTimes {
    std::chrono::milliseconds connect;
    std::chrono::milliseconds handshake;
    std::chrono::milliseconds idle;
    SteadyClock::time_point deadline;  ///< Of everything together, however the bytes trickle.
};

/// A connected stream of bytes. Operations never overlap.
class ByteStream {
public:
    virtual ~ByteStream() = default;
    /// At least one byte, or 0 at the end of the stream.
    virtual awaitable<Result<std::size_t>> read_some(char* data, std::size_t size) = 0;
    virtual awaitable<Result<void>> write(std::string_view bytes) = 0;
    /// Limits for the operations that follow.
    virtual void set_times(StreamTimes const& times) = 0;
    /// Whether the connection is open and nothing has arrived unrequested: it may carry another request.
    virtual bool quiet() = 0;
};

/// TLS settings shared by all connections of a client.
class TlsContext {
public:
    virtual ~TlsContext() = default;
};

/// System certificates and those in `ca_file` (PEM) if it is not empty. \par Errors file, tls_failed
Result<std::unique_ptr<TlsContext>> make_tls_context(std::string const& ca_file);

/// Resolves and connects. \par Errors connect_failed, timeout, cancelled
awaitable<Result<std::unique_ptr<ByteStream>>> connect_tcp(std::string host, std::string port,
                                                           StreamTimes times);

/// Starts TLS as a client on a stream from connect_tcp(), or once more on one from start_tls(), and verifies
/// that the certificate is `host`'s.
/// \par Errors tls_failed, connect_failed, timeout, cancelled
awaitable<Result<std::unique_ptr<ByteStream>>> start_tls(std::unique_ptr<ByteStream> lower,
                                                         TlsContext& context, std::string host,
                                                         StreamTimes times);

}  // namespace lectern::net
