#include "detail/terms.hpp"

#include <lectern/core/text.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <cmath>

namespace lectern::local {
namespace {

bool is_stop_word(std::string_view word) {
    static boost::unordered_flat_set<std::string_view> const words{
        "a",        "about", "above",   "after",   "again",       "against", "all",      "also",
        "although", "an",    "and",     "any",     "are",         "as",      "at",       "be",
        "because",  "been",  "before",  "being",   "below",       "between", "both",     "but",
        "by",       "can",   "cannot",  "could",   "did",         "do",      "does",     "due",
        "during",   "each",  "either",  "et",      "etc",         "even",    "existing", "few",
        "first",    "for",   "from",    "further", "furthermore", "had",     "has",      "have",
        "having",   "he",    "hence",   "her",     "here",        "his",     "how",      "however",
        "i",        "if",    "in",      "into",    "is",          "it",      "its",      "itself",
        "less",     "like",  "many",    "may",     "might",       "more",    "moreover", "most",
        "much",     "must",  "nor",     "not",     "of",          "off",     "often",    "on",
        "once",     "one",   "only",    "onto",    "or",          "other",   "our",      "out",
        "over",     "own",   "paper",   "propose", "proposed",    "per",     "rather",   "same",
        "several",  "she",   "should",  "show",    "since",       "so",      "some",     "such",
        "than",     "that",  "the",     "their",   "them",        "then",    "there",    "therefore",
        "these",    "they",  "this",    "those",   "though",      "through", "thus",     "to",
        "too",      "under", "until",   "up",      "upon",        "us",      "use",      "used",
        "using",    "very",  "via",     "was",     "we",          "well",    "were",     "what",
        "when",     "where", "whereas", "whether", "which",       "while",   "who",      "whose",
        "why",      "will",  "with",    "within",  "without",     "would",   "yet",      "you",
        "your"};
    return words.contains(word);
}

bool is_word_byte(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

bool is_number(std::string_view word) {
    return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Takes plural endings off (the "S stemmer", Harman 1991).
std::string_view strip_plural(std::string_view word, std::string& storage) {
    if (word.size() < 4 || word.back() != 's') return word;
    if (word.ends_with("ies") && !word.ends_with("eies") && !word.ends_with("aies")) {
        storage.assign(word.substr(0, word.size() - 3)) += 'y';
        return storage;
    }
    if (word.ends_with("es") && !word.ends_with("aes") && !word.ends_with("ees") && !word.ends_with("oes")) {
        return word.substr(0, word.size() - 1);
    }
    if (word.ends_with("us") || word.ends_with("ss") || word.ends_with("is")) return word;
    return word.substr(0, word.size() - 1);
}

}  // namespace

TermId Vocabulary::id(std::string_view term) {
    if (auto const found = ids_.find(term); found != ids_.end()) return found->second;
    auto const id = static_cast<TermId>(terms_.size());
    ids_.emplace(terms_.emplace_back(term), id);
    return id;
}

void TermCounter::add(std::string_view text, float weight) {
    std::string const folded = text::fold(text);
    previous_.clear();
    for (std::size_t i = 0; i < folded.size();) {
        if (!is_word_byte(folded[i])) {
            // A pair never spans the end of a sentence or an enumeration.
            if (folded[i] == '.' || folded[i] == ',' || folded[i] == ';' || folded[i] == ':')
                previous_.clear();
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        while (end < folded.size() && is_word_byte(folded[end])) ++end;
        add_word(std::string_view(folded).substr(i, end - i), weight);
        i = end;
    }
}

void TermCounter::add_word(std::string_view word, float weight) {
    if (word.size() < 2 || is_number(word) || is_stop_word(word)) return;
    word = strip_plural(word, word_);
    counts_.emplace_back(vocabulary_.id(word), weight);
    if (!previous_.empty()) {
        pair_.assign(previous_).append(" ").append(word);
        counts_.emplace_back(vocabulary_.id(pair_), weight);
    }
    previous_.assign(word);
}

SparseVector TermCounter::take() {
    std::ranges::sort(counts_, {}, &std::pair<TermId, float>::first);
    SparseVector vector;
    vector.reserve(counts_.size());
    for (auto const& [term, weight] : counts_) {
        if (!vector.empty() && vector.back().first == term) {
            vector.back().second += weight;
        } else {
            vector.emplace_back(term, weight);
        }
    }
    counts_.clear();
    return vector;
}

double dot(SparseVector const& sparse, DenseVector const& dense) {
    double sum = 0;
    for (auto const& [term, weight] : sparse) {
        if (term < dense.size()) sum += static_cast<double>(weight) * dense[term];
    }
    return sum;
}

void add_to(DenseVector& dense, SparseVector const& sparse, double factor) {
    for (auto const& [term, weight] : sparse) dense[term] += factor * static_cast<double>(weight);
}

void normalize(SparseVector& vector) {
    double sum = 0;
    for (auto const& [term, weight] : vector)
        sum += static_cast<double>(weight) * static_cast<double>(weight);
    if (sum == 0) return;
    auto const factor = static_cast<float>(1 / std::sqrt(sum));
    for (auto& [term, weight] : vector) weight *= factor;
}

void normalize(DenseVector& vector) {
    double sum = 0;
    for (double const weight : vector) sum += weight * weight;
    if (sum == 0) return;
    double const factor = 1 / std::sqrt(sum);
    for (double& weight : vector) weight *= factor;
}

}  // namespace lectern::local
