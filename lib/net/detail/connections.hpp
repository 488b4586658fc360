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
    Url const* proxy = nullptr;
    std::string group;

    /// Connections of equal keys can stand in for each other.
    std::string key() const;
};

/// A connection with what is needed to give it back.
struct Connection {
    std::unique_ptr<ByteStream> stream;
    bool reused = false;
};

/// Opens connections and keeps idle ones for reuse. One executor only.
class Connections {
public:
    Connections(std::unique_ptr<TlsContext> tls, std::chrono::milliseconds keep_alive, ExchangeLimits limits)
        : tls_(std::move(tls)), keep_alive_(keep_alive), limits_(limits) {}

    /// An idle connection to the same place, or a new one; a new one first closes the group's idle ones
    /// beyond `max_idle`, so that the group never holds more connections than it may.
    /// \param fresh never
    /// reuse
    awaitable<Result<Connection>> open(Route route, StreamTimes times, int max_idle, bool fresh);
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
    awaitable<Result<std::unique_ptr<ByteStream>>> connect(Route route, StreamTimes times);

    std::unique_ptr<TlsContext> tls_;
    std::chrono::milliseconds keep_alive_;
    ExchangeLimits limits_;
    std::list<Idle> idle_;
};

}  // namespace lectern::net
