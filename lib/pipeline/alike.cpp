#include "detail/alike.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace lectern {
namespace {

constexpr std::size_t kShortestWord = 4;  // bytes; shorter ones are articles and prepositions
constexpr double kMost = 0.6;

std::set<std::string> title_words(Paper const& paper) {
    std::set<std::string> words;
    std::string word;
    for (char const c : text::fold(paper.title) + " ") {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & '\x80') != 0;
        if (letter) {
            word += c;
            continue;
        }
        if (word.size() >= kShortestWord) words.insert(word);
        word.clear();
    }
    return words;
}

std::set<std::string> author_set(Paper const& paper) {
    std::set<std::string> names;
    for (Author const& author : paper.authors) names.insert(text::fold(author.name));
    return names;
}

/// Share of the smaller set that is in the other; 0 if one is empty.
double overlap(std::set<std::string> const& a, std::set<std::string> const& b) {
    std::size_t const smaller = std::min(a.size(), b.size());
    if (smaller == 0) return 0;
    auto const common = std::ranges::count_if(a, [&](std::string const& one) { return b.contains(one); });
    return static_cast<double>(common) / static_cast<double>(smaller);
}

}  // namespace

bool are_alike(Paper const& a, Paper const& b) {
    return overlap(title_words(a), title_words(b)) >= kMost && overlap(author_set(a), author_set(b)) >= kMost;
}

}  // namespace lectern
