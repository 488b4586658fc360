#pragma once

#include "body_decoder.hpp"
#include "budget.hpp"
#include "response_head.hpp"

#include <lectern/core/error.hpp>
#include <lectern/net/http.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::net {

/// Reads one response from bytes that arrive in pieces of any size; interim (1xx) responses are passed over.
/// Work and memory are linear in the bytes, and the bytes are bounded by a ResponseBudget.
class ResponseReader {
public:
    /// \param expects_body false for responses to HEAD and CONNECT
    /// \param max_body limit of the body as sent, and again after decompression
    ResponseReader(bool expects_body, std::size_t max_body)
        : expects_body_(expects_body), budget_(max_body) {}

    /// Takes bytes and gives how many of them belong to the response: all, unless it is complete.
    /// \par Errors http_protocol, too_large, bad_encoding
    Result<std::size_t> put(std::string_view bytes);
    /// The peer closed the connection. \par Errors connect_failed if the response is not complete
    Result<void> end();

    /// Whether the first byte has arrived.
    bool started() const noexcept { return started_; }
    bool done() const noexcept { return state_ == State::done; }
    /// Whether the connection may serve another request; only when done.
    bool reusable() const noexcept { return framing_.reusable; }
    /// The response with its decompressed body; only once, when done. \par Errors bad_encoding, too_large
    Result<HttpResponse> take();

private:
    enum class State {
        status_line,
        fields,
        sized_body,
        open_body,
        chunk_size,
        chunk,
        chunk_end,
        trailers,
        done
    };

    bool reads_line() const noexcept;
    Result<void> charge_line(std::size_t bytes);
    Result<std::size_t> put_line(std::string_view bytes);
    Result<std::size_t> put_body(std::string_view bytes);
    Result<void> end_line(std::string_view line);
    Result<void> read_field(std::string_view line);
    Result<void> end_head();
    Result<void> begin_chunk(std::string_view line);

    bool expects_body_;
    ResponseBudget budget_;
    State state_ = State::status_line;
    bool started_ = false;
    std::string line_;  ///< The line that is being read.
    ResponseHead head_;
    Framing framing_;
    std::size_t left_ = 0;  ///< Bytes of the sized body or of the chunk that have not come yet.
    std::optional<BodyDecoder> decoder_;
};

}  // namespace lectern::net
