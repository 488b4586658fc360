#include "detail/term_space.hpp"

#include "detail/background.hpp"
#include "detail/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lectern::local {
namespace {

constexpr std::size_t kManyPapers = 2000;  // from here on, features of few papers are left out
constexpr std::uint32_t kFewestPapersOfTerm = 3;
constexpr double kBackground = 200;  // papers that the built-in frequencies stand for
constexpr std::size_t kBlocks = 8;   // about; a block's part of a dense vector should fit into the cache
constexpr std::size_t kKnownLogarithms = 16;

float tf(std::uint32_t count) {
    static std::array<float, kKnownLogarithms> const known = [] {
        std::array<float, kKnownLogarithms> values{};
        for (std::size_t i = 1; i < values.size(); ++i) values[i] = 1 + std::log(static_cast<float>(i));
        return values;
    }();
    return count < kKnownLogarithms ? known[count] : 1 + std::log(static_cast<float>(count));
}

/// The terms whose features are in [begin, end).
std::span<std::uint32_t const> between(std::span<std::uint32_t const> terms, FeatureId begin, FeatureId end) {
    auto const from = std::ranges::lower_bound(terms, begin, {}, id_of);
    return {from, std::ranges::lower_bound(from, terms.end(), end, {}, id_of)};
}

/// How many papers have each feature.
BigVector<std::uint32_t> count_papers(TermSpace::Papers papers, unsigned threads) {
    BigVector<std::uint32_t> frequency(kFeatureCount, 0);
    constexpr std::size_t parts = kZones * 2;  // words and pairs
    for_each_index(parts, threads, [&](std::size_t part) {
        auto const begin = static_cast<FeatureId>(part << kHashBits);
        auto const end = static_cast<FeatureId>((part + 1) << kHashBits);
        for (PaperFeatures const* paper : papers) {
            for (std::uint32_t const term : between(paper->terms, begin, end)) ++frequency[id_of(term)];
        }
    });
    return frequency;
}

}  // namespace

TermSpace::TermSpace(Papers papers, RankerOptions const& options)
    : entries_(kFeatureCount),
      zone_weights_{1, static_cast<float>(options.title), static_cast<float>(options.opening),
                    static_cast<float>(options.closing), static_cast<float>(options.contribution)} {
    auto const frequency = count_papers(papers, options.threads);
    double const n = static_cast<double>(papers.size()) + kBackground;
    auto const idf = [&](double count) {
        return static_cast<float>(std::pow(std::log((1 + n) / (1 + count)) + 1, options.idf_power));
    };
    auto const share = [&](FeatureId id) { return is_pair(id) ? static_cast<float>(options.pair) : 1.0F; };
    std::vector<float> by_count(std::ranges::max(frequency) + 1);
    for (std::size_t count = 0; count < by_count.size(); ++count) {
        by_count[count] = idf(static_cast<double>(count));
    }
    for_parts(kFeatureCount, options.threads, [&](std::size_t begin, std::size_t end) {
        for (auto id = static_cast<FeatureId>(begin); id < end; ++id) {
            entries_[id].weight = by_count[frequency[id]] * share(id);
        }
    });
    for (std::uint32_t const common : background_frequencies()) {
        FeatureId const id = id_of(common);
        double const expected = kBackground * count_of(common) / 1000;
        entries_[id].weight = idf(frequency[id] + expected) * share(id);
    }
    number_columns(frequency, papers.size() >= kManyPapers ? kFewestPapersOfTerm : 1);
}

/// Gives each feature of enough papers a column, and cuts the columns into blocks of about as many cells.
void TermSpace::number_columns(std::span<std::uint32_t const> frequency, std::uint32_t fewest) {
    std::size_t cells = 0;
    for (std::uint32_t const count : frequency) cells += count >= fewest ? count : 0;
    for (unsigned zone = 0; zone < kZones; ++zone) {
        Range range{first_feature(zone), 0, 0};
        std::size_t first = ids_.size();
        for (FeatureId id = first_feature(zone); id < first_feature(zone + 1); ++id) {
            if (frequency[id] < fewest) continue;
            if (range.cells > cells / kBlocks || ids_.size() - first == ColumnBlock::kMostColumns) {
                range.end = id;
                ranges_.push_back(std::exchange(range, {id, 0, 0}));
                first = ids_.size();
            }
            entries_[id].column = static_cast<std::uint32_t>(ids_.size());
            ids_.push_back(id);
            range.cells += frequency[id];
        }
        range.end = first_feature(zone + 1);
        ranges_.push_back(range);
    }
}

std::uint32_t TermSpace::first_column(unsigned zone) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(ids_, first_feature(zone)) - ids_.begin());
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

Matrix TermSpace::matrix(Papers papers, unsigned threads) const {
    std::vector<ColumnBlock> blocks(ranges_.size());
    std::vector<std::vector<double>> squares(ranges_.size());
    for_each_index(ranges_.size(), threads,
                   [&](std::size_t i) { blocks[i] = fill(ranges_[i], papers, squares[i]); });
    // What the blocks of a zone hold of a paper has one length together.
    std::vector<std::vector<double>> lengths(kZones, std::vector<double>(papers.size(), 0.0));
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
        auto& sums = lengths[static_cast<std::size_t>(zone_of(ranges_[i].begin))];
        for (std::size_t row = 0; row < papers.size(); ++row) sums[row] += squares[i][row];
    }
    for_each_index(ranges_.size(), threads, [&](std::size_t i) {
        auto const zone = static_cast<std::size_t>(zone_of(ranges_[i].begin));
        ColumnBlock& block = blocks[i];
        for (std::size_t row = 0; row < papers.size(); ++row) {
            float const scale = zone_weights_[zone] / static_cast<float>(std::sqrt(lengths[zone][row]));
            for (std::size_t k = block.starts[row]; k < block.starts[row + 1]; ++k) block.values[k] *= scale;
        }
    });
    return {papers.size(), std::move(blocks)};
}

/// The papers' cells in the range's columns, not yet scaled, and the sum of squares over all its features.
ColumnBlock TermSpace::fill(Range const& range, Papers papers, std::vector<double>& squares) const {
    ColumnBlock block;
    auto const first = std::ranges::lower_bound(ids_, range.begin);
    block.first = static_cast<std::uint32_t>(first - ids_.begin());
    block.columns =
        static_cast<std::uint32_t>(std::ranges::lower_bound(first, ids_.end(), range.end) - first);
    block.starts.reserve(papers.size() + 1);
    block.offsets.reserve(range.cells);
    block.values.reserve(range.cells);
    squares.reserve(papers.size());
    for (PaperFeatures const* paper : papers) {
        block.starts.push_back(static_cast<std::uint32_t>(block.values.size()));
        double square = 0;
        for (std::uint32_t const term : between(paper->terms, range.begin, range.end)) {
            Entry const& entry = entries_[id_of(term)];
            float const value = tf(count_of(term)) * entry.weight;
            square += static_cast<double>(value) * static_cast<double>(value);
            if (entry.column == kNone) continue;
            block.offsets.push_back(static_cast<std::uint16_t>(entry.column - block.first));
            block.values.push_back(value);
        }
        squares.push_back(square);
    }
    block.starts.push_back(static_cast<std::uint32_t>(block.values.size()));
    return block;
}

}  // namespace lectern::local
