#pragma once

#include <lectern/feed/feed.hpp>
#include <lectern/pipeline/pipeline.hpp>

namespace lectern {

/// What a feed may use of the services, with the store as its memory where there is one.
/// \par Lifetimes the services must outlive the context
FetchContext fetch_context(Services& services);

}  // namespace lectern
