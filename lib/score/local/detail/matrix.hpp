#pragma once

#include "huge_pages.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// A sparse vector: columns, ascending, and their values.
struct Cell {
    std::uint32_t column;
    float value;
};
using Row = std::vector<Cell>;

inline double dot(std::span<Cell const> row, std::span<float const> dense) {
    double sum = 0;
    for (Cell const& cell : row) sum += static_cast<double>(cell.value * dense[cell.column]);
    return sum;
}

inline void add_to(std::span<float> dense, std::span<Cell const> row, float factor) {
    for (Cell const& cell : row) dense[cell.column] += factor * cell.value;
}

/// The part of a matrix in some adjacent columns, by rows.
struct ColumnBlock {
    /// A column's number within its block fits into 16 bits.
    static constexpr std::uint32_t kMostColumns = 1U << 16;

    std::uint32_t first = 0;            ///< Its first column.
    std::uint32_t columns = 0;          ///< At most kMostColumns.
    std::vector<std::uint32_t> starts;  ///< Where each row's cells begin; one more for the end.
    BigVector<std::uint16_t> offsets;   ///< Columns of the cells, from the first.
    BigVector<float> values;
};

/// A sparse matrix as blocks of columns. The part of a dense vector that belongs to a block stays in the cache
/// while the block is gone through, and sums over rows can be made block by block on several threads that share
/// nothing, so that no result depends on their number.
class Matrix {
public:
    /// \param blocks by column, without gaps; each has `rows` rows
    Matrix(std::size_t rows, std::vector<ColumnBlock> blocks);

    std::size_t rows() const { return rows_; }
    std::uint32_t columns() const;
    std::span<ColumnBlock const> blocks() const { return blocks_; }

    /// The product of each row and the vector.
    std::vector<double> times(std::span<float const> vector, unsigned threads) const;
    /// Adds every row times its factor to `sum`.
    void add_rows(std::span<double const> factors, std::span<float> sum, unsigned threads) const;

private:
    std::size_t rows_;
    std::vector<ColumnBlock> blocks_;
};

}  // namespace lectern::local
