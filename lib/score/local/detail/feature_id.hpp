#pragma once

#include <cstdint>

namespace lectern::local {

/// Number of a word or a word pair in a part of the text.
using FeatureId = std::uint32_t;

/// Parts of a paper's text. Each has words of its own: "sparse" in a title is not "sparse" in passing.
enum class Zone : std::uint8_t { body, title, opening, closing, contribution };

inline constexpr unsigned kZones = 5;
inline constexpr unsigned kHashBits = 18;
inline constexpr FeatureId kFeatureCount = (kZones * 2) << kHashBits;

constexpr FeatureId feature_id(Zone zone, bool pair, std::uint64_t hash) {
    FeatureId const block = static_cast<FeatureId>(zone) * 2 + (pair ? 1 : 0);
    return (block << kHashBits) | static_cast<FeatureId>(hash >> (64 - kHashBits));
}
/// The features of a zone are those from its first to the next zone's.
constexpr FeatureId first_feature(unsigned zone) {
    return (zone * 2) << kHashBits;
}
constexpr Zone zone_of(FeatureId id) {
    return static_cast<Zone>(id >> (kHashBits + 1));
}
constexpr bool is_pair(FeatureId id) {
    return ((id >> kHashBits) & 1U) != 0;
}

/// A feature and how often it occurs, in one word.
inline constexpr unsigned kCountBits = 10;
inline constexpr std::uint32_t kMostCounted = (1U << kCountBits) - 1;
constexpr std::uint32_t pack(FeatureId id, std::uint32_t count) {
    return (id << kCountBits) | count;
}
constexpr FeatureId id_of(std::uint32_t packed) {
    return packed >> kCountBits;
}
constexpr std::uint32_t count_of(std::uint32_t packed) {
    return packed & kMostCounted;
}

}  // namespace lectern::local
