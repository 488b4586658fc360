#include "detail/text_reader.hpp"

#include <lectern/core/text.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <array>
#include <numeric>

namespace lectern::local {
namespace {

/// FNV-1a, made in steps so that a compound's hash is that of its parts written together.
constexpr std::uint64_t kHashStart = 14695981039346656037ULL;
constexpr std::uint64_t extend(std::uint64_t hash, std::string_view text) {
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

/// Spreads the bits: FNV's upper ones, which number the features, are weak (murmur3's finaliser).
constexpr std::uint64_t spread(std::uint64_t hash) {
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdULL;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53ULL;
    return hash ^ (hash >> 33);
}
constexpr std::uint64_t hash_of(std::string_view text) {
    return spread(extend(kHashStart, text));
}
constexpr std::uint64_t pair_hash(std::uint64_t first, std::uint64_t second) {
    return spread(first * 0x9e3779b97f4a7c15ULL + second);
}

using HashSet = boost::unordered_flat_set<std::uint64_t>;

HashSet hashes_of(std::initializer_list<std::string_view> words) {
    HashSet set;
    for (std::string_view const word : words) set.insert(hash_of(word));
    return set;
}

bool is_stop_word(std::uint64_t hash) {
    static HashSet const words = hashes_of(
        {"the",  "of",    "and",   "to",   "in",    "for",     "is",   "that",    "on",     "with", "we",
         "as",   "by",    "an",    "are",  "this",  "be",      "from", "or",      "can",    "our",  "it",
         "at",   "these", "such",  "have", "has",   "also",    "its",  "their",   "not",    "but",  "which",
         "been", "than",  "while", "into", "using", "between", "both", "however", "through"});
    return words.contains(hash);
}

/// TeX commands that set type and mean nothing.
bool is_typesetting(std::string_view command) {
    static boost::unordered_flat_set<std::string_view> const commands{
        "mathcal",   "mathbb",   "mathbf",     "mathrm",     "mathsf",   "mathit", "mathfrak",
        "text",      "textit",   "textbf",     "textsc",     "texttt",   "textrm", "emph",
        "it",        "bf",       "tt",         "boldsymbol", "frac",     "sqrt",   "left",
        "right",     "big",      "href",       "url",        "footnote", "cite",   "operatorname",
        "underline", "overline", "ensuremath", "xspace",     "hat",      "tilde",  "bar"};
    return commands.contains(command);
}

constexpr std::uint64_t kWe = hash_of("we");
constexpr std::uint64_t kThis = hash_of("this");
constexpr std::uint64_t kPaper = hash_of("paper");
constexpr std::uint64_t kWork = hash_of("work");

constexpr std::size_t kShortestWord = 2;

/// Of folded ASCII.
constexpr std::array<bool, 256> kLetters = [] {
    std::array<bool, 256> letters{};
    for (char const c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789_")) {
        letters[static_cast<unsigned char>(c)] = true;
    }
    return letters;
}();

std::size_t letters_at(std::string_view text, std::size_t pos) {
    std::size_t end = pos;
    while (end < text.size()) {
        auto const c = static_cast<unsigned char>(text[end]);
        std::size_t const length = kLetters[c] ? 1 : c >= 0x80 ? text::letter_length(text.substr(end)) : 0;
        if (length == 0) break;
        end += length;
    }
    return end - pos;
}

/// Sorts feature ids by their digits, lowest first; several times faster than comparing so few numbers.
void sort_ids(std::vector<FeatureId>& ids, std::vector<FeatureId>& scratch) {
    constexpr unsigned digit_bits = 8;
    constexpr std::size_t digits = 1U << digit_bits;
    static_assert(kFeatureCount <= 1U << (3 * digit_bits));
    scratch.resize(ids.size());
    for (unsigned const shift : {0U, digit_bits, 2 * digit_bits}) {
        auto const digit = [shift](FeatureId id) { return (id >> shift) & (digits - 1); };
        std::array<std::uint32_t, digits> place{};
        for (FeatureId const id : ids) ++place[digit(id)];
        std::exclusive_scan(place.begin(), place.end(), place.begin(), 0U);
        for (FeatureId const id : ids) scratch[place[digit(id)]++] = id;
        ids.swap(scratch);
    }
}

bool ends_sentence(std::string_view text, std::size_t pos) {
    char const c = text[pos];
    if (c != '.' && c != '!' && c != '?') return false;
    bool const gap = pos + 1 >= text.size() || text[pos + 1] == ' ' || text[pos + 1] == '\n';
    // "e.g." and initials end nothing.
    bool const letter = pos >= 2 && letters_at(text, pos - 1) == 1 && letters_at(text, pos - 2) == 0;
    return gap && !letter;
}

}  // namespace

std::uint64_t word_hash(std::string_view folded) {
    return hash_of(folded);
}

void TextReader::read(std::string_view title, std::string_view abstract) {
    folded_.assign(text::fold(title)).append("\n");
    std::size_t const title_size = folded_.size();
    folded_ += text::fold(abstract);
    words_.clear();
    occurrences_.clear();
    std::string_view const all = folded_;
    split_words(all.substr(0, title_size));
    std::size_t const title_words = words_.size();
    emit(Zone::title, 0, title_words);
    emit(Zone::body, 0, title_words);
    split_words(all.substr(title_size));
    for (std::size_t begin = title_words; begin < words_.size();) {
        std::size_t const end = sentence_end(begin);
        emit(Zone::body, begin, end);
        if (begin == title_words) emit(Zone::opening, begin, end);
        if (end == words_.size()) emit(Zone::closing, begin, end);
        if (states_contribution(begin, end)) emit(Zone::contribution, begin, end);
        begin = end;
    }
}

void TextReader::read_everywhere(std::string_view text) {
    folded_ = text::fold(text);
    words_.clear();
    occurrences_.clear();
    split_words(folded_);
    for (std::size_t begin = 0; begin < words_.size();) {
        std::size_t const end = sentence_end(begin);
        for (unsigned zone = 0; zone < kZones; ++zone) emit(static_cast<Zone>(zone), begin, end);
        begin = end;
    }
}

void TextReader::split_words(std::string_view text) {
    bool starts = true;
    std::size_t chain_begin = 0;  // of words joined by hyphens
    std::uint64_t chain_hash = kHashStart;
    unsigned chain_words = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t const length = letters_at(text, i);
        if (length == 0) {
            if (text[i] == '\\') {
                std::size_t const command = letters_at(text, i + 1);
                i += 1 + (is_typesetting(text.substr(i + 1, command)) ? command : 0);
                continue;
            }
            starts = starts || ends_sentence(text, i);
            ++i;
            continue;
        }
        std::string_view const word = text.substr(i, length);
        std::uint64_t const raw_hash = extend(kHashStart, word);
        if (chain_words == 0) chain_begin = i;
        chain_hash = chain_words == 0 ? raw_hash : extend(chain_hash, word);
        ++chain_words;
        if (length >= kShortestWord) {
            std::uint64_t const hash = spread(raw_hash);
            words_.push_back({hash, word, starts, is_stop_word(hash), false});
            starts = false;
        }
        i += length;
        bool const joined = i < text.size() && text[i] == '-' && letters_at(text.substr(0, i + 2), i + 1) > 0;
        if (joined) {
            ++i;
            continue;
        }
        if (chain_words > 1) {
            words_.push_back(
                {spread(chain_hash), text.substr(chain_begin, i - chain_begin), starts, false, true});
            starts = false;
        }
        chain_words = 0;
        chain_hash = kHashStart;
    }
}

void TextReader::emit(Zone zone, std::size_t begin, std::size_t end) {
    Word const* previous = nullptr;
    for (std::size_t i = begin; i < end; ++i) {
        Word const& word = words_[i];
        if (word.stop) continue;
        auto const index = static_cast<std::uint32_t>(i);
        occurrences_.push_back({feature_id(zone, false, word.hash), index, kNoWord});
        if (word.compound) continue;
        if (previous) {
            occurrences_.push_back({feature_id(zone, true, pair_hash(previous->hash, word.hash)),
                                    static_cast<std::uint32_t>(previous - words_.data()), index});
        }
        previous = &word;
    }
}

std::size_t TextReader::sentence_end(std::size_t begin) const {
    std::size_t end = begin + 1;
    while (end < words_.size() && !words_[end].starts_sentence) ++end;
    return end;
}

bool TextReader::states_contribution(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
        if (words_[i].hash == kWe) return true;
        bool const this_one = i > begin && words_[i - 1].hash == kThis;
        if (this_one && (words_[i].hash == kPaper || words_[i].hash == kWork)) return true;
    }
    return false;
}

std::vector<std::uint32_t> TextReader::counts() {
    ids_.clear();
    for (Occurrence const& occurrence : occurrences_) ids_.push_back(occurrence.id);
    sort_ids(ids_, counts_);
    counts_.clear();
    for (std::size_t i = 0; i < ids_.size();) {
        std::size_t end = i + 1;
        while (end < ids_.size() && ids_[end] == ids_[i]) ++end;
        auto const count = static_cast<std::uint32_t>(std::min<std::size_t>(end - i, kMostCounted));
        counts_.push_back(pack(ids_[i], count));
        i = end;
    }
    return counts_;
}

std::string TextReader::term(Occurrence const& occurrence) const {
    std::string term(words_[occurrence.first].text);
    if (occurrence.second != kNoWord) term.append(" ").append(words_[occurrence.second].text);
    return term;
}

}  // namespace lectern::local
