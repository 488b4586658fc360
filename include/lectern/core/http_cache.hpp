#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lectern {

/// An answer kept for later, with what the server recognises it by (RFC 9110, section 8.8).
struct CachedAnswer {
    std::string etag;           ///< The ETag header byte for byte; empty if there was none.
    std::string last_modified;  ///< The Last-Modified header byte for byte; empty if there was none.
    std::string body;           ///< Decompressed.
};

/// Keeps answers by URL.
class HttpCache {
public:
    virtual ~HttpCache() = default;
    /// The answer kept for the URL, or nothing. How old it may be is for the server to say.
    virtual Result<std::optional<CachedAnswer>> cached(std::string_view url) const = 0;
    /// Keeps an answer in the place of an earlier one of the URL. Old ones may be dropped.
    virtual Result<void> cache(std::string_view url, CachedAnswer const& answer, Time now) = 0;
};

}  // namespace lectern
