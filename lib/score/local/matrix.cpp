#include "detail/matrix.hpp"

#include "detail/parallel.hpp"

#include <utility>

namespace lectern::local {
namespace {

double times_row(ColumnBlock const& block, std::size_t row, float const* dense) {
    std::size_t const end = block.starts[row + 1];
    std::size_t i = block.starts[row];
    // Four sums at a time: the additions do not wait for each other.
    float sums[4] = {0, 0, 0, 0};
    for (; i + 4 <= end; i += 4) {
        for (std::size_t k = 0; k < 4; ++k) sums[k] += block.values[i + k] * dense[block.offsets[i + k]];
    }
    for (; i < end; ++i) sums[0] += block.values[i] * dense[block.offsets[i]];
    return static_cast<double>((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

}  // namespace

Matrix::Matrix(std::size_t rows, std::vector<ColumnBlock> blocks) : rows_(rows), blocks_(std::move(blocks)) {}

std::uint32_t Matrix::columns() const {
    return blocks_.empty() ? 0 : blocks_.back().first + blocks_.back().columns;
}

std::vector<double> Matrix::times(std::span<float const> vector, unsigned threads) const {
    std::vector<double> products(rows_, 0.0);
    for_parts(rows_, threads, [&](std::size_t begin, std::size_t end) {
        for (ColumnBlock const& block : blocks_) {
            float const* const part = vector.data() + block.first;
            for (std::size_t row = begin; row < end; ++row) products[row] += times_row(block, row, part);
        }
    });
    return products;
}

void Matrix::add_rows(std::span<double const> factors, std::span<float> sum, unsigned threads) const {
    for_each_index(blocks_.size(), threads, [&](std::size_t index) {
        ColumnBlock const& block = blocks_[index];
        float* const part = sum.data() + block.first;
        for (std::size_t row = 0; row < rows_; ++row) {
            auto const factor = static_cast<float>(factors[row]);
            if (factor == 0) continue;
            for (std::size_t i = block.starts[row]; i < block.starts[row + 1]; ++i) {
                part[block.offsets[i]] += factor * block.values[i];
            }
        }
    });
}

}  // namespace lectern::local
