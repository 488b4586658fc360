#include "detail/response_head.hpp"

#include "core/detail/ascii.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

namespace lectern::net {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// Comma-separated values of all fields of this name, in lower case, without blanks around them.
std::vector<std::string> list_values(ResponseHead const& head, std::string_view name) {
    std::vector<std::string> values;
    for (Header const& field : head.response.headers) {
        if (!text::iequals(field.name, name)) continue;
        for (std::string_view const value : text::split(field.value, ',')) {
            std::string_view const trimmed = text::trim(value);
            if (!trimmed.empty()) values.push_back(text::ascii_lower(trimmed));
        }
    }
    return values;
}

bool contains(std::vector<std::string> const& values, std::string_view value) {
    return std::ranges::find(values, value) != values.end();
}

Error bad_length(std::string_view value, std::string_view why) {
    return {errc::http_protocol, fmt::format("Content-Length \"{}\" {}", text::truncate(value, 40), why)};
}

/// Nothing if there is no Content-Length. Equal repetitions count once (RFC 9112, section 6.3).
Result<std::optional<std::size_t>> content_length(ResponseHead const& head) {
    auto const values = list_values(head, "Content-Length");
    if (values.empty()) return std::optional<std::size_t>();
    std::string const& first = values.front();
    for (std::string const& value : values) {
        if (!std::ranges::all_of(value, text::is_digit)) return bad_length(value, "is not a number");
        if (value != first) return bad_length(value, fmt::format("contradicts \"{}\"", first));
    }
    std::size_t length = 0;
    auto const result = std::from_chars(first.data(), first.data() + first.size(), length);
    // What no number can hold is beyond any limit anyway.
    if (result.ec != std::errc{}) length = std::numeric_limits<std::size_t>::max();
    return std::optional<std::size_t>(length);
}

/// Codings that change the bytes, in the order in which they were applied.
std::string codings(ResponseHead const& head, std::vector<std::string> const& transfer) {
    std::vector<std::string> all = list_values(head, "Content-Encoding");
    all.insert(all.end(), transfer.begin(), transfer.end());
    std::erase_if(all, [](std::string const& name) { return name == "identity" || name == "chunked"; });
    return text::join(all, ", ");
}

bool has_no_body(int status) {
    return status / 100 == 1 || status == 204 || status == 304;
}

/// Whether the peer will keep the connection open (RFC 9112, section 9.3).
bool persists(ResponseHead const& head) {
    auto const options = list_values(head, "Connection");
    if (!head.well_formed || contains(options, "close")) return false;
    return head.http_1_1 || contains(options, "keep-alive");
}

}  // namespace

Result<ResponseHead> parse_status_line(std::string_view line) {
    Error const unreadable(errc::http_protocol,
                           fmt::format("expected an HTTP status line, but the response begins "
                                       "with \"{}\"",
                                       text::truncate(line, 60)));
    if (!text::iequals(line.substr(0, 5), "HTTP/")) return unreadable;
    std::size_t const blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos) return unreadable;
    std::string_view const version = line.substr(5, blank - 5);
    if (version.empty() || !text::is_digit(version.front())) return unreadable;
    std::string_view const rest = text::trim(line.substr(blank));
    std::string_view const code = rest.substr(0, rest.find_first_of(" \t"));
    if (code.size() != 3 || !std::ranges::all_of(code, text::is_digit) || code.front() == '0')
        return unreadable;
    ResponseHead head;
    head.response.status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
    head.http_1_1 = version == "1.1";
    return head;
}

void add_field_line(ResponseHead& head, std::string_view line) {
    std::string value(text::trim(line));
    if (is_blank(line.front()) && !head.response.headers.empty()) {
        head.response.headers.back().value.append(" ").append(value);
        return;
    }
    std::size_t const colon = line.find(':');
    std::string_view const name = text::trim(line.substr(0, colon));
    bool const valid = colon != std::string_view::npos && !name.empty() && !is_blank(line.front()) &&
                       name.find_first_of(" \t") == std::string_view::npos;
    if (!valid) {
        head.well_formed = false;
        return;
    }
    value = text::trim(line.substr(colon + 1));
    // Control characters could split a line where the value is sent back, as an entity tag is.
    std::ranges::replace_if(
        value, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    head.response.headers.push_back({std::string(name), std::move(value)});
}

Result<Framing> framing_of(ResponseHead const& head, bool expects_body) {
    Framing framing;
    auto const transfer = list_values(head, "Transfer-Encoding");
    framing.coding = codings(head, transfer);
    framing.reusable = persists(head);
    if (!expects_body || has_no_body(head.response.status)) return framing;
    auto const length = content_length(head);
    bool const chunked = !transfer.empty() && transfer.back() == "chunked";
    if (chunked) {
        framing.kind = Framing::Kind::chunked;
        // A length beside chunks, or chunks in HTTP/1.0, may be an attack on an intermediary (section 6.1).
        framing.reusable = framing.reusable && head.http_1_1 && length && !*length;
        return framing;
    }
    if (!length) return length.error();
    bool const recoded =
        std::ranges::any_of(transfer, [](auto const& coding) { return coding != "identity"; });
    bool const framed = *length && !recoded;
    framing.kind = framed ? Framing::Kind::length : Framing::Kind::until_close;
    framing.length = framed ? **length : 0;
    framing.reusable = framing.reusable && framed;
    return framing;
}

}  // namespace lectern::net
