#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <span>

namespace lectern::local {

/// How the earlier papers of authors were judged.
class AuthorHistory {
public:
    void add(std::span<std::uint32_t const> authors, bool liked, double weight);

    struct Advantage {
        double log_odds = 0;
        std::size_t author = 0;  ///< Whose it is, among those asked for.
    };

    /// By how much the best record among the authors exceeds what is usual; never below 0, so that nobody is
    /// marked down for a name. Unknown authors: 0.
    Advantage advantage(std::span<std::uint32_t const> authors) const;

private:
    struct Record {
        double liked = 0;
        double all = 0;
    };

    boost::unordered_flat_map<std::uint32_t, Record> records_;
    Record total_;
};

}  // namespace lectern::local
