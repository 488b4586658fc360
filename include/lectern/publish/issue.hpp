#pragma once

#include <lectern/core/digest.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// What is sent at one time: the digest of a day, or the best of several.
struct Issue {
    Digest digest;             ///< Of a day, or one put together by week_of().
    std::optional<Date> from;  ///< First day of several; nothing: one day.
    Time made{};               ///< When it is sent: the date of mails.
    std::string site{};        ///< Where the site is served, for links to the day; may be empty.
};

/// The best papers of several digests as one issue, each paper once, best first; its day is the last one's.
/// \param digests oldest first, at least one
/// \param most papers at most
Issue week_of(std::vector<Digest> digests, std::size_t most = 30);

/// "arXiv digest of Tuesday 17 March 2026: 25 papers", or "arXiv digest, 16 to 20 March 2026: 30 papers".
std::string title_of(Issue const& issue);

}  // namespace lectern
