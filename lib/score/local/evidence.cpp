#include "detail/evidence.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::local {
namespace {

constexpr std::size_t kTerms = 6;

/// A word or pair, whatever part of the text it stands in.
struct TermSum {
    std::uint32_t key;
    double weight;
};

std::uint32_t key_of(FeatureId id) {
    return id & ((2U << kHashBits) - 1);
}

/// What each term adds, ascending by key. The cells come zone by zone, ascending within each, and the first zone has
/// nearly every term: one pass over the sums per zone finds them all.
std::vector<TermSum> sum_by_term(std::span<std::uint32_t const> counts, std::span<Cell const> row,
                                 TermSpace const& space, std::span<float const> weights) {
    std::vector<TermSum> sums;
    sums.reserve(row.size());
    auto sum = sums.begin();
    Zone zone = Zone::body;
    std::size_t cell = 0;
    for (std::uint32_t const term : counts) {
        FeatureId const id = id_of(term);
        if (space.column(id) == TermSpace::kNone) continue;
        if (zone != zone_of(id)) sum = sums.begin();
        zone = zone_of(id);
        while (sum != sums.end() && sum->key < key_of(id)) ++sum;
        if (sum == sums.end() || sum->key != key_of(id)) sum = sums.insert(sum, {key_of(id), 0});
        Cell const& value = row[cell++];
        sum->weight += static_cast<double>(value.value * weights[value.column]);
    }
    return sums;
}

}  // namespace

std::vector<Evidence> heaviest_terms(TextReader const& reader, std::span<std::uint32_t const> counts,
                                     std::span<Cell const> row, TermSpace const& space,
                                     std::span<float const> weights) {
    auto sums = sum_by_term(counts, row, space, weights);
    std::erase_if(sums, [](TermSum const& sum) { return sum.weight == 0; });
    auto const heavier = [](TermSum const& a, TermSum const& b) {
        double const x = std::abs(a.weight);
        double const y = std::abs(b.weight);
        return x != y ? x > y : a.key < b.key;
    };
    std::size_t const kept = std::min(sums.size(), kTerms);
    std::ranges::partial_sort(sums, sums.begin() + static_cast<std::ptrdiff_t>(kept), heavier);
    std::vector<Evidence> found;
    for (TermSum const& sum : std::span(sums).first(kept)) {
        auto const occurrence =
            std::ranges::find(reader.occurrences(), sum.key, [](auto const& one) { return key_of(one.id); });
        found.push_back({reader.term(*occurrence), sum.weight});
    }
    return found;
}

}  // namespace lectern::local
