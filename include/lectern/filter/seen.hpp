#pragma once

#include <lectern/filter/filter.hpp>

#include <memory>

namespace lectern {

/// Drops papers that were judged on another day (FilterContext::judged): a paper is shown once, whatever
/// lists and versions follow.
std::unique_ptr<Filter> make_seen_filter();

}  // namespace lectern
