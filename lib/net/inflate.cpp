#include "detail/inflater.hpp"

#include <lectern/core/file.hpp>
#include <lectern/net/inflate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern::net {
namespace {

constexpr int kDetectGzipOrZlib = 15 + 32;
constexpr int kRawDeflate = -15;
constexpr char kGzipMark = '\x1f';
constexpr std::size_t kLargestPiece = std::size_t{1} << 30;  // zlib counts in 32 bits

}  // namespace

Inflater::Inflater(Format format, std::size_t max_bytes)
    : format_(format),
      max_bytes_(max_bytes),
      ready_(inflateInit2(&stream_, format == Format::raw_deflate ? kRawDeflate : kDetectGzipOrZlib) ==
             Z_OK) {}

Result<void> Inflater::put(std::string_view piece, std::string& out) {
    if (!ready_) return Error(errc::bad_encoding, "zlib has no memory");
    while (!piece.empty() && place_ != Place::in_garbage) {
        std::string_view const part = piece.substr(0, kLargestPiece);
        piece.remove_prefix(part.size());
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
        stream_.avail_in = static_cast<uInt>(part.size());
        if (auto const done = run(out); !done) return done.error();
    }
    return {};
}

Result<void> Inflater::finish() const {
    bool const complete = place_ != Place::in_member || (members_ > 0 && stream_.total_out == 0);
    if (!complete) return Error(errc::bad_encoding, "compressed data ends too early");
    return {};
}

/// Goes on with the next gzip member. False if what follows is none.
bool Inflater::start_next_member() {
    bool const gzip = format_ == Format::gzip_or_zlib && *stream_.next_in == static_cast<Bytef>(kGzipMark);
    place_ = gzip ? Place::in_member : Place::in_garbage;
    if (gzip) inflateReset(&stream_);
    return gzip;
}

Result<void> Inflater::run(std::string& out) {
    std::array<char, 65536> buffer;
    for (bool full = false; stream_.avail_in > 0 || full;) {
        if (place_ == Place::between_members && !start_next_member()) return {};
        stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream_.avail_out = static_cast<uInt>(buffer.size());
        int const status = ::inflate(&stream_, Z_NO_FLUSH);
        std::size_t const produced = buffer.size() - stream_.avail_out;
        if (out.size() + produced > max_bytes_) {
            return Error(errc::too_large, fmt::format("decompressed data exceeds {} bytes", max_bytes_));
        }
        out.append(buffer.data(), produced);
        full = status == Z_OK && stream_.avail_out == 0;
        if (status == Z_STREAM_END) {
            ++members_;
            place_ = Place::between_members;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            return damaged(stream_.msg ? stream_.msg : "compressed data is corrupt");
        }
    }
    return {};
}

/// After a complete member, bytes that give nothing are garbage, not damage.
Result<void> Inflater::damaged(std::string_view why) {
    if (members_ == 0 || stream_.total_out > 0) return Error(errc::bad_encoding, why);
    place_ = Place::in_garbage;
    return {};
}

Inflater::Format compression_of(std::string_view bytes) noexcept {
    auto const byte = [&](std::size_t i) {
        return static_cast<unsigned>(static_cast<unsigned char>(bytes[i]));
    };
    // RFC 1950: method 8 in the low bits, and the first two bytes are a multiple of 31.
    bool const zlib = bytes.size() >= 2 && (byte(0) & 0x0f) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
    return zlib || is_gzip(bytes) ? Inflater::Format::gzip_or_zlib : Inflater::Format::raw_deflate;
}

bool is_gzip(std::string_view bytes) noexcept {
    return bytes.starts_with("\x1f\x8b");
}

Result<std::string> inflate(std::string_view bytes, std::size_t max_bytes) {
    Inflater inflater(compression_of(bytes), max_bytes);
    std::string out;
    if (auto const done = inflater.put(bytes, out); !done) return done.error();
    if (auto const done = inflater.finish(); !done) return done.error();
    return out;
}

Result<std::string> read_plain_or_gzip(std::filesystem::path const& path, std::size_t max_bytes) {
    auto bytes = read_file(path, max_bytes);
    if (!bytes || !is_gzip(*bytes)) return bytes;
    auto plain = inflate(*bytes, max_bytes);
    if (!plain) return plain.error().with_context(path.string());
    return plain;
}

}  // namespace lectern::net
