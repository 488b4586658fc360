#include "detail/term_space.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lectern::local {
namespace {

constexpr std::size_t kManyPapers = 2000;  // from here on, features of one or two papers are left out
constexpr std::uint32_t kFewestPapers = 3;
constexpr std::size_t kKnownLogarithms = 16;

float tf(std::uint32_t count) {
    static std::array<float, kKnownLogarithms> const known = [] {
        std::array<float, kKnownLogarithms> values{};
        for (std::size_t i = 1; i < values.size(); ++i) values[i] = 1 + std::log(static_cast<float>(i));
        return values;
    }();
    return count < kKnownLogarithms ? known[count] : 1 + std::log(static_cast<float>(count));
}

}  // namespace

TermSpace::TermSpace(std::span<PaperFeatures const* const> papers, RankerOptions const& options)
    : entries_(kFeatureCount) {
    std::vector<std::uint32_t> frequency(kFeatureCount, 0);
    for (PaperFeatures const* paper : papers) {
        for (std::uint32_t const term : paper->terms) ++frequency[id_of(term)];
    }
    std::uint32_t const fewest = papers.size() >= kManyPapers ? kFewestPapers : 1;
    double const n = static_cast<double>(papers.size());
    std::vector<float> idf;  // by frequency
    auto const idf_of = [&](std::uint32_t count) {
        if (count >= idf.size()) idf.resize(count + 1, 0.0F);
        if (idf[count] == 0) {
            double const value = std::log((1 + n) / (1 + static_cast<double>(count))) + 1;
            idf[count] = static_cast<float>(std::pow(value, options.idf_power));
        }
        return idf[count];
    };
    for (FeatureId id = 0; id < kFeatureCount; ++id) {
        float const share = is_pair(id) ? static_cast<float>(options.pair) : 1.0F;
        entries_[id].weight = idf_of(frequency[id]) * share;
    }
    // Frequent features side by side: most of the work then happens in little memory.
    std::vector<FeatureId> common;
    for (unsigned zone = 0; zone < kZones; ++zone) {
        zone_starts_.push_back(static_cast<std::uint32_t>(columns_));
        common.clear();
        for (FeatureId id = first_feature(zone); id < first_feature(zone + 1); ++id) {
            if (frequency[id] >= fewest) common.push_back(id);
        }
        std::ranges::stable_sort(common,
                                 [&](FeatureId a, FeatureId b) { return frequency[a] > frequency[b]; });
        for (FeatureId const id : common) entries_[id].column = static_cast<std::uint32_t>(columns_++);
    }
    zone_starts_.push_back(static_cast<std::uint32_t>(columns_));
    zone_weights_[0] = 1;
    zone_weights_[1] = static_cast<float>(options.title);
    zone_weights_[2] = static_cast<float>(options.opening);
    zone_weights_[3] = static_cast<float>(options.closing);
    zone_weights_[4] = static_cast<float>(options.contribution);
}

std::pair<std::uint32_t, std::uint32_t> TermSpace::columns_of(Zone zone) const {
    auto const index = static_cast<std::size_t>(zone);
    return {zone_starts_[index], zone_starts_[index + 1]};
}

std::size_t TermSpace::cells(std::span<std::uint32_t const> terms) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        terms, [this](std::uint32_t term) { return entries_[id_of(term)].column != kNone; }));
}

void TermSpace::append(std::span<std::uint32_t const> terms, Row& row) const {
    for (std::size_t i = 0; i < terms.size();) {
        Zone const zone = zone_of(id_of(terms[i]));
        std::size_t const start = row.size();
        double square = 0;
        for (; i < terms.size() && zone_of(id_of(terms[i])) == zone; ++i) {
            Entry const& entry = entries_[id_of(terms[i])];
            float const value = tf(count_of(terms[i])) * entry.weight;
            square += static_cast<double>(value) * static_cast<double>(value);
            if (entry.column != kNone) row.push_back({entry.column, value});
        }
        if (square == 0) continue;
        float const scale =
            zone_weights_[static_cast<std::size_t>(zone)] / static_cast<float>(std::sqrt(square));
        for (std::size_t k = start; k < row.size(); ++k) row[k].value *= scale;
    }
}

}  // namespace lectern::local
