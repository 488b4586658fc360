#include "detail/topic_vectors.hpp"

namespace lectern::local {

void TopicVectors::add(std::span<Cell const> topic) {
    for (Cell const& cell : topic) columns_[cell.column].push_back({topics_, cell.value});
    ++topics_;
}

std::vector<double> TopicVectors::similarities(std::span<Cell const> row) const {
    std::vector<double> sums(topics_, 0.0);
    for (Cell const& cell : row) {
        auto const found = columns_.find(cell.column);
        if (found == columns_.end()) continue;
        for (Part const& part : found->second)
            sums[part.topic] += static_cast<double>(cell.value * part.value);
    }
    return sums;
}

}  // namespace lectern::local
