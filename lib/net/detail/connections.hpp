#pragma once

#include "http1.hpp"
#include "proxy.hpp"
#include "stream.hpp"

#include <list>
#include <memory>
#include <string>

namespace lectern::net {

/// Where a connection leads and whose connection limit it counts in.
struct Route {
    Url url;
    Proxy const* proxy = nullptr;
    std::string group;

    /// Connections of equal keys can stand in for each other.
    std::string key() const;
};

/// A connection with what is needed to give it back.
struct Connection {
    std::unique_ptr<ByteStream> stream;
    bool reused = false;
};

/// The status of a proxy that wants a login, or another one (RFC 9110, section 15.5.8).
inline constexpr int kLoginRequired = 407;

/// The error for a proxy's answer that is not about the request itself.
Error proxy_refusal(Proxy const& proxy, int status);

/// Opens connections and keeps idle ones for reuse. One executor only.
class Connections {
public:
    Connections(std::unique_ptr<TlsContext> tls, std::chrono::milliseconds keep_alive)
        : tls_(std::move(tls)), keep_alive_(keep_alive) {}

    /// An idle connection to the same place, or a new one; a new one first closes the group's idle ones
    /// beyond `max_idle`, so that the group never holds more connections than it may.
    /// \param force_new never reuse
    /// \par Errors connect_failed, tls_failed, timeout, http_protocol, too_large, http_status (the proxy refuses),
    /// cancelled
    awaitable<Result<Connection>> open(Route route, StreamTimes times, int max_idle, bool force_new);
    /// Keeps a connection whose last response allowed it.
    void keep(Route const& route, Connection connection);

private:
    struct Idle {
        std::string key;
        std::string group;
        SteadyClock::time_point expires;
        std::unique_ptr<ByteStream> stream;
    };

    void drop_expired();
    void drop_idle(std::string const& group, int allowed);
    std::unique_ptr<ByteStream> take(std::string const& key);
    awaitable<Result<std::unique_ptr<ByteStream>>> connect_proxy(Proxy const& proxy, StreamTimes times);
    awaitable<Result<std::unique_ptr<ByteStream>>> connect(Route route, StreamTimes times);

    std::unique_ptr<TlsContext> tls_;
    std::chrono::milliseconds keep_alive_;
    std::list<Idle> idle_;
};

}  // namespace lectern::net
