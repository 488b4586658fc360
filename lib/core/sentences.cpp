#include "detail/ascii.hpp"

#include <lectern/core/sentences.hpp>
#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace lectern::text {
namespace {

constexpr std::array<std::string_view, 16> kAbbreviations{"e.g", "i.e", "al",     "vs", "fig", "figs",
                                                          "eq",  "eqs", "sec",    "cf", "ref", "resp",
                                                          "no",  "dr",  "approx", "st"};

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// The word that ends in front of `end`, dots within it included.
std::string_view word_before(std::string_view s, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && !is_blank(s[begin - 1]) && s[begin - 1] != '(') --begin;
    return s.substr(begin, end - begin);
}

/// Whether the sign at `at`, which is followed by a blank, ends a sentence.
bool ends_sentence_at(std::string_view s, std::size_t at, std::size_t next) {
    char const follows = s[next];
    bool const lower = follows >= 'a' && follows <= 'z';
    if (lower || follows == ',' || follows == ';') return false;
    if (s[at] != '.') return true;
    std::string_view const word = word_before(s, at);
    bool const initial = word.size() == 1 && word.front() >= 'A' && word.front() <= 'Z';
    return !initial && !std::ranges::count(kAbbreviations, std::string_view(ascii_lower(word)));
}

std::size_t next_visible(std::string_view s, std::size_t at) {
    while (at < s.size() && is_blank(s[at])) ++at;
    return at;
}

/// How plainly a sentence says what the paper does.
int clarity(std::string_view sentence) {
    constexpr std::array<std::pair<std::string_view, int>, 40> cues{
        {{"we propose", 5},   {"we introduce", 5},    {"we present", 5},     {"we show", 4},
         {"we prove", 4},     {"we develop", 5},      {"we demonstrate", 3}, {"we establish", 4},
         {"we find", 3},      {"we study", 4},        {"we investigate", 4}, {"we provide", 3},
         {"we analyze", 4},   {"we characterize", 4}, {"we derive", 4},      {"we report", 4},
         {"we describe", 4},  {"we design", 4},       {"we address", 3},     {"we examine", 4},
         {"we explore", 4},   {"we give", 3},         {"we argue", 4},       {"we identify", 3},
         {"we formulate", 3}, {"we construct", 3},    {"we build", 3},       {"we use", 2},
         {"we ", 1},          {"this paper", 4},      {"this work", 4},      {"this article", 4},
         {"this study", 4},   {"this survey", 4},     {"this thesis", 4},    {"in this paper", 4},
         {"in this work", 4}, {"is proposed", 3},     {"are proposed", 3},   {"is presented", 3}}};
    std::string const plain = ascii_lower(sentence);
    int best = 0;
    for (auto const& [cue, value] : cues) {
        std::size_t const at = plain.find(cue);
        if (at == std::string::npos) continue;
        bool const word = at == 0 || !is_letter(plain[at - 1]);
        // A cue at the start is the sentence's own; one further on may belong to a clause.
        if (word) best = std::max(best, at < 40 ? 2 * value : value);
    }
    return best;
}

/// The longest start of the sentence that ends at a blank outside of formulas.
std::string cut_at_word(std::string_view sentence, std::size_t most_bytes) {
    constexpr std::string_view dots = "…";
    std::size_t end = 0;
    bool formula = false;
    for (std::size_t i = 0; i + dots.size() <= most_bytes && i < sentence.size(); ++i) {
        if (sentence[i] == '$' && (i == 0 || sentence[i - 1] != '\\')) formula = !formula;
        if (!formula && is_blank(sentence[i])) end = i;
    }
    if (end == 0) return truncate(sentence, most_bytes);
    return std::string(sentence.substr(0, end)).append(dots);
}

}  // namespace

std::vector<std::string_view> sentences(std::string_view abstract) {
    std::string_view const s = trim(abstract);
    std::vector<std::string_view> found;
    std::size_t begin = 0;
    bool formula = false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '$' && (i == 0 || s[i - 1] != '\\')) formula = !formula;
        bool const sign = s[i] == '.' || s[i] == '!' || s[i] == '?';
        if (!sign || formula || i + 1 >= s.size() || !is_blank(s[i + 1])) continue;
        std::size_t const next = next_visible(s, i + 1);
        if (next >= s.size() || !ends_sentence_at(s, i, next)) continue;
        found.push_back(s.substr(begin, i + 1 - begin));
        begin = next;
    }
    if (begin < s.size()) found.push_back(s.substr(begin));
    return found;
}

std::string gist(std::string_view abstract, std::size_t most_bytes) {
    std::string best;
    int best_clarity = -1;
    for (std::string_view const raw : sentences(abstract)) {
        std::string sentence = collapse_whitespace(raw);
        // One that fits says more than one that is cut.
        int const value = clarity(sentence) + (sentence.size() <= most_bytes ? 4 : 0);
        if (value <= best_clarity || (best_clarity >= 0 && clarity(sentence) == 0)) continue;
        best_clarity = value;
        best = std::move(sentence);
    }
    return best.size() <= most_bytes ? best : cut_at_word(best, most_bytes);
}

}  // namespace lectern::text
