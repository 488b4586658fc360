#pragma once

#include <lectern/filter/filter.hpp>

#include <memory>
#include <vector>

namespace lectern {

/// Keeps papers of the given announce types. A paper of unknown type is kept: nothing is lost for a gap in a
/// feed.
std::unique_ptr<Filter> make_announce_filter(std::vector<AnnounceType> types);

}  // namespace lectern
