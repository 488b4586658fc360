#include <lectern/core/file.hpp>
#include <lectern/net/inflate.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace lectern::net {
namespace {

constexpr int kDetectGzipOrZlib = 15 + 32;
constexpr int kRawDeflate = -15;
constexpr std::size_t kLargestPiece = std::numeric_limits<uInt>::max();

/// zlib's state, released at the end of its life.
class Inflater {
public:
    explicit Inflater(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
    Inflater(Inflater const&) = delete;
    Inflater& operator=(Inflater const&) = delete;
    ~Inflater() { inflateEnd(&stream_); }

    Result<std::string> run(std::string_view bytes, std::size_t max_bytes);

private:
    z_stream stream_{};
    bool ready_;
};

Result<std::string> Inflater::run(std::string_view bytes, std::size_t max_bytes) {
    if (!ready_) return Error(errc::bad_encoding, "zlib has no memory");
    if (bytes.size() > kLargestPiece) return Error(errc::too_large, "compressed data beyond 4 GiB");
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    std::array<char, 65536> buffer;
    for (;;) {
        stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream_.avail_out = static_cast<uInt>(buffer.size());
        int const status = ::inflate(&stream_, Z_NO_FLUSH);
        std::size_t const produced = buffer.size() - stream_.avail_out;
        if (out.size() + produced > max_bytes) {
            return Error(errc::too_large, fmt::format("decompressed data exceeds {} bytes", max_bytes));
        }
        out.append(buffer.data(), produced);
        bool const another_member = status == Z_STREAM_END && stream_.avail_in >= 2 &&
                                    stream_.next_in[0] == 0x1f && stream_.next_in[1] == 0x8b;
        if (another_member) {
            inflateReset(&stream_);
        } else if (status == Z_STREAM_END) {
            return out;
        } else if (status == Z_BUF_ERROR ||
                   (status == Z_OK && stream_.avail_in == 0 && produced < buffer.size())) {
            return Error(errc::bad_encoding, "compressed data ends too early");
        } else if (status != Z_OK) {
            return Error(errc::bad_encoding, stream_.msg ? stream_.msg : "compressed data is corrupt");
        }
    }
}

}  // namespace

bool is_gzip(std::string_view bytes) noexcept {
    return bytes.starts_with("\x1f\x8b");
}

Result<std::string> inflate(std::string_view bytes, std::size_t max_bytes) {
    // RFC 1950: method 8 in the low bits, and the first two bytes are a multiple of 31.
    auto const byte = [&](std::size_t i) {
        return static_cast<unsigned>(static_cast<unsigned char>(bytes[i]));
    };
    bool const zlib = bytes.size() >= 2 && (byte(0) & 0x0f) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
    Inflater inflater(is_gzip(bytes) || zlib ? kDetectGzipOrZlib : kRawDeflate);
    return inflater.run(bytes, max_bytes);
}

Result<std::string> read_plain_or_gzip(std::filesystem::path const& path, std::size_t max_bytes) {
    auto bytes = read_file(path, max_bytes);
    if (!bytes || !is_gzip(*bytes)) return bytes;
    auto plain = inflate(*bytes, max_bytes);
    if (!plain) return plain.error().with_context(path.string());
    return plain;
}

}  // namespace lectern::net
