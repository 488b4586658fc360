#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lectern {

/// An answer kept for later, with what the server recognises it by (RFC 9110, section 8.8).
struct CachedAnswer {
    std::string etag;
    std::string last_modified;
    std::string body;
};

/// Keeps answers by URL.
class HttpCache {
public:
    virtual ~HttpCache() = default;
    virtual Result<std::optional<CachedAnswer>> cached(std::string_view url) const = 0;
    virtual Result<void> cache(std::string_view url, CachedAnswer const& answer, Time now) = 0;
};

}  // namespace lectern
