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

AuthorHistory::Advantage AuthorHistory::advantage(std::span<std::uint32_t const> authors) const {
    if (total_.liked <= 0 || total_.liked >= total_.all) return {};
    double const usual = total_.liked / total_.all;
    Advantage best;
    for (std::size_t i = 0; i < authors.size(); ++i) {
        auto const found = records_.find(authors[i]);
        if (found == records_.end()) continue;
        Record const& record = found->second;
        double const share = (record.liked + kUsual * usual) / (record.all + kUsual);
        double const advantage = log_odds(share) - log_odds(usual);
        if (advantage > best.log_odds) best = {advantage, i};
    }
    return best;
}

}  // namespace lectern::local
