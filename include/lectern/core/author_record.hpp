#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// One author of a paper, as a service that tells people apart knows them. Empty members are unknown.
struct AuthorRecord {
    std::string name;                       ///< As the service writes it.
    std::string s2;                         ///< Semantic Scholar's id: `1741101`.
    std::string openalex;                   ///< OpenAlex's id: `A5023888391`.
    std::string orcid;                      ///< `0000-0002-1825-0097`.
    std::optional<int> h_index;             ///< Nothing: not known, which is not zero.
    std::vector<std::string> institutions;  ///< OpenAlex (`I63966007`) and ROR (`042nb2s44`) ids.

    friend bool operator==(AuthorRecord const&, AuthorRecord const&) = default;
};

/// The authors of papers by ArxivId::base(), as far as services know them.
using AuthorRecords = std::map<std::string, std::vector<AuthorRecord>, std::less<>>;

/// Someone whose papers a reader wants to see, whatever their score; or an institution, if it has a ROR id or an OpenAlex
/// id that begins with I.
struct FollowedAuthor {
    std::string name;      ///< For people to read; compared only where there is no id.
    std::string s2;        ///< Semantic Scholar's id, or empty.
    std::string openalex;  ///< OpenAlex's id, or empty.
    std::string orcid;     ///< `0000-0002-1825-0097`, or empty.
    std::string ror;       ///< `042nb2s44`, or empty.
    std::string place;     ///< `file:line`, for messages.

    /// Whether there is an id that can tell this author from others of the same name.
    bool has_id() const { return !s2.empty() || !openalex.empty() || !orcid.empty() || !ror.empty(); }
    /// Whether this is an institution.
    bool is_institution() const { return !ror.empty() || openalex.starts_with('I'); }

    friend bool operator==(FollowedAuthor const&, FollowedAuthor const&) = default;
};

}  // namespace lectern
