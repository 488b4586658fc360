#pragma once

#include "stream.hpp"

#include <lectern/net/http.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// One HTTP/1.1 exchange over a byte stream (RFC 9112).
namespace lectern::net {

struct ExchangeLimits {
    std::size_t header_bytes;
    std::size_t body_bytes;
};

/// What came back, before decompression.
struct Exchange {
    HttpResponse response;
    bool keep_alive = false;
    /// The peer closed the connection before the first byte of a response: safe to repeat when it was reused.
    bool closed_early = false;
};

/// Head and body of a request as sent. \par Errors invalid_argument for a line break in a header.
Result<std::string> serialize(std::string_view method, std::string_view target,
                              std::vector<Header> const& headers, std::string_view body);

/// Sends the bytes and reads the response; interim (1xx) responses are passed over.
/// \param expects_body false for HEAD and CONNECT
/// \par Errors connect_failed, timeout, http_protocol, too_large, cancelled
awaitable<Result<Exchange>> exchange(ByteStream& stream, std::string request, bool expects_body,
                                     ExchangeLimits limits);

}  // namespace lectern::net
