#include "detail/http1.hpp"

#include "detail/response_reader.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace lectern::net {
namespace {

constexpr std::size_t kReadSize = 65536;

/// A field name (RFC 9110, section 5.6.2).
bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) ||
               std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

bool has_control(std::string_view value) {
    return std::ranges::any_of(value, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

Result<Exchange> finish(ResponseReader& reader, bool surplus) {
    auto response = reader.take();
    if (!response) return response.error();
    Exchange result;
    result.response = std::move(*response);
    result.surplus = surplus;
    result.keep_alive = reader.reusable() && !surplus;
    return result;
}

/// Reads until the response is complete.
awaitable<Result<Exchange>> receive(ByteStream& stream, bool expects_body, std::size_t max_body) {
    ResponseReader reader(expects_body, max_body);
    std::vector<char> buffer(kReadSize);
    for (;;) {
        auto const count = co_await stream.read_some(buffer.data(), buffer.size());
        bool const lost = !count || *count == 0;
        if (lost && !reader.started()) {
            bool const closed = count.has_value() || count.error() == errc::connect_failed;
            if (!closed) co_return count.error();
            Exchange nothing;
            nothing.closed_early = true;
            co_return nothing;
        }
        if (!count) co_return count.error();
        if (lost) {
            if (auto const ended = reader.end(); !ended) co_return ended.error();
            co_return finish(reader, false);
        }
        auto const used = reader.put(std::string_view(buffer.data(), *count));
        if (!used) co_return used.error();
        if (reader.done()) co_return finish(reader, *used < *count);
    }
}

}  // namespace

Result<std::string> serialize(std::string_view method, std::string_view target,
                              std::vector<Header> const& headers, std::string_view body) {
    if (!is_token(method) || has_control(target)) {
        return Error(errc::invalid_argument, "the request line has a character it must not have");
    }
    std::string head = fmt::format("{} {} HTTP/1.1\r\n", method, target);
    for (Header const& field : headers) {
        if (!is_token(field.name) || has_control(field.value)) {
            return Error(errc::invalid_argument,
                         fmt::format("the header \"{}\" has a character it must not have", field.name));
        }
        head += fmt::format("{}: {}\r\n", field.name, field.value);
    }
    return head.append("\r\n").append(body);
}

awaitable<Result<Exchange>> exchange(ByteStream& stream, std::string request, bool expects_body,
                                     std::size_t max_body) {
    auto const written = co_await stream.write(request);
    // A server may answer and close before it has read everything (413, say): look for its answer first.
    bool const write_failed = written.has_error() && written.error() == errc::connect_failed;
    if (written.has_error() && !write_failed) co_return written.error();
    auto result = co_await receive(stream, expects_body, max_body);
    if (result) result->keep_alive = result->keep_alive && !write_failed;
    co_return std::move(result);
}

}  // namespace lectern::net
