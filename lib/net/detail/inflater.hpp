#pragma once

#include <lectern/core/error.hpp>

#include <zlib.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern::net {

/// Decompresses a stream piece by piece: gzip (also several members one after another), zlib or raw deflate.
/// Bytes behind the end of the compressed data are ignored, as gzip(1) does.
class Inflater {
public:
    enum class Format { gzip_or_zlib, raw_deflate };

    Inflater(Format format, std::size_t max_bytes);
    Inflater(Inflater const&) = delete;
    Inflater& operator=(Inflater const&) = delete;
    ~Inflater() { inflateEnd(&stream_); }

    /// Appends what the piece decompresses to; never lets `out` grow beyond the limit.
    /// \par Errors bad_encoding, too_large
    Result<void> put(std::string_view piece, std::string& out);
    /// \par Errors bad_encoding if the data ends too early
    Result<void> finish() const;

private:
    /// Where in the data the next byte lies.
    enum class Place { in_member, between_members, in_garbage };

    bool start_next_member();
    Result<void> run(std::string& out);
    Result<void> damaged(std::string_view why);

    Format format_;
    std::size_t max_bytes_;
    z_stream stream_{};
    bool ready_;
    Place place_ = Place::in_member;
    std::size_t members_ = 0;  ///< Complete ones.
};

/// How compressed bytes begin; only gzip and zlib have a mark of their own.
Inflater::Format compression_of(std::string_view bytes) noexcept;

}  // namespace lectern::net
