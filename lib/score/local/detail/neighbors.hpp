#pragma once

#include "huge_pages.hpp"
#include "matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// A row and how similar it is (cosine).
struct Neighbor {
    std::uint32_t row;
    float similarity;
};

/// Finds the rows most similar to another.
///
/// Columns of few rows have a list of them each, common ones stand row by row, and the most common do not count.
/// Lists are short and tell most: they find the candidates, and only those are compared in the common columns too.
/// So a row that shares little but common columns may be missed. Values and sums are whole numbers of few bits, so
/// that a search stays in the cache: similarities are exact to about two thousandths.
/// A query takes time in proportion to the rows that share its columns of few rows.
class NeighborIndex {
public:
    /// Rows beyond are not found.
    static constexpr std::size_t kMostRows = 1U << 20;

    /// Buffers of a search, used again by the next.
    struct Scratch {
        std::vector<std::uint16_t> sums;                    ///< Similarity to each row.
        std::vector<std::uint32_t> common;                  ///< The query's value in each common column.
        std::vector<std::span<std::uint32_t const>> words;  ///< The lists or rows gone through.
    };

    NeighborIndex() = default;
    /// \param matrix vectors of length one or less; the first `rows` of them and their cells in columns below
    /// `columns` count
    /// \pre a block of the matrix begins at `columns`, if there are more
    NeighborIndex(Matrix const& matrix, std::size_t rows, std::uint32_t columns, unsigned threads);

    std::size_t rows() const { return rows_; }
    /// The `most` nearest, best first; equal ones in the rows' order.
    /// \param query a vector of length one or less
    std::vector<Neighbor> nearest(std::span<Cell const> query, std::size_t most, Scratch& scratch) const;

private:
    using Blocks = std::span<ColumnBlock const>;

    void count_rows(Blocks blocks, unsigned threads);
    void fill_lists(Blocks blocks, unsigned threads);
    void fill_common(Blocks blocks, unsigned threads);
    std::span<std::uint32_t const> list_of(std::uint32_t column) const;
    std::span<std::uint32_t const> common_cells_of(std::uint32_t row) const;
    void add_lists(std::span<Cell const> query, Scratch& scratch) const;

    std::size_t rows_ = 0;
    BigVector<std::uint32_t> starts_;           ///< Of each column's list; others have an empty one.
    BigVector<std::uint32_t> postings_;         ///< Row and value of a cell in one word.
    std::vector<std::uint32_t> common_;         ///< The common columns, ascending.
    std::vector<std::uint32_t> common_starts_;  ///< Of each row's cells in them.
    BigVector<std::uint32_t> common_cells_;     ///< Number of the common column, and value, in one word.
};

}  // namespace lectern::local
