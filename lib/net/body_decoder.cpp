#include "detail/body_decoder.hpp"

#include "detail/budget.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/inflate.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::net {
namespace {

/// So many bytes tell text from compressed data: the latter has control characters among them.
constexpr std::size_t kEnough = 512;

bool is_textual(std::string_view content_type) {
    std::string const type = text::ascii_lower(text::trim(content_type));
    return type.empty() || type.starts_with("text/") || type.find("xml") != std::string::npos ||
           type.find("json") != std::string::npos;
}

bool looks_like_text(std::string_view bytes) {
    // UTF-16 has zero bytes, but begins with a mark.
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return true;
    return std::ranges::none_of(
        bytes, [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r'; });
}

}  // namespace

BodyDecoder::BodyDecoder(std::string coding, std::string_view content_type, std::size_t max_bytes)
    : coding_(std::move(coding)), textual_(is_textual(content_type)), max_bytes_(max_bytes) {}

Result<void> BodyDecoder::put(std::string_view piece) {
    if (decided_) return add(piece);
    std::size_t const missing = std::min(piece.size(), kEnough - first_.size());
    first_.append(piece.substr(0, missing));
    if (first_.size() < kEnough) return {};
    if (auto const done = decide(); !done) return done;
    return add(piece.substr(missing));
}

Result<void> BodyDecoder::decide() {
    decided_ = true;
    bool const labeled = !coding_.empty();
    bool const gzip = is_gzip(first_) && (labeled || textual_);
    bool const compressed = gzip || (labeled && !looks_like_text(first_));
    bool const known =
        gzip || coding_.find("gzip") != std::string::npos || coding_.find("deflate") != std::string::npos;
    if (compressed && !known) {
        return Error(
            errc::bad_encoding,
            fmt::format("the body has the content encoding \"{}\", which was not requested", coding_));
    }
    if (compressed) inflater_.emplace(compression_of(first_), max_bytes_);
    return add(first_);
}

Result<void> BodyDecoder::add(std::string_view piece) {
    if (!inflater_) {
        if (piece.size() > max_bytes_ - body_.size()) return body_too_large(max_bytes_, "as sent");
        body_.append(piece);
        return {};
    }
    auto const done = inflater_->put(piece, body_);
    if (!done && done.error() == errc::too_large) return body_too_large(max_bytes_, "after decompression");
    return done;
}

Result<std::string> BodyDecoder::finish() {
    if (!decided_) {
        if (auto const done = decide(); !done) return done.error();
    }
    if (inflater_) {
        if (auto const done = inflater_->finish(); !done) return done.error();
    }
    // Some servers compress a file that was compressed already.
    bool const twice = inflater_ && textual_ && is_gzip(body_);
    if (!twice) return std::move(body_);
    auto plain = inflate(body_, max_bytes_);
    if (!plain && plain.error() == errc::too_large) return body_too_large(max_bytes_, "after decompression");
    return plain;
}

}  // namespace lectern::net
