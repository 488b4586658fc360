#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace lectern::net {

/// Wakes coroutines that wait for a change. One executor only.
class Event {
public:
    explicit Event(boost::asio::any_io_executor const& executor);

    /// Waits for the next notify_all(). \par Errors cancelled
    awaitable<Result<void>> wait();
    /// Wakes all who wait.
    void notify_all() { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;  // never expires
};

}  // namespace lectern::net
