#pragma once

#include "stream.hpp"

#include <lectern/net/http.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// One HTTP/1.1 exchange over a byte stream (RFC 9112).
namespace lectern::net {

/// What came back, decompressed.
struct Exchange {
    HttpResponse response;
    bool keep_alive = false;
    /// Bytes arrived behind the response.
    bool surplus = false;
    /// The peer closed the connection before the first byte of a response: safe to repeat when it was reused.
    bool closed_early = false;
};

/// Head and body of a request as sent.
/// \par Errors invalid_argument for a header name that is not a token, or a control character in a value
Result<std::string> serialize(std::string_view method, std::string_view target,
                              std::vector<Header> const& headers, std::string_view body);

/// Sends the bytes and reads the response; interim (1xx) responses are passed over.
/// \param expects_body false for HEAD and CONNECT
/// \param max_body limit of the body, see ResponseReader
/// \par Errors connect_failed, timeout, http_protocol, too_large, bad_encoding, cancelled
awaitable<Result<Exchange>> exchange(ByteStream& stream, std::string request, bool expects_body,
                                     std::size_t max_body);

}  // namespace lectern::net
