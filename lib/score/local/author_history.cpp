#include "detail/author_history.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::local {
namespace {

constexpr double kUsual = 3;  // papers' worth of the usual share that every record starts with

double log_odds(double share) {
    return std::log(share / (1 - share));
}

}  // namespace

void AuthorHistory::add(std::span<std::uint32_t const> authors, bool liked, double weight) {
    double const liked_weight = liked ? weight : 0;
    total_.liked += liked_weight;
    total_.all += weight;
    for (std::uint32_t const author : authors) {
        Record& record = records_[author];
        record.liked += liked_weight;
        record.all += weight;
    }
}

double AuthorHistory::advantage(std::span<std::uint32_t const> authors) const {
    if (total_.liked <= 0 || total_.liked >= total_.all) return 0;
    double const usual = total_.liked / total_.all;
    double best = 0;
    for (std::uint32_t const author : authors) {
        auto const found = records_.find(author);
        if (found == records_.end()) continue;
        Record const& record = found->second;
        double const share = (record.liked + kUsual * usual) / (record.all + kUsual);
        best = std::max(best, log_odds(share) - log_odds(usual));
    }
    return best;
}

}  // namespace lectern::local
