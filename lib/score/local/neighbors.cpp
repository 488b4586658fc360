#include "detail/neighbors.hpp"

#include "detail/parallel.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace lectern::local {
namespace {

/// Columns of more than this share of the rows, and of more than this many, do not count: they tell least.
constexpr std::size_t kIgnoredShare = 15;  // one in fifteen
constexpr std::size_t kFewRows = 20;

/// Of the others, those of more than this share and of more than this many are common.
constexpr std::size_t kCommonShare = 100;  // one in a hundred
constexpr std::size_t kListedRows = 250;

constexpr std::uint32_t kRare = 0xffffffff;  // number of a column that is not common
constexpr std::size_t kAhead = 6;            // lists or rows
constexpr std::size_t kCandidates = 48;      // rows compared in the common columns too
constexpr std::size_t kSlices = 32;          // of the rows

// 1 is 2^12 - 1 in the index, 2^16 in a query, and 2^15 in a sum.
constexpr unsigned kValueBits = 12;
constexpr unsigned kQueryBits = 16;
constexpr unsigned kSumBits = 15;
constexpr std::uint32_t kValueOne = (1U << kValueBits) - 1;
static_assert(NeighborIndex::kMostRows <= 1U << (32 - kValueBits));

/// A row or a common column, and a value, in one word.
std::uint32_t pack_value(std::uint32_t place, float value) {
    auto const scaled = static_cast<std::uint32_t>(value * static_cast<float>(kValueOne) + 0.5F);
    return place << kValueBits | std::min(scaled, kValueOne);
}

std::uint32_t place_of(std::uint32_t packed) {
    return packed >> kValueBits;
}

std::uint16_t product(std::uint32_t packed, std::uint32_t query) {
    constexpr unsigned shift = kValueBits + kQueryBits - kSumBits;
    return static_cast<std::uint16_t>(((packed & kValueOne) * query + (1U << (shift - 1))) >> shift);
}

/// Starts to load what is read soon: nearly all the time of a search is waiting for memory.
void prefetch(std::span<std::uint32_t const> words) {
    constexpr std::size_t line = 64 / sizeof(std::uint32_t);
    constexpr std::size_t most = 16 * line;  // of more, the processor loads the rest by itself
    for (std::size_t i = 0; i < std::min(words.size(), most); i += line) __builtin_prefetch(words.data() + i);
}

/// A row and its scaled similarity.
struct Found {
    std::uint32_t row;
    std::uint32_t sum;

    bool operator<(Found const& other) const {  // the better one first
        return sum != other.sum ? sum > other.sum : row < other.row;
    }
};

/// Leaves the best ones, in no order.
void keep_best(std::vector<Found>& found, std::size_t most) {
    if (found.size() <= most) return;
    std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end());
    found.resize(most);
}

/// A number above 0 that at least `most` of the numbers reach, if so many are above 0, and hardly more.
std::uint16_t bound_below(std::span<std::uint16_t const> numbers, std::size_t most) {
    constexpr unsigned step_bits = 7;
    std::array<std::uint32_t, (1U << (16 - step_bits))> counts{};
    for (std::uint16_t const number : numbers) ++counts[number >> step_bits];
    std::size_t step = counts.size() - 1;
    for (std::size_t reached = counts[step]; reached < most && step > 0;) reached += counts[--step];
    return static_cast<std::uint16_t>(std::max<std::size_t>(step << step_bits, 1));
}

/// The rows with the highest sums above 0, in no order; of equal ones the first.
/// \param sums of rows, and zeros to the next multiple of kSlices
std::vector<Found> highest(std::span<std::uint16_t const> sums, std::size_t most) {
    // The tops of groups of rows bound what is looked for: loops without branches, and hardly a row too many. The
    // rows of a group stand apart, one in each slice of the sums: so many groups are gone through at a time.
    std::size_t const groups = sums.size() / kSlices;
    std::vector<std::uint16_t> tops(groups, 0);
    for (std::size_t begin = 0; begin < sums.size(); begin += groups) {
        for (std::size_t i = 0; i < groups; ++i) tops[i] = std::max(tops[i], sums[begin + i]);
    }
    std::uint16_t const least = bound_below(tops, most);
    std::vector<Found> found;
    for (std::size_t group = 0; group < groups; ++group) {
        if (tops[group] < least) continue;
        for (std::size_t i = group; i < sums.size(); i += groups) {
            if (sums[i] >= least) found.push_back({static_cast<std::uint32_t>(i), sums[i]});
        }
    }
    keep_best(found, most);
    return found;
}

}  // namespace

NeighborIndex::NeighborIndex(Matrix const& matrix, std::size_t rows, std::uint32_t columns, unsigned threads)
    : rows_(std::min(rows, kMostRows)), starts_(columns + 1, 0) {
    auto const all = matrix.blocks();
    auto const used = std::ranges::lower_bound(all, columns, {}, &ColumnBlock::first) - all.begin();
    auto const blocks = all.first(static_cast<std::size_t>(used));
    count_rows(blocks, threads);
    fill_lists(blocks, threads);
    fill_common(blocks, threads);
}

/// Makes room for the list of each column, finds it common, or leaves it out.
void NeighborIndex::count_rows(Blocks blocks, unsigned threads) {
    // Each column's count stands where its list will end, until the counts are summed up.
    for_each_index(blocks.size(), threads, [&](std::size_t index) {
        ColumnBlock const& block = blocks[index];
        std::uint32_t* const counts = starts_.data() + block.first + 1;
        for (std::size_t i = 0; i < block.starts[rows_]; ++i) ++counts[block.offsets[i]];
    });
    std::size_t const counted = std::max(rows_ / kIgnoredShare, kFewRows);
    std::size_t const listed = std::max(rows_ / kCommonShare, kListedRows);
    for (std::uint32_t column = 0; column + 1 < starts_.size(); ++column) {
        std::uint32_t& rows = starts_[column + 1];
        if (rows > listed && rows <= counted) common_.push_back(column);
        if (rows > std::min(listed, counted)) rows = 0;
    }
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    postings_.resize(starts_.back());
}

void NeighborIndex::fill_lists(Blocks blocks, unsigned threads) {
    for_each_index(blocks.size(), threads, [&](std::size_t index) {
        ColumnBlock const& block = blocks[index];
        std::uint32_t const* const starts = starts_.data() + block.first;
        std::vector<std::uint32_t> next(starts, starts + block.columns);
        for (std::uint32_t row = 0; row < rows_; ++row) {
            for (std::size_t i = block.starts[row]; i < block.starts[row + 1]; ++i) {
                std::uint16_t const offset = block.offsets[i];
                if (starts[offset] == starts[offset + 1]) continue;
                postings_[next[offset]++] = pack_value(row, block.values[i]);
            }
        }
    });
}

/// Keeps the rows' cells in common columns, row by row.
void NeighborIndex::fill_common(Blocks blocks, unsigned threads) {
    common_starts_.assign(rows_ + 1, 0);
    if (common_.empty()) return;
    std::vector<std::uint32_t> numbers(starts_.size(), kRare);
    for (std::uint32_t i = 0; i < common_.size(); ++i) numbers[common_[i]] = i;
    auto const for_cells = [&](std::size_t row, auto const& visit) {
        for (ColumnBlock const& block : blocks) {
            std::uint32_t const* const number = numbers.data() + block.first;
            for (std::size_t i = block.starts[row]; i < block.starts[row + 1]; ++i) {
                if (number[block.offsets[i]] != kRare) visit(number[block.offsets[i]], block.values[i]);
            }
        }
    };
    for_parts(rows_, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            for_cells(row, [&](std::uint32_t, float) { ++common_starts_[row + 1]; });
        }
    });
    std::partial_sum(common_starts_.begin(), common_starts_.end(), common_starts_.begin());
    common_cells_.resize(common_starts_.back());
    for_parts(rows_, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            std::uint32_t next = common_starts_[row];
            for_cells(row, [&](std::uint32_t number, float value) {
                common_cells_[next++] = pack_value(number, value);
            });
        }
    });
}

std::span<std::uint32_t const> NeighborIndex::list_of(std::uint32_t column) const {
    return std::span(postings_).subspan(starts_[column], starts_[column + 1] - starts_[column]);
}

std::span<std::uint32_t const> NeighborIndex::common_cells_of(std::uint32_t row) const {
    return std::span(common_cells_)
        .subspan(common_starts_[row], common_starts_[row + 1] - common_starts_[row]);
}

std::vector<Neighbor> NeighborIndex::nearest(std::span<Cell const> query, std::size_t most,
                                             Scratch& scratch) const {
    add_lists(query, scratch);
    auto found = highest(scratch.sums, std::max(most, kCandidates));
    scratch.words.clear();
    for (Found const& one : found) scratch.words.push_back(common_cells_of(one.row));
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i + kAhead < found.size()) prefetch(scratch.words[i + kAhead]);
        for (std::uint32_t const cell : scratch.words[i]) {
            found[i].sum += product(cell, scratch.common[place_of(cell)]);
        }
    }
    keep_best(found, most);
    std::sort(found.begin(), found.end());
    std::vector<Neighbor> nearest;
    for (Found const& one : found)
        nearest.push_back({one.row, static_cast<float>(one.sum) / static_cast<float>(1U << kSumBits)});
    return nearest;
}

/// Sums up the lists of the query's columns, and puts its common columns where they are found by number.
void NeighborIndex::add_lists(std::span<Cell const> query, Scratch& scratch) const {
    scratch.sums.assign((rows_ + kSlices - 1) / kSlices * kSlices, 0);
    scratch.common.assign(common_.size(), 0);
    scratch.words.clear();
    if (starts_.empty()) return;
    auto const indexed = std::ranges::lower_bound(query, starts_.size() - 1, {}, &Cell::column);
    query = query.first(static_cast<std::size_t>(indexed - query.begin()));
    // Where all lists are comes first: nothing waits for one place after the other.
    for (Cell const& cell : query) scratch.words.push_back(list_of(cell.column));
    auto common = common_.begin();
    for (std::size_t i = 0; i < query.size(); ++i) {
        if (i + kAhead < query.size()) prefetch(scratch.words[i + kAhead]);
        auto const value = static_cast<std::uint32_t>(query[i].value * static_cast<float>(1U << kQueryBits));
        for (std::uint32_t const posting : scratch.words[i]) {
            std::uint16_t& sum = scratch.sums[place_of(posting)];
            sum = static_cast<std::uint16_t>(sum + product(posting, value));
        }
        while (common != common_.end() && *common < query[i].column) ++common;
        if (common == common_.end() || *common != query[i].column) continue;
        scratch.common[static_cast<std::size_t>(common - common_.begin())] = value;
    }
}

}  // namespace lectern::local
