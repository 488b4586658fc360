#pragma once

#include <boost/asio/awaitable.hpp>

namespace lectern::net {

/// The coroutine type of every asynchronous function of lectern. Such a function runs on the executor of the
/// coroutine that awaits it, is cancelled with it, and never blocks.
template <class T>
using awaitable = boost::asio::awaitable<T>;

}  // namespace lectern::net
