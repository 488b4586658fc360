#include <lectern/core/text.hpp>
#include <lectern/people/author_names.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace lectern {
namespace {

struct NameParts {
    std::string surname;  ///< With its particles.
    std::vector<std::string> forenames;
};

bool is_suffix(std::string_view word) {
    constexpr auto kSuffixes = std::to_array<std::string_view>({"jr", "sr", "ii", "iii", "iv", "phd"});
    return std::ranges::count(kSuffixes, word) > 0;
}

bool is_particle(std::string_view word) {
    constexpr auto kParticles = std::to_array<std::string_view>(
        {"van", "von", "de", "der", "den", "del", "della", "di",  "da", "dos", "du",
         "la",  "le",  "el", "al",  "bin", "ibn", "ter",   "ten", "zu", "zur"});
    return std::ranges::count(kParticles, word) > 0;
}

/// Words of letters; an apostrophe is no border, so that `O'Neil` is one word.
std::vector<std::string> words_of(std::string_view part) {
    std::string const folded = text::fold(part);
    std::vector<std::string> words;
    std::string word;
    auto const end_word = [&] {
        if (!word.empty() && !is_suffix(word)) words.push_back(word);
        word.clear();
    };
    std::string_view rest = folded;
    while (!rest.empty()) {
        std::size_t const letter = text::letter_length(rest);
        if (letter > 0) {
            word += rest.substr(0, letter);
        } else if (std::string_view(" .,-").find(rest.front()) != std::string_view::npos) {
            end_word();
        }
        rest.remove_prefix(std::max<std::size_t>(1, letter));
    }
    end_word();
    return words;
}

/// `de la Cruz, Ana` and `Ana de la Cruz` have the same parts.
NameParts parts_of(std::string_view name) {
    NameParts parts;
    std::size_t const comma = name.find(',');
    if (comma != std::string_view::npos && !words_of(name.substr(comma + 1)).empty()) {
        parts.surname = text::join(words_of(name.substr(0, comma)), " ");
        parts.forenames = words_of(name.substr(comma + 1));
        return parts;
    }
    std::vector<std::string> words = words_of(name);
    if (words.empty()) return parts;
    std::size_t surname = words.size() - 1;
    while (surname > 1 && is_particle(words[surname - 1])) --surname;
    parts.surname = text::join(std::span(words).subspan(surname), " ");
    words.resize(surname);
    parts.forenames = std::move(words);
    return parts;
}

bool agree(std::string_view a, std::string_view b) {
    bool const initial = text::count_characters(a) == 1 || text::count_characters(b) == 1;
    return a == b || (initial && (a.starts_with(b) || b.starts_with(a)));
}

}  // namespace

bool may_be_same_name(std::string_view a, std::string_view b) {
    NameParts const left = parts_of(a);
    NameParts const right = parts_of(b);
    if (left.surname.empty() || left.surname != right.surname) return false;
    if (left.forenames.empty() || right.forenames.empty())
        return left.forenames.size() == right.forenames.size();
    if (!agree(left.forenames.front(), right.forenames.front())) return false;
    // Further forenames may be left out, but not contradict.
    std::size_t const both = std::min(left.forenames.size(), right.forenames.size());
    for (std::size_t i = 1; i < both; ++i) {
        if (!agree(left.forenames[i], right.forenames[i])) return false;
    }
    return true;
}

}  // namespace lectern
