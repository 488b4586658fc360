#pragma once

#include "matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// A row and how similar it is (cosine).
struct Neighbour {
    std::uint32_t row;
    float similarity;
};

/// Finds the rows most similar to another by lists of the rows of each column. Values and sums are whole numbers
/// of few bits, so that a search stays in the cache: similarities are exact to about two thousandths.
/// A query takes time in proportion to the rows that share its columns.
class NeighbourIndex {
public:
    /// Rows beyond are not found.
    static constexpr std::size_t kMostRows = 1U << 20;

    NeighbourIndex() = default;
    /// \param matrix vectors of length one or less; the first `rows` of them and their cells in columns below
    /// `columns` count
    /// \pre a block of the matrix begins at `columns`, if there are more
    NeighbourIndex(Matrix const& matrix, std::size_t rows, std::uint32_t columns, unsigned threads);

    std::size_t rows() const { return rows_; }
    /// The `most` nearest, best first; equal ones in the rows' order.
    /// \param query a vector of length one or less
    /// \param scratch buffer, used again by the next call
    std::vector<Neighbour> nearest(std::span<Cell const> query, std::size_t most,
                                   std::vector<std::uint16_t>& scratch) const;

private:
    std::size_t rows_ = 0;
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> postings_;  // row and value of a cell in one word
};

}  // namespace lectern::local
