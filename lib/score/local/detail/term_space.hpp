#pragma once

#include "feature_id.hpp"
#include "huge_pages.hpp"
#include "matrix.hpp"

#include <lectern/score/local/features.hpp>
#include <lectern/score/local/ranker.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lectern::local {

/// The features that papers have in common, as columns, and what each weighs.
///
/// A paper becomes one vector per zone: (1 + ln count) · idf^idf_power, pairs at a share, scaled to the zone's length.
/// idf = ln((1 + n) / (1 + papers that have it)) + 1, where 200 papers' worth of built-in frequencies is
/// counted in (background_frequencies()), so that a handful of papers already knows which words are common. A feature
/// of too few papers says nothing about others: it has no column, but counts in the length.
class TermSpace {
public:
    using Papers = std::span<PaperFeatures const* const>;

    TermSpace(Papers papers, RankerOptions const& options);

    std::size_t columns() const { return ids_.size(); }
    /// Appends the vector of the paper to `row`.
    void append(std::span<std::uint32_t const> terms, Row& row) const;
    /// The vectors of the papers that the space was made of.
    Matrix matrix(Papers papers, unsigned threads) const;
    /// Column of a feature; kNone if it has none.
    std::uint32_t column(FeatureId id) const { return entries_[id].column; }
    /// What a feature weighs wherever it occurs: idf^idf_power, a share of it for pairs.
    float weight(FeatureId id) const { return entries_[id].weight; }
    /// The features of the columns, ascending.
    std::vector<FeatureId> const& ids() const { return ids_; }
    /// Where the columns of the zone begin; they are sorted by zone, and so are the matrix' blocks.
    std::uint32_t first_column(unsigned zone) const;

    static constexpr std::uint32_t kNone = 0xffffffff;

private:
    struct Entry {
        std::uint32_t column = kNone;
        float weight = 0;
    };
    /// Features of a zone whose columns make a block.
    struct Range {
        FeatureId begin;
        FeatureId end;
        std::size_t cells;  ///< What its papers have in its columns.
    };

    void number_columns(std::span<std::uint32_t const> frequency, std::uint32_t fewest);
    ColumnBlock fill(Range const& range, Papers papers, std::vector<double>& squares) const;

    BigVector<Entry> entries_;
    std::vector<FeatureId> ids_;
    std::vector<Range> ranges_;
    std::array<float, kZones> zone_weights_;
};

}  // namespace lectern::local
