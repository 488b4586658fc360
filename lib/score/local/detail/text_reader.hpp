#pragma once

#include "feature_id.hpp"

#include <lectern/core/paper.hpp>
#include <lectern/score/local/features.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::local {

/// The hash of a folded word, as feature_id() wants it.
std::uint64_t word_hash(std::string_view folded);

/// A word of a text, folded.
struct Word {
    std::uint64_t hash = 0;
    std::string_view text;
    bool starts_sentence = false;
    bool stop = false;      ///< Says nothing by itself; pairs reach over it.
    bool compound = false;  ///< Words joined by hyphens, which stand before it one by one.
};

/// Reads texts into features. Its buffers are used again, so one reader reads many papers fast.
class TextReader {
public:
    /// A feature of the paper, and the words it comes from (indices; the second is of a pair only).
    struct Occurrence {
        FeatureId id;
        std::uint32_t first;
        std::uint32_t second;
    };
    static constexpr std::uint32_t kNoWord = 0xffffffff;

    void read(std::string_view title, std::string_view abstract);
    /// Reads a text of which every part counts as every zone: topics.
    void read_everywhere(std::string_view text);

    std::vector<Occurrence> const& occurrences() const { return occurrences_; }
    /// The occurrences' counts, as in PaperFeatures.
    std::vector<std::uint32_t> counts();
    /// The words of an occurrence.
    std::string term(Occurrence const& occurrence) const;

private:
    void split_words(std::string_view text);
    void emit(Zone zone, std::size_t begin, std::size_t end);
    bool states_contribution(std::size_t begin, std::size_t end) const;
    std::size_t sentence_end(std::size_t begin) const;

    std::string folded_;
    std::vector<Word> words_;
    std::vector<Occurrence> occurrences_;
    std::vector<FeatureId> ids_;
    std::vector<std::uint32_t> counts_;
};

/// The author's name without what lists put around it.
std::string_view author_name(Author const& author);

/// The authors' names, hashed as in PaperFeatures.
std::vector<std::uint32_t> read_authors(Paper const& paper);

}  // namespace lectern::local
