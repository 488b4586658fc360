#pragma once

#include <lectern/core/digest.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::site {

/// Collects the shown papers of some days for the search page.
///
/// A segment is a script that hands one object to `lecternSegment`, since pages read from a disk may load nothing else:
///
/// - `days`: paths below `archive/`.
/// - `papers`: [place in `days`, anchor, title, authors].
/// - `words`: a line for each word, in order. Its first character, a digit in base 36, is the length of the prefix that the
///   word shares with the one before it; the rest of the word follows (front coding).
/// - `posts`: a line for each word, with a number for each paper that has it: the distance from the paper before, times 8,
///   plus where the word is (1 title, 2 author, 4 topic; 0: only in abstract, comment or id). Numbers are written in
///   base 32 with a sixth bit that says that more digits follow (variable-length code).
class SearchSegment {
public:
    void add(Digest const& digest, std::string const& day_path);
    bool empty() const { return papers_.empty(); }
    /// The same papers give the same bytes.
    std::string script(std::string_view name) const;

private:
    struct Posting {
        std::uint32_t paper;
        std::uint32_t parts;
    };
    struct Listed {
        std::size_t day;
        std::string anchor;
        std::string title;
        std::string authors;
    };
    void add_words(std::string_view text, std::uint32_t paper, std::uint32_t part);

    std::vector<std::string> days_;
    std::vector<Listed> papers_;
    std::map<std::string, std::vector<Posting>, std::less<>> words_;
};

/// The words of a text as the index has them: folded, parts of hyphenated words and the whole without hyphens. What
/// lectern.js does with a query is the same.
std::vector<std::string> search_words(std::string_view text);

}  // namespace lectern::site
