#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/http.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// The head of a response (RFC 9112). Lenient where servers are known to be sloppy and the meaning is plain:
/// a day must not be lost to a missing blank.
namespace lectern::net {

struct ResponseHead {
    HttpResponse response;  ///< Status and headers; the body comes later.
    bool http_1_1 = false;
    /// False after a line that is not a field: it is skipped, but the connection is not used again.
    bool well_formed = true;
};

/// How the end of the body is found (RFC 9112, section 6.3).
struct Framing {
    enum class Kind { no_body, length, chunked, until_close };

    Kind kind = Kind::no_body;
    std::size_t length = 0;  ///< For Kind::length.
    std::string coding;      ///< Content and transfer codings but chunked and identity, lower case.
    bool reusable = false;   ///< Whether the connection may serve another request.
};

/// `HTTP/1.1 200 OK`; the reason and the blank before it may be missing, and case does not matter.
/// \par Errors http_protocol
Result<ResponseHead> parse_status_line(std::string_view line);

/// Adds the field of a line. A line that begins with a blank continues the field before it (obsolete folding).
void add_field_line(ResponseHead& head, std::string_view line);

/// \param expects_body false for responses to HEAD and CONNECT
/// \par Errors http_protocol for lengths that contradict each other or are not numbers
Result<Framing> framing_of(ResponseHead const& head, bool expects_body);

}  // namespace lectern::net
