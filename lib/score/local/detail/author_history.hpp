#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <span>

namespace lectern::local {

/// What became of the earlier papers of authors.
class AuthorHistory {
public:
    void add(std::span<std::uint32_t const> authors, bool liked, double weight);

    /// By how much the best record among the authors exceeds what is usual, in log-odds; never below 0, so
    /// that nobody is marked down for a name. Unknown authors: 0.
    double advantage(std::span<std::uint32_t const> authors) const;

private:
    struct Record {
        double liked = 0;
        double all = 0;
    };

    boost::unordered_flat_map<std::uint32_t, Record> records_;
    Record total_;
};

}  // namespace lectern::local
