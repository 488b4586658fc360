#include "detail/request_limiter.hpp"

#include <lectern/net/timer.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace lectern::net {
namespace asio = boost::asio;

struct RequestLimiter::Waiter {
    explicit Waiter(asio::any_io_executor const& executor)
        : timer(executor, asio::steady_timer::time_point::max()) {}

    asio::steady_timer timer;
    bool admitted = false;  ///< Tells being let in from being cancelled.
};

RequestLimiter::RequestLimiter(Pacing const& pacing)
    : rate_limiter_(pacing.min_interval), max_(std::max(1, pacing.max_connections)) {}

awaitable<Result<RequestLimiter::Permit>> RequestLimiter::enter() {
    if (in_flight_ < max_) {
        ++in_flight_;
    } else {
        auto const executor = co_await asio::this_coro::executor;
        auto const waiter = std::make_shared<Waiter>(executor);
        waiting_.push_back(waiter);
        (void)co_await waiter->timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (!waiter->admitted) {
            std::erase(waiting_, waiter);
            co_return Error(errc::cancelled);
        }
    }
    Permit permit(shared_from_this());  // from here on the place is given back on every way out
    auto const slept = co_await sleep_until(rate_limiter_.reserve(std::chrono::steady_clock::now()));
    if (!slept) co_return slept.error();
    // A timer that fires late must not shorten the interval to the next request.
    rate_limiter_.started(std::chrono::steady_clock::now());
    co_return std::move(permit);
}

void RequestLimiter::release() {
    if (waiting_.empty()) {
        --in_flight_;
        return;
    }
    // The place passes on to the one who waits longest.
    auto const next = std::move(waiting_.front());
    waiting_.pop_front();
    next->admitted = true;
    next->timer.cancel();
}

}  // namespace lectern::net
