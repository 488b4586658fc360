#include "detail/connections.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lectern::net {
namespace {

/// Asks the proxy for a tunnel (RFC 9110, section 9.3.6).
awaitable<Result<void>> open_tunnel(ByteStream& stream, Url target, ExchangeLimits limits) {
    std::string const authority = fmt::format("{}:{}", target.host, target.port);
    std::vector<Header> headers;
    headers.push_back({"Host", authority});
    auto request = serialize("CONNECT", authority, headers, {});
    if (!request) co_return request.error();
    auto const answer = co_await exchange(stream, std::move(*request), false, limits);
    if (!answer) co_return answer.error();
    if (answer->closed_early) co_return Error(errc::connect_failed, "the proxy closed the connection");
    if (!answer->response.ok()) {
        co_return Error(errc::connect_failed,
                        fmt::format("the proxy answered {} to CONNECT", answer->response.status));
    }
    co_return Result<void>();
}

}  // namespace

std::string Route::key() const {
    return fmt::format("{} {}:{} via {}", url.https ? "https" : "http", url.host, url.port,
                       proxy ? proxy->authority() : std::string("-"));
}

awaitable<Result<Connection>> Connections::open(Route route, StreamTimes times, int max_idle, bool fresh) {
    drop_expired();
    Connection connection;
    if (!fresh) connection.stream = take(route.key());
    if (connection.stream) {
        connection.reused = true;
        connection.stream->set_times(times);
        co_return std::move(connection);
    }
    drop_idle(route.group, max_idle);
    auto stream = co_await connect(route, times);
    if (!stream) co_return stream.error();
    connection.stream = std::move(*stream);
    co_return std::move(connection);
}

awaitable<Result<std::unique_ptr<ByteStream>>> Connections::connect(Route route, StreamTimes times) {
    Url const& peer = route.proxy ? *route.proxy : route.url;
    auto tcp = co_await connect_tcp(peer.host, peer.port, times);
    if (!tcp || !route.url.https) co_return std::move(tcp);
    if (route.proxy) {
        auto const tunnel = co_await open_tunnel(**tcp, route.url, limits_);
        if (!tunnel) co_return tunnel.error();
    }
    co_return co_await start_tls(std::move(*tcp), *tls_, route.url.host, times);
}

void Connections::keep(Route const& route, Connection connection) {
    idle_.push_back(
        {route.key(), route.group, SteadyClock::now() + keep_alive_, std::move(connection.stream)});
}

void Connections::drop_expired() {
    auto const now = SteadyClock::now();
    std::erase_if(idle_, [now](Idle const& idle) { return idle.expires <= now; });
}

void Connections::drop_idle(std::string const& group, int allowed) {
    auto left = std::ranges::count(idle_, group, &Idle::group);
    std::erase_if(idle_, [&](Idle const& idle) { return idle.group == group && left-- > allowed; });
}

std::unique_ptr<ByteStream> Connections::take(std::string const& key) {
    auto const found = std::ranges::find(idle_, key, &Idle::key);
    if (found == idle_.end()) return nullptr;
    auto stream = std::move(found->stream);
    idle_.erase(found);
    return stream;
}

}  // namespace lectern::net
