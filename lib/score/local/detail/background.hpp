#pragma once

#include <cstdint>
#include <span>

namespace lectern::local {

/// How common the features of machine learning papers are: the feature, and in how many of a thousand papers it
/// occurs, packed like a feature and its count. Ascending; features of less than 10 are left out.
///
/// Measured on 16,321 papers of 51 days of autumn 2025 in arXiv's categories around machine learning.
std::span<std::uint32_t const> background_frequencies();

}  // namespace lectern::local
