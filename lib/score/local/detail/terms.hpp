#pragma once

#include <lectern/core/paper.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Text to sparse vectors.
namespace lectern::local {

using TermId = std::uint32_t;

/// Sorted by term, each term once.
using SparseVector = std::vector<std::pair<TermId, float>>;
/// Indexed by term.
using DenseVector = std::vector<double>;

/// Words and word pairs seen so far.
class Vocabulary {
public:
    TermId id(std::string_view term);
    std::string const& term(TermId id) const { return terms_[id]; }
    bool is_pair(TermId id) const { return term(id).find(' ') != std::string::npos; }
    std::size_t size() const { return terms_.size(); }

private:
    std::deque<std::string> terms_;  // stable addresses for the keys below
    boost::unordered_flat_map<std::string_view, TermId> ids_;
};

/// Collects the terms of a text: folded words without stop words, plural endings taken off, and pairs of
/// words that stand side by side.
class TermCounter {
public:
    explicit TermCounter(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    /// Counts every term of the text `weight` times.
    void add(std::string_view text, float weight);
    /// What was counted since the last call.
    SparseVector take();

private:
    void add_word(std::string_view word, float weight);

    Vocabulary& vocabulary_;
    std::string previous_;
    std::string word_;
    std::string pair_;
    std::vector<std::pair<TermId, float>> counts_;
};

double dot(SparseVector const& sparse, DenseVector const& dense);
void add_to(DenseVector& dense, SparseVector const& sparse, double factor);
/// Scales to length one; a zero vector stays.
void normalize(SparseVector& vector);
void normalize(DenseVector& vector);

}  // namespace lectern::local
