#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/author_record.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What a service said about the authors of a paper.
struct StoredAuthors {
    ArxivId id;                         ///< The version does not matter.
    std::vector<AuthorRecord> authors;  ///< Empty: the service did not know the paper.
    Time asked{};                       ///< When it was asked.
};

/// What author services said, kept so that they are asked rarely.
/// \par Errors store
/// \par Thread safety one thread at a time; several processes may use one database
class AuthorStore {
public:
    virtual ~AuthorStore() = default;

    /// What the service said about these papers last; papers it was never asked about are left out.
    virtual Result<std::vector<StoredAuthors>> stored_authors(std::string_view service,
                                                              std::span<ArxivId const> ids) const = 0;
    /// Keeps answers; each replaces an earlier one.
    virtual Result<void> put_authors(std::string_view service, std::span<StoredAuthors const> answers) = 0;
};

}  // namespace lectern
