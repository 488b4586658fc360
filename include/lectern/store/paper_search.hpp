#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/text_query.hpp>

#include <functional>
#include <optional>

namespace lectern {

/// Full-text search over the papers.
/// \par Errors store
/// \par Thread safety one thread at a time
class PaperSearch {
public:
    virtual ~PaperSearch() = default;

    /// Gives the papers that match, best first: by the words' rarity and number (Okapi BM25), a title's words
    /// counting most; equal ones newest first. Takes a few milliseconds for words that few papers have, and grows
    /// with the number of papers that have them.
    /// \param query nothing: all papers, newest first
    /// \param take called with each paper until it returns false
    virtual Result<void> search(std::optional<TextQuery> const& query,
                                std::function<bool(Paper const& paper)> const& take) const = 0;
};

}  // namespace lectern
