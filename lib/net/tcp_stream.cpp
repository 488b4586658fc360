#include "detail/beast_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/error.hpp>
#include <fmt/format.h>

namespace lectern::net {
namespace asio = boost::asio;
namespace {

using asio::ip::tcp;

/// A name lookup that may outlive the coroutine that waits for it: getaddrinfo cannot be interrupted.
struct Lookup {
    explicit Lookup(asio::any_io_executor const& executor) : resolver(executor), waiter(executor) {}

    tcp::resolver resolver;
    asio::steady_timer waiter;  ///< Expires at the time limit; cancelled when the lookup is finished.
    bool finished = false;
    boost::system::error_code error;
    tcp::resolver::results_type endpoints;
};

std::shared_ptr<Lookup> start_lookup(asio::any_io_executor const& executor, std::string const& host,
                                     std::string const& port, SteadyClock::time_point deadline) {
    auto lookup = std::make_shared<Lookup>(executor);
    lookup->waiter.expires_at(deadline);
    lookup->resolver.async_resolve(
        host, port, [lookup](boost::system::error_code error, tcp::resolver::results_type endpoints) {
            lookup->finished = true;
            lookup->error = error;
            lookup->endpoints = std::move(endpoints);
            lookup->waiter.cancel();
        });
    return lookup;
}

}  // namespace

Error stream_error(boost::system::error_code code, std::string_view doing) {
    if (code == boost::beast::error::timeout)
        return {errc::timeout, fmt::format("no progress while {}", doing)};
    if (code == asio::error::operation_aborted) return {errc::cancelled, fmt::format("while {}", doing)};
    return {errc::connect_failed, fmt::format("{}: {}", doing, code.message())};
}

bool TcpStream::is_end(boost::system::error_code error) const {
    return error == asio::error::eof;
}

awaitable<Result<std::unique_ptr<ByteStream>>> connect_tcp(std::string host, std::string port,
                                                           StreamTimes times) {
    auto const executor = co_await asio::this_coro::executor;
    auto const lookup = start_lookup(executor, host, port, operation_deadline(times, times.connect));
    auto const [waited] = co_await lookup->waiter.async_wait(as_result);
    if (!lookup->finished) {
        std::string const doing = fmt::format("looking up {}", host);
        if (waited == asio::error::operation_aborted) co_return Error(errc::cancelled, doing);
        co_return Error(errc::timeout, doing);
    }
    if (lookup->error) co_return stream_error(lookup->error, fmt::format("looking up {}", host));

    boost::beast::tcp_stream stream(executor);
    stream.expires_at(operation_deadline(times, times.connect));
    auto const [error, endpoint] = co_await stream.async_connect(lookup->endpoints, as_result);
    if (error) co_return stream_error(error, fmt::format("connecting to {}:{}", host, port));
    boost::system::error_code ignored;  // a latency setting only
    stream.socket().set_option(tcp::no_delay(true), ignored);
    co_return std::make_unique<TcpStream>(std::move(stream), times);
}

}  // namespace lectern::net
