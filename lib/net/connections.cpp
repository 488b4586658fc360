#include "detail/connections.hpp"

#include <lectern/net/retry.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::net {
namespace {

/// Requests a tunnel through the proxy (RFC 9110, section 9.3.6).
awaitable<Result<void>> open_tunnel(ByteStream& stream, Proxy const& proxy, Url target) {
    std::string const authority = target.host_and_port();
    std::vector<Header> headers;
    headers.push_back({"Host", authority});
    if (!proxy.authorization.empty()) headers.push_back({"Proxy-Authorization", proxy.authorization});
    auto request = serialize("CONNECT", authority, headers, {});
    if (!request) co_return request.error();
    constexpr std::size_t no_body = 0;
    auto const answer = co_await exchange(stream, std::move(*request), false, no_body);
    if (!answer) co_return answer.error().with_context(proxy.shown());
    if (answer->closed_early) {
        co_return Error(errc::connect_failed, proxy.shown() + " closed the connection without a response");
    }
    if (!answer->response.ok()) co_return proxy_refusal(proxy, answer->response.status);
    // What comes before the tunnel's own handshake can only be the proxy's.
    if (answer->surplus)
        co_return Error(errc::http_protocol, proxy.shown() + " sent data ahead of the tunnel");
    co_return Result<void>();
}

}  // namespace

Error proxy_refusal(Proxy const& proxy, int status) {
    if (status != kLoginRequired) {
        return {is_retryable_status(status) ? errc::connect_failed : errc::http_status,
                fmt::format("{} refused the tunnel with HTTP {}", proxy.shown(), status)};
    }
    std::string_view const advice =
        proxy.authorization.empty() ? "requires a login; set the variable to http://USER:PASSWORD@HOST:PORT"
                                    : "rejected the user name or password in the variable";
    return {errc::http_status, fmt::format("{} {} (HTTP 407)", proxy.shown(), advice)};
}

std::string Route::key() const {
    return fmt::format("{} via {}", url.origin(), proxy ? proxy->url.origin() : std::string("-"));
}

awaitable<Result<Connection>> Connections::open(Route route, StreamTimes times, int max_idle,
                                                bool force_new) {
    drop_expired();
    Connection connection;
    if (!force_new) connection.stream = take(route.key());
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

awaitable<Result<std::unique_ptr<ByteStream>>> Connections::connect_proxy(Proxy const& proxy,
                                                                          StreamTimes times) {
    auto stream = co_await connect_tcp(proxy.url.host, proxy.url.port, times);
    if (stream && proxy.url.https) {
        stream = co_await start_tls(std::move(*stream), *tls_, proxy.url.host, times);
    }
    if (!stream) co_return stream.error().with_context(proxy.shown());
    co_return std::move(stream);
}

awaitable<Result<std::unique_ptr<ByteStream>>> Connections::connect(Route route, StreamTimes times) {
    Result<std::unique_ptr<ByteStream>> stream = errc::connect_failed;
    if (route.proxy) {
        stream = co_await connect_proxy(*route.proxy, times);
    } else {
        stream = co_await connect_tcp(route.url.host, route.url.port, times);
    }
    if (!stream || !route.url.https) co_return std::move(stream);
    if (route.proxy) {
        auto const tunnel = co_await open_tunnel(**stream, *route.proxy, route.url);
        if (!tunnel) co_return tunnel.error();
    }
    co_return co_await start_tls(std::move(*stream), *tls_, route.url.host, times);
}

void Connections::keep(Route const& route, Connection connection) {
    idle_.push_back(
        {route.key(), route.group, SteadyClock::now() + keep_alive_, std::move(connection.stream)});
}

void Connections::drop_expired() {
    auto const now = SteadyClock::now();
    std::erase_if(idle_, [now](Idle const& idle) { return idle.expires <= now || !idle.stream->quiet(); });
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
