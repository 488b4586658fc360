#include "detail/neighbours.hpp"

#include "detail/parallel.hpp"

#include <algorithm>
#include <numeric>

namespace lectern::local {
namespace {

/// Columns of more than this share of the rows make no list: they cost most and tell least.
constexpr std::size_t kCommonShare = 15;  // one in fifteen
constexpr std::size_t kFewRows = 20;      // that may share a column however few rows there are

// 1 is 2^12 - 1 in a list, 2^16 in a query, and 2^15 in a sum.
constexpr unsigned kListBits = 12;
constexpr unsigned kQueryBits = 16;
constexpr unsigned kSumBits = 15;
constexpr std::uint32_t kListOne = (1U << kListBits) - 1;
static_assert(NeighbourIndex::kMostRows <= 1U << (32 - kListBits));

std::uint32_t posting(std::uint32_t row, float value) {
    auto const scaled = static_cast<std::uint32_t>(value * static_cast<float>(kListOne) + 0.5F);
    return row << kListBits | std::min(scaled, kListOne);
}

std::uint16_t product(std::uint32_t posting, std::uint32_t query) {
    constexpr unsigned shift = kListBits + kQueryBits - kSumBits;
    return static_cast<std::uint16_t>(((posting & kListOne) * query + (1U << (shift - 1))) >> shift);
}

/// The rows with the highest sums, best first; equal ones in their order.
std::vector<Neighbour> highest(std::span<std::uint16_t const> sums, std::size_t most) {
    struct Found {
        std::uint32_t row;
        std::uint16_t sum;
    };
    auto const better = [](Found const& a, Found const& b) {
        return a.sum != b.sum ? a.sum > b.sum : a.row < b.row;
    };
    std::vector<Found> heap;  // the worst of the best on top
    std::uint16_t least = 0;  // to be exceeded; rows come in order, so that of equal ones the first stays
    constexpr std::size_t stride = 32;
    for (std::size_t begin = 0; begin < sums.size(); begin += stride) {
        auto const part = sums.subspan(begin, std::min(stride, sums.size() - begin));
        // Most parts hold nothing of interest, and a loop without branches sees that fast.
        std::uint16_t top = 0;
        for (std::uint16_t const sum : part) top = std::max(top, sum);
        for (std::size_t i = 0; top > least && i < part.size(); ++i) {
            if (part[i] <= least) continue;
            if (heap.size() == most) {
                std::ranges::pop_heap(heap, better);
                heap.pop_back();
            }
            heap.push_back({static_cast<std::uint32_t>(begin + i), part[i]});
            std::ranges::push_heap(heap, better);
            if (heap.size() == most) least = heap.front().sum;
        }
    }
    std::ranges::sort_heap(heap, better);
    std::vector<Neighbour> nearest;
    for (Found const& one : heap)
        nearest.push_back({one.row, static_cast<float>(one.sum) / static_cast<float>(1U << kSumBits)});
    return nearest;
}

}  // namespace

NeighbourIndex::NeighbourIndex(Matrix const& matrix, std::size_t rows, std::uint32_t columns,
                               unsigned threads)
    : rows_(std::min(rows, kMostRows)), starts_(columns + 1, 0) {
    auto const blocks = matrix.blocks();
    auto const used = static_cast<std::size_t>(
        std::ranges::lower_bound(blocks, columns, {}, &ColumnBlock::first) - blocks.begin());
    std::size_t const common = std::max(rows_ / kCommonShare, kFewRows);
    // Each column's count stands where its list will end, until the counts are summed up.
    for_each_index(used, threads, [&](std::size_t index) {
        ColumnBlock const& block = blocks[index];
        std::uint32_t* const counts = starts_.data() + block.first + 1;
        for (std::size_t i = 0; i < block.starts[rows_]; ++i) ++counts[block.offsets[i]];
        for (std::uint32_t k = 0; k < block.columns; ++k) {
            if (counts[k] > common) counts[k] = 0;
        }
    });
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    postings_.resize(starts_.back());
    for_each_index(used, threads, [&](std::size_t index) {
        ColumnBlock const& block = blocks[index];
        std::uint32_t const* const starts = starts_.data() + block.first;
        std::vector<std::uint32_t> next(starts, starts + block.columns);
        for (std::uint32_t row = 0; row < rows_; ++row) {
            for (std::size_t i = block.starts[row]; i < block.starts[row + 1]; ++i) {
                std::uint16_t const offset = block.offsets[i];
                if (starts[offset] == starts[offset + 1]) continue;
                postings_[next[offset]++] = posting(row, block.values[i]);
            }
        }
    });
}

std::vector<Neighbour> NeighbourIndex::nearest(std::span<Cell const> query, std::size_t most,
                                               std::vector<std::uint16_t>& scratch) const {
    scratch.assign(rows_, 0);
    for (Cell const& cell : query) {
        if (cell.column + 1 >= starts_.size()) continue;
        auto const value = static_cast<std::uint32_t>(cell.value * static_cast<float>(1U << kQueryBits));
        for (std::uint32_t k = starts_[cell.column]; k < starts_[cell.column + 1]; ++k) {
            std::uint32_t const one = postings_[k];
            std::uint16_t& sum = scratch[one >> kListBits];
            sum = static_cast<std::uint16_t>(sum + product(one, value));
        }
    }
    return highest(scratch, most);
}

}  // namespace lectern::local
