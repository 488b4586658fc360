#include "detail/neighbours.hpp"

#include <algorithm>

namespace lectern::local {
namespace {

/// Columns of more than this share of the rows make no list: they cost most and tell least.
constexpr std::size_t kCommonShare = 15;  // one in fifteen

}  // namespace

NeighbourIndex::NeighbourIndex(Matrix const& matrix, std::size_t rows, std::uint32_t columns)
    : rows_(rows), starts_(columns + 1, 0) {
    std::vector<std::uint32_t> counts(columns, 0);
    for (std::size_t i = 0; i < rows_; ++i) {
        for (Cell const& cell : matrix.row(i)) {
            if (cell.column < columns) ++counts[cell.column];
        }
    }
    std::size_t const common = std::max<std::size_t>(rows_ / kCommonShare, 20);
    for (std::uint32_t column = 0; column < columns; ++column) {
        bool const listed = counts[column] > 1 && counts[column] <= common;
        starts_[column + 1] = starts_[column] + (listed ? counts[column] : 0);
    }
    postings_.resize(starts_.back());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t i = 0; i < rows_; ++i) {
        for (Cell const& cell : matrix.row(i)) {
            if (cell.column >= columns || starts_[cell.column] == starts_[cell.column + 1]) continue;
            postings_[next[cell.column]++] = {static_cast<std::uint32_t>(i), cell.value};
        }
    }
}

std::vector<Neighbour> NeighbourIndex::nearest(std::span<Cell const> query, std::size_t most,
                                               std::vector<float>& scratch) const {
    scratch.assign(rows_, 0.0F);
    for (Cell const& cell : query) {
        if (cell.column + 1 >= starts_.size()) continue;
        for (std::uint32_t k = starts_[cell.column]; k < starts_[cell.column + 1]; ++k) {
            scratch[postings_[k].first] += cell.value * postings_[k].second;
        }
    }
    auto const better = [](Neighbour const& a, Neighbour const& b) {
        return a.similarity != b.similarity ? a.similarity > b.similarity : a.row < b.row;
    };
    std::vector<Neighbour> found;  // a heap, the worst of the best on top
    float least = 0;               // to be exceeded
    for (std::size_t i = 0; i < rows_; ++i) {
        // Rows come in order, so that of equal ones the first stays.
        if (scratch[i] <= least) continue;
        if (found.size() == most) {
            std::ranges::pop_heap(found, better);
            found.pop_back();
        }
        found.push_back({static_cast<std::uint32_t>(i), scratch[i]});
        std::ranges::push_heap(found, better);
        if (found.size() == most) least = found.front().similarity;
    }
    std::ranges::sort_heap(found, better);
    return found;
}

}  // namespace lectern::local
