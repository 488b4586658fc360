#pragma once

#include <lectern/filter/filter.hpp>
#include <lectern/people/followed_authors.hpp>

#include <memory>

namespace lectern {

/// Pins papers of followed authors: `Author match` by an id in FilterContext::authors, or `Author match (name match,
/// unconfirmed)`. \param followed whom the reader follows
std::unique_ptr<Filter> make_followed_filter(FollowedAuthors followed);

/// Drops papers none of whose authors has an h-index of at least `least`. As long as one author's is not known, the paper
/// stays. \param least from 1
std::unique_ptr<Filter> make_h_index_filter(int least);

}  // namespace lectern
