#include "detail/response_reader.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace lectern::net {
namespace {

/// A line with a chunk's size is not longer than this, unless it has extensions.
constexpr std::size_t kPlainChunkLine = 20;

/// The hexadecimal size before the extensions (RFC 9112, section 7.1).
Result<std::size_t> chunk_size(std::string_view line) {
    std::string_view const digits = text::trim(line.substr(0, line.find(';')));
    std::size_t size = 0;
    auto const result = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (digits.empty() || result.ec != std::errc{} || result.ptr != digits.data() + digits.size()) {
        return Error(errc::http_protocol,
                     fmt::format("\"{}\" is not the size of a chunk", text::truncate(line, 40)));
    }
    return size;
}

}  // namespace

bool ResponseReader::reads_line() const noexcept {
    return state_ == State::status_line || state_ == State::fields || state_ == State::chunk_size ||
           state_ == State::chunk_end || state_ == State::trailers;
}

Result<std::size_t> ResponseReader::put(std::string_view bytes) {
    started_ = started_ || !bytes.empty();
    std::size_t used = 0;
    while (used < bytes.size() && !done()) {
        std::string_view const rest = bytes.substr(used);
        auto const taken = reads_line() ? put_line(rest) : put_body(rest);
        if (!taken) return taken.error();
        used += *taken;
    }
    return used;
}

Result<void> ResponseReader::charge_line(std::size_t bytes) {
    bool const framing = state_ == State::chunk_size || state_ == State::chunk_end;
    if (!framing) return budget_.charge_head(bytes);
    if (auto const charged = budget_.charge_body(bytes); !charged) return charged;
    return line_.size() + bytes > kPlainChunkLine ? budget_.charge_head(bytes) : Result<void>();
}

Result<std::size_t> ResponseReader::put_line(std::string_view bytes) {
    std::size_t const end = bytes.find('\n');
    std::size_t const taken = end == std::string_view::npos ? bytes.size() : end + 1;
    if (auto const charged = charge_line(taken); !charged) return charged.error();
    line_.append(bytes.substr(0, std::min(taken, end)));
    if (end == std::string_view::npos) return taken;
    if (line_.ends_with('\r')) line_.pop_back();
    auto const done = end_line(std::exchange(line_, {}));
    if (!done) return done.error();
    return taken;
}

Result<void> ResponseReader::end_line(std::string_view line) {
    switch (state_) {
        case State::status_line: {
            if (line.empty()) return {};  // blank lines before a response are harmless
            auto head = parse_status_line(line);
            if (!head) return head.error();
            head_ = std::move(*head);
            state_ = State::fields;
            return {};
        }
        case State::fields:
            return line.empty() ? end_head() : read_field(line);
        case State::chunk_size:
            return begin_chunk(line);
        case State::chunk_end:
            if (!line.empty()) return Error(errc::http_protocol, "a chunk is longer than its size");
            state_ = State::chunk_size;
            return {};
        default:
            if (line.empty()) state_ = State::done;
            return line.empty() ? Result<void>() : budget_.charge_field();
    }
}

Result<void> ResponseReader::read_field(std::string_view line) {
    if (auto const charged = budget_.charge_field(); !charged) return charged;
    add_field_line(head_, line);
    return {};
}

Result<void> ResponseReader::end_head() {
    if (head_.response.status == 101)
        return Error(errc::http_protocol, "the server switched to another protocol");
    if (head_.response.status < 200) {
        state_ = State::status_line;
        return budget_.charge_interim();
    }
    auto framing = framing_of(head_, expects_body_);
    if (!framing) return framing.error();
    framing_ = std::move(*framing);
    decoder_.emplace(framing_.coding, head_.response.header("Content-Type"), budget_.max_body());
    left_ = framing_.length;
    switch (framing_.kind) {
        case Framing::Kind::chunked:
            state_ = State::chunk_size;
            return {};
        case Framing::Kind::until_close:
            state_ = State::open_body;
            return {};
        default:
            state_ = left_ > 0 ? State::sized_body : State::done;
            return budget_.announce_body(left_);
    }
}

Result<void> ResponseReader::begin_chunk(std::string_view line) {
    auto const size = chunk_size(line);
    if (!size) return size.error();
    left_ = *size;
    state_ = left_ > 0 ? State::chunk : State::trailers;
    return budget_.announce_body(left_);
}

Result<std::size_t> ResponseReader::put_body(std::string_view bytes) {
    std::size_t const taken = state_ == State::open_body ? bytes.size() : std::min(left_, bytes.size());
    if (auto const charged = budget_.charge_body(taken); !charged) return charged.error();
    if (auto const added = decoder_->put(bytes.substr(0, taken)); !added) return added.error();
    if (state_ == State::open_body) return taken;
    left_ -= taken;
    if (left_ == 0) state_ = state_ == State::chunk ? State::chunk_end : State::done;
    return taken;
}

Result<void> ResponseReader::end() {
    // The last chunk has come: what is missing is at most a blank line.
    bool const complete =
        done() || state_ == State::open_body || (state_ == State::trailers && line_.empty());
    if (!complete) return Error(errc::connect_failed, "the connection broke within the response");
    framing_.reusable = false;
    state_ = State::done;
    return {};
}

Result<HttpResponse> ResponseReader::take() {
    auto body = decoder_->finish();
    if (!body) return body.error();
    head_.response.body = std::move(*body);
    return std::move(head_.response);
}

}  // namespace lectern::net
