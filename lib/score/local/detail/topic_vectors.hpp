#pragma once

#include "matrix.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// The topics' vectors, found by column: a paper shares few columns with any of them.
class TopicVectors {
public:
    /// Adds the next topic.
    void add(std::span<Cell const> topic);
    /// The similarity (cosine, for vectors of length one) of the row to each topic.
    /// A call takes time in proportion to the row's cells, however many topics there are, and to what they share.
    std::vector<double> similarities(std::span<Cell const> row) const;

private:
    struct Part {
        std::size_t topic;
        float value;
    };

    std::size_t topics_ = 0;
    boost::unordered_flat_map<std::uint32_t, std::vector<Part>> columns_;
};

}  // namespace lectern::local
