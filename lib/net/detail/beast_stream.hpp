#pragma once

#include "stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <algorithm>
#include <cerrno>
#include <string>
#include <sys/socket.h>
#include <utility>

namespace lectern::net {

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

/// The errc that a socket error means.
Error stream_error(boost::system::error_code code, std::string_view doing);

/// When an operation that may take `limit` must end.
inline SteadyClock::time_point operation_deadline(StreamTimes const& times, std::chrono::milliseconds limit) {
    return std::min(times.deadline, SteadyClock::now() + limit);
}

/// ByteStream over one of Asio's stream types; tcp() is its lowest layer, which keeps the time.
template <class Stream>
class BasicByteStream : public ByteStream {
public:
    BasicByteStream(Stream stream, StreamTimes const& times) : stream_(std::move(stream)), times_(times) {}

    awaitable<Result<std::size_t>> read_some(char* data, std::size_t size) override {
        // Data that is always there already would never let the timer fire.
        if (is_late()) co_return Error(errc::timeout, "reading");
        tcp().expires_at(operation_deadline(times_, times_.idle));
        auto const buffer = boost::asio::buffer(data, size);
        auto const [error, count] = co_await stream_.async_read_some(buffer, as_result);
        if (count > 0 || is_end(error)) co_return count;
        if (error) co_return stream_error(error, "reading");
        co_return count;
    }

    awaitable<Result<void>> write(std::string_view bytes) override {
        tcp().expires_at(operation_deadline(times_, times_.idle));
        auto const buffer = boost::asio::buffer(bytes);
        auto const [error, count] = co_await boost::asio::async_write(stream_, buffer, as_result);
        if (error) co_return stream_error(error, "writing");
        co_return Result<void>();
    }

    void set_times(StreamTimes const& times) override { times_ = times; }

    bool quiet() override {
        char byte = 0;
        auto const count = ::recv(tcp().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    Stream& stream() { return stream_; }

protected:
    boost::beast::tcp_stream& tcp() { return boost::beast::get_lowest_layer(stream_); }
    bool is_late() const { return SteadyClock::now() >= times_.deadline; }
    /// Whether the error is the peer's orderly end. HTTP itself tells whether a message was complete.
    virtual bool is_end(boost::system::error_code error) const = 0;

    Stream stream_;
    StreamTimes times_;
};

/// The plain stream; start_tls() takes its socket over.
class TcpStream final : public BasicByteStream<boost::beast::tcp_stream> {
public:
    using BasicByteStream::BasicByteStream;

private:
    bool is_end(boost::system::error_code error) const override;
};

}  // namespace lectern::net
