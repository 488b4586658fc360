#include "detail/event.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::net {
namespace asio = boost::asio;

Event::Event(asio::any_io_executor const& executor)
    : timer_(executor, asio::steady_timer::time_point::max()) {}

awaitable<Result<void>> Event::wait() {
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    // A cancelled coroutine and a notified one both end the timer's wait.
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return Error(errc::cancelled);
    co_return Result<void>();
}

}  // namespace lectern::net
