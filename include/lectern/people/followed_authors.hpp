#pragma once

#include <lectern/core/author_record.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Reads a file of followed authors: a line `Name, id` for each, where the id is Semantic Scholar's, behind the last comma. `#`
/// begins a comment, empty lines are skipped.
/// \param text the file's content
/// \param name the file's name, for errors and FollowedAuthor::place
/// \par Errors invalid_config, as `name:line: …`, for a line without an id that is a number
Result<std::vector<FollowedAuthor>> parse_followed_authors(std::string_view text, std::string_view name);

/// The line of such a file for an author with a Semantic Scholar id.
std::string followed_author_line(FollowedAuthor const& author);

/// The authors and institutions that a reader follows, and which of them have written a paper.
///
/// An author with an id matches by that id alone, in the records of the paper's own authors: others of the same name never
/// match. An author without an id matches by name, and that is unconfirmed.
/// \par Thread safety immutable
class FollowedAuthors {
public:
    /// \param authors whom to look for
    /// \param pin_names whether an author with an id also matches by name, unconfirmed, where no service knows the paper
    explicit FollowedAuthors(std::vector<FollowedAuthor> authors = {}, bool pin_names = false)
        : authors_(std::move(authors)), pin_names_(pin_names) {}

    /// That a paper is by someone.
    struct Match {
        FollowedAuthor const* author = nullptr;  ///< Lives as long as the list.
        bool confirmed = false;                  ///< By an id; false: only the name is the same.
    };

    /// Whose paper this is, in the order of the list.
    /// \param paper for the names of its authors
    /// \param records the paper's authors, or null if no service knows them
    std::vector<Match> matches(Paper const& paper, std::vector<AuthorRecord> const* records) const;

    /// Whether records are by someone on the list, as an id tells.
    bool has_any(std::vector<AuthorRecord> const& records) const;

    std::vector<FollowedAuthor> const& authors() const { return authors_; }  ///< In the order of the list.
    bool empty() const { return authors_.empty(); }                          ///< Whether nobody is followed.
    /// Whether author records are of use.
    bool has_ids() const;
    /// Whether only OpenAlex can tell all of them: some have an OpenAlex id, an ORCID or a ROR id, and no other.
    bool needs_openalex() const;

private:
    std::vector<FollowedAuthor> authors_;
    bool pin_names_;
};

}  // namespace lectern
