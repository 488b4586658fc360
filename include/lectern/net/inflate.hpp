#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace lectern::net {

/// Whether the bytes start like a gzip file (RFC 1952).
bool is_gzip(std::string_view bytes) noexcept;

/// Decompresses gzip (also several members one after another), zlib, or raw deflate data, told apart by
/// content (RFC 1950–1952; servers send all three as "deflate").
/// \param bytes the compressed data
/// \param max_bytes cap of the result
/// \par Errors bad_encoding for corrupt or cut data, too_large.
Result<std::string> inflate(std::string_view bytes, std::size_t max_bytes);

/// Reads a file and decompresses it if it is gzip.
/// \param path the file
/// \param max_bytes cap of the file and of its content; larger files are not read
/// \par Errors file, too_large, bad_encoding, each naming the file
Result<std::string> read_plain_or_gzip(std::filesystem::path const& path,
                                       std::size_t max_bytes = std::size_t{64} << 20);

}  // namespace lectern::net
