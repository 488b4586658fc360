#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/category.hpp>
#include <lectern/core/date.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Kind of an announcement, relative to the set of categories that was asked for: a paper is `new` in its
/// primary category and `cross` in the others.
enum class AnnounceType { unknown, new_paper, cross, replace, replace_cross };

/// `new`, `cross`, `replace`, `replace-cross`, `unknown`: arXiv's own words.
std::string_view to_string(AnnounceType type) noexcept;
/// The type of arXiv's word; unknown for any other text.
AnnounceType parse_announce_type(std::string_view word) noexcept;

/// One author as the paper lists them.
struct Author {
    std::string name;                       ///< Forenames, surname, suffix; Unicode.
    std::vector<std::string> affiliations;  ///< Institutions, as far as the source has them.
    std::string remark;                     ///< Text in parentheses that is no affiliation.

    friend bool operator==(Author const&, Author const&) = default;
};

/// That a paper was listed in a category on the day, and as what.
struct Listing {
    Category category;                          ///< One of those asked for.
    AnnounceType type = AnnounceType::unknown;  ///< Relative to this category alone.

    friend bool operator==(Listing const&, Listing const&) = default;
};

/// One announced paper. Text fields are plain UTF-8 text with TeX formulas, never HTML.
struct Paper {
    ArxivId id;                        ///< With the version where the source names it.
    std::string title;                 ///< One line.
    std::string abstract;              ///< May hold line breaks.
    std::vector<Author> authors;       ///< In the paper's order; may be empty.
    std::vector<Category> categories;  ///< The primary one first; may be empty.
    /// Of a paper that is listed several times, the strongest: new before cross before replace.
    AnnounceType announce = AnnounceType::unknown;
    std::optional<Date> announced;  ///< Day of the announcement, US Eastern.
    std::optional<Time> submitted;  ///< When version 1 was submitted.
    std::optional<Time> updated;    ///< When this version was submitted.
    std::string comment;            ///< The authors' comment ("12 pages, …").
    std::string journal_ref;        ///< Where it was published, as the authors wrote it; often empty.
    std::string doi;                ///< Several are separated by blanks, as arXiv does.
    std::string license;            ///< URL.
    bool withdrawn = false;         ///< The source marks it as withdrawn; see also is_withdrawn().
    std::vector<Listing> listings;  ///< Categories asked for that listed the paper, where known.
    std::size_t position = 0;       ///< Place in the announcement, from 0.

    /// The first category, or null.
    Category const* primary() const noexcept { return categories.empty() ? nullptr : &categories.front(); }

    friend bool operator==(Paper const&, Paper const&) = default;
};

/// Names joined with ", ".
std::string author_names(Paper const& paper);

/// Splits arXiv's one-line author list: commas and "and" outside parentheses separate, text in trailing
/// parentheses is an affiliation list (or a remark such as "with an appendix by …"), TeX accents become
/// Unicode. Numbered affiliations, `A (1 and 2), B (2) ((1) X, (2) Y)`, are resolved; a number without an
/// entry is dropped, as is "et al.". The name of a collaboration keeps its "and". Unbalanced parentheses are
/// taken as text. Cost is linear. Source: https://info.arxiv.org/help/prep.html#author.
std::vector<Author> parse_author_line(std::string_view line);

}  // namespace lectern
