#include <lectern/net/timer.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::net {

awaitable<Result<void>> sleep_until(std::chrono::steady_clock::time_point when) {
    auto const executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, when);
    auto const [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (error) co_return Error(errc::cancelled);
    co_return Result<void>();
}

awaitable<Result<void>> sleep_for(std::chrono::milliseconds duration) {
    return sleep_until(std::chrono::steady_clock::now() + duration);
}

}  // namespace lectern::net
