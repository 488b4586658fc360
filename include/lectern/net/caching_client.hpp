#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/http_cache.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/net/http_client.hpp>

#include <memory>

namespace lectern::net {

/// A client that asks servers whether what it has is still true: GET requests go out with the validators of the
/// kept answer, and "304 Not Modified" gives that answer back as 200. Answers without validators, or larger
/// than 8 MB, are not kept. A cache that fails is a warning in the log; the request goes on without it.
/// \par Lifetimes everything handed in must outlive the client
std::unique_ptr<HttpClient> make_caching_client(HttpClient& client, HttpCache& cache, Clock const& clock,
                                                Logger const& log);

}  // namespace lectern::net
