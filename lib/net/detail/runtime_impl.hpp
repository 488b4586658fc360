#pragma once

#include <lectern/net/runtime.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <atomic>
#include <optional>

namespace lectern::net {

class Runtime::Impl {
public:
    boost::asio::io_context context{1};
    boost::asio::cancellation_signal signal;
    std::optional<boost::asio::signal_set> signals;
    std::atomic<bool> cancelled{false};
};

}  // namespace lectern::net
