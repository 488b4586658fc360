#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// A sparse row: columns and their values.
struct Cell {
    std::uint32_t column;
    float value;
};
using Row = std::vector<Cell>;

/// A sparse matrix by rows. Room for each row is made at the start, so that rows can be filled in any order and
/// side by side.
class Matrix {
public:
    /// \param room most cells of each row
    explicit Matrix(std::span<std::size_t const> room) {
        for (std::size_t const cells : room) starts_.push_back(starts_.back() + cells);
        cells_.resize(starts_.back());
        lengths_.resize(room.size(), 0);
    }
    /// \pre the row has no more cells than there is room for
    void fill(std::size_t i, std::span<Cell const> row) {
        std::copy(row.begin(), row.end(), cells_.begin() + static_cast<std::ptrdiff_t>(starts_[i]));
        lengths_[i] = row.size();
    }
    std::size_t rows() const { return lengths_.size(); }
    std::span<Cell const> row(std::size_t i) const { return {cells_.data() + starts_[i], lengths_[i]}; }

private:
    std::vector<std::size_t> starts_{0};
    std::vector<std::size_t> lengths_;
    std::vector<Cell> cells_;
};

inline double dot(std::span<Cell const> row, std::span<float const> dense) {
    // Four sums at a time: the additions do not wait for each other.
    float sums[4] = {0, 0, 0, 0};
    std::size_t i = 0;
    for (; i + 4 <= row.size(); i += 4) {
        for (std::size_t k = 0; k < 4; ++k) sums[k] += row[i + k].value * dense[row[i + k].column];
    }
    for (; i < row.size(); ++i) sums[0] += row[i].value * dense[row[i].column];
    return static_cast<double>((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

inline void add_to(std::span<float> dense, std::span<Cell const> row, float factor) {
    for (Cell const& cell : row) dense[cell.column] += factor * cell.value;
}

}  // namespace lectern::local
