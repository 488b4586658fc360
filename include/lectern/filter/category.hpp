#pragma once

#include <lectern/filter/filter.hpp>

#include <memory>
#include <vector>

namespace lectern {

/// Keeps papers that carry one of the categories (archives cover their categories, aliases count as equal).
/// A paper without any category is kept.
/// \param categories the ones wanted
/// \param primary_only only the paper's primary category counts
std::unique_ptr<Filter> make_category_filter(std::vector<Category> categories, bool primary_only);

}  // namespace lectern
