#include "detail/http1.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace lectern::net {
namespace http = boost::beast::http;
namespace {

using Parser = http::response_parser<http::string_body>;

constexpr std::size_t kReadSize = 65536;

bool has_line_break(std::string_view s) {
    return s.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

Error parse_error(boost::system::error_code code) {
    if (code == http::error::body_limit) return {errc::too_large, "response body"};
    if (code == http::error::header_limit || code == http::error::buffer_overflow) {
        return {errc::too_large, "response header"};
    }
    if (code == http::error::partial_message)
        return {errc::connect_failed, "the connection broke within the response"};
    return {errc::http_protocol, code.message()};
}

/// Feeds what has been read to the parser. Nothing, if it needs more.
boost::system::error_code feed(Parser& parser, boost::beast::flat_buffer& buffer) {
    boost::system::error_code code;
    while (buffer.size() > 0 && !parser.is_done()) {
        std::size_t const used = parser.put(buffer.data(), code);
        buffer.consume(used);
        if (code == http::error::need_more) return {};
        if (code) return code;
        if (used == 0) break;
    }
    return {};
}

Exchange finish(Parser& parser) {
    Exchange result;
    auto& message = parser.get();
    result.response.status = static_cast<int>(message.result_int());
    for (auto const& field : message) {
        result.response.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    result.response.body = std::move(message.body());
    result.keep_alive = parser.keep_alive();
    return result;
}

void configure(Parser& parser, bool expects_body, ExchangeLimits const& limits) {
    parser.eager(true);
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser.body_limit(limits.body_bytes);
    parser.skip(!expects_body);
}

}  // namespace

Result<std::string> serialize(std::string_view method, std::string_view target,
                              std::vector<Header> const& headers, std::string_view body) {
    std::string head = fmt::format("{} {} HTTP/1.1\r\n", method, target);
    for (Header const& field : headers) {
        bool const valid = !field.name.empty() && field.name.find_first_of(": \t") == std::string::npos;
        if (!valid || has_line_break(field.name) || has_line_break(field.value)) {
            return Error(errc::invalid_argument,
                         fmt::format("header \"{}\" has a character it must not have", field.name));
        }
        head += fmt::format("{}: {}\r\n", field.name, field.value);
    }
    if (has_line_break(method) || has_line_break(target)) {
        return Error(errc::invalid_argument, "line break in the request line");
    }
    return head.append("\r\n").append(body);
}

awaitable<Result<Exchange>> exchange(ByteStream& stream, std::string request, bool expects_body,
                                     ExchangeLimits limits) {
    auto const written = co_await stream.write(request);
    // A server may answer and close before it has read everything (413, say): look for its answer first.
    bool const write_failed = written.has_error() && written.error() == errc::connect_failed;
    if (written.has_error() && !write_failed) co_return written.error();

    boost::beast::flat_buffer buffer;
    auto parser = std::make_unique<Parser>();
    configure(*parser, expects_body, limits);
    for (;;) {
        if (auto const code = feed(*parser, buffer); code) co_return parse_error(code);
        if (parser->is_done() && parser->get().result_int() / 100 == 1) {
            parser = std::make_unique<Parser>();
            configure(*parser, expects_body, limits);
            continue;
        }
        if (parser->is_done()) co_return finish(*parser);

        auto const space = buffer.prepare(kReadSize);
        auto const count = co_await stream.read_some(static_cast<char*>(space.data()), space.size());
        if (count.has_value() && *count > 0) {
            buffer.commit(*count);
            continue;
        }
        if (!parser->got_some() && buffer.size() == 0) {
            bool const lost = count.has_value() || count.error() == errc::connect_failed;
            if (!lost) co_return count.error();
            Exchange nothing;
            nothing.closed_early = true;
            co_return nothing;
        }
        if (!count) co_return count.error();
        boost::system::error_code code;
        parser->put_eof(code);
        if (code) co_return parse_error(code);
    }
}

}  // namespace lectern::net
