#pragma once

#include "feature_id.hpp"
#include "matrix.hpp"

#include <lectern/score/local/features.hpp>
#include <lectern/score/local/ranker.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// The features that papers have in common, as columns, and what each weighs.
///
/// A paper becomes one vector per zone: (1 + ln count) · idf^idf_power, pairs at a share, scaled to the zone's length.
/// idf = ln((1 + n) / (1 + papers that have it)) + 1. A feature of too few papers says nothing about others: it
/// has no column, but counts in the length.
class TermSpace {
public:
    TermSpace(std::span<PaperFeatures const* const> papers, RankerOptions const& options);

    std::size_t columns() const { return columns_; }
    /// Appends the vector of the paper to `row`.
    void append(std::span<std::uint32_t const> terms, Row& row) const;
    /// How many cells append() makes of the paper.
    std::size_t cells(std::span<std::uint32_t const> terms) const;
    /// Column of a feature; kNone if it has none.
    std::uint32_t column(FeatureId id) const { return entries_[id].column; }
    /// The zone whose columns these are; columns are sorted by zone.
    std::pair<std::uint32_t, std::uint32_t> columns_of(Zone zone) const;

    static constexpr std::uint32_t kNone = 0xffffffff;

private:
    struct Entry {
        std::uint32_t column = kNone;
        float weight = 0;
    };

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> zone_starts_;
    std::size_t columns_ = 0;
    float zone_weights_[kZones];
};

}  // namespace lectern::local
