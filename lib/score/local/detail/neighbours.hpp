#pragma once

#include "matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace lectern::local {

/// A row and how similar it is (cosine).
struct Neighbour {
    std::uint32_t row;
    float similarity;
};

/// Finds the rows most similar to another, exactly, by lists of the rows of each column.
/// A query takes time in proportion to the rows that share its columns.
class NeighbourIndex {
public:
    NeighbourIndex() = default;
    /// \param matrix vectors; the first `rows` of them and their cells in columns below `columns` count
    NeighbourIndex(Matrix const& matrix, std::size_t rows, std::uint32_t columns);

    std::size_t rows() const { return rows_; }

    /// The `most` nearest, best first; equal ones in the rows' order.
    /// \param scratch buffer, used again by the next call
    std::vector<Neighbour> nearest(std::span<Cell const> query, std::size_t most,
                                   std::vector<float>& scratch) const;

private:
    std::size_t rows_ = 0;
    std::vector<std::uint32_t> starts_;
    std::vector<std::pair<std::uint32_t, float>> postings_;
};

}  // namespace lectern::local
