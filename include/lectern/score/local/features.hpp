#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What the local ranker reads from a paper: hashed words and word pairs with their counts, by the part of
/// the text they stand in (title, first sentence, last sentence, sentences that state the contribution, and
/// all of it), and hashed author names. About 1.5 kB; nothing in it depends on other papers, so it can be
/// kept.
struct PaperFeatures {
    /// Sorted; the feature's number in the upper 22 bits, its count (at most 1023) in the lower 10.
    std::vector<std::uint32_t> terms;
    std::vector<std::uint32_t> authors;  ///< Hashed names, in the paper's order.

    friend bool operator==(PaperFeatures const&, PaperFeatures const&) = default;
};

/// Changes whenever read_features() reads the same paper differently: features kept under another number are
/// useless.
inline constexpr int kFeaturesVersion = 1;

/// Reads title, abstract and authors. Words are folded (case, accents, compatibility forms); the parts of a
/// hyphenated word count, and so does the word without its hyphens; TeX commands that only set type are
/// dropped. Words and pairs are hashed to 2^18 numbers each for every part of the text (feature hashing:
/// Weinberger et al., 2009). Takes about 35 µs for an abstract of 1300 characters, and grows linearly.
PaperFeatures read_features(Paper const& paper);
/// The same for many, on several threads.
std::vector<PaperFeatures> read_features(std::span<Paper const> papers, unsigned threads);

/// The features in few bytes, for a cache.
std::string to_bytes(PaperFeatures const& features);

/// \par Errors invalid_argument if the bytes do not come from to_bytes()
Result<PaperFeatures> features_from_bytes(std::string_view bytes);

}  // namespace lectern
