#pragma once

#include "inflater.hpp"

#include <lectern/core/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::net {

/// Collects a response body and decompresses it while it arrives, so that the compressed and the plain form
/// are never held together. The first bytes decide about the form; the headers are a hint only, because
/// servers and proxies lose or keep Content-Encoding by mistake.
class BodyDecoder {
public:
    /// \param coding the codings named by Content-Encoding and Transfer-Encoding, empty if there are none
    /// \param content_type value of Content-Type
    /// \param max_bytes limit of the decompressed body
    BodyDecoder(std::string coding, std::string_view content_type, std::size_t max_bytes);

    /// \par Errors too_large, bad_encoding
    Result<void> put(std::string_view piece);
    /// The whole body. \par Errors too_large, bad_encoding
    Result<std::string> finish();

private:
    /// Called with the first bytes: enough of them, or all there are.
    Result<void> decide();
    Result<void> add(std::string_view piece);

    std::string coding_;
    bool textual_;  ///< The content type promises something that is not an archive.
    std::size_t max_bytes_;
    bool decided_ = false;
    std::string first_;
    std::optional<Inflater> inflater_;
    std::string body_;
};

}  // namespace lectern::net
