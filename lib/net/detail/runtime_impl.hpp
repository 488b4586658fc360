#pragma once

#include <lectern/net/runtime.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>

namespace lectern::net {

class Runtime::Impl {
public:
    boost::asio::io_context context{1};
    boost::asio::cancellation_signal signal;
    std::atomic<bool> cancelled{false};
};

}  // namespace lectern::net
