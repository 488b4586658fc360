#pragma once

#include "matrix.hpp"
#include "term_space.hpp"
#include "text_reader.hpp"

#include <lectern/core/score.hpp>

#include <span>
#include <vector>

namespace lectern::local {

/// The terms of the paper just read that add most to its score, for or against, with what they add in all parts
/// of the text together; heaviest first.
/// \param reader holds the paper
/// \param counts its features
/// \param row its vector: one cell for each feature that has a column, in the features' order
/// \param weights what a unit of each column adds
std::vector<Evidence> heaviest_terms(TextReader const& reader, std::span<std::uint32_t const> counts,
                                     std::span<Cell const> row, TermSpace const& space,
                                     std::span<float const> weights);

}  // namespace lectern::local
