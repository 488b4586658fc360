#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/revision.hpp>

#include <optional>
#include <span>
#include <vector>

namespace lectern {

/// What the store knows about a paper that was just listed.
struct ListingStatus {
    Date first_listed{};  ///< The first day it was listed.
    bool is_new = false;  ///< Whether that is this day: it was in no earlier listing.
};

/// The listings of a paper on a day.
struct ListedDay {
    Date day{};                     ///< Of the announcement.
    std::vector<Listing> listings;  ///< By category; one without a category where only the type is known.
};

/// The papers that were listed or looked up, with their versions and listings; the same for every reader.
///
/// Each function is one transaction: all of it happens, or nothing. Times grow with the number of papers that
/// are touched, and with the logarithm of those that are kept.
/// \par Errors store
/// \par Thread safety one thread at a time
class PaperStore {
public:
    virtual ~PaperStore() = default;

    /// Records that papers were listed on a day, with their versions and types. A newer version replaces the
    /// stored text, which is kept as history; an equal one fills gaps only.
    /// \return one status per paper
    virtual Result<std::vector<ListingStatus>> add_listed(Date day, std::span<Paper const> papers) = 0;
    /// Records papers without a listing (metadata that was looked up).
    virtual Result<void> add_papers(std::span<Paper const> papers) = 0;
    /// The paper in its newest version; nothing if it is not known.
    virtual Result<std::optional<Paper>> find_paper(ArxivId const& id) const = 0;
    /// Earlier versions of the paper that were seen, oldest first.
    virtual Result<std::vector<Paper>> earlier_versions(ArxivId const& id) const = 0;
    /// What changed since the last version before this one; nothing if none was seen or nothing changed.
    virtual Result<std::optional<Revision>> revision_of(Paper const& paper) const = 0;
    /// The papers listed on a day, by id, each with its listings.
    virtual Result<std::vector<Paper>> papers_of(Date day) const = 0;
    /// Every day the paper was listed, oldest first.
    virtual Result<std::vector<ListedDay>> listings_about(ArxivId const& id) const = 0;
    /// Whether the paper was listed on a day before `day`; an id with a version must have had that version or
    /// a later one.
    virtual Result<bool> listed_before(ArxivId const& id, Date day) const = 0;
};

}  // namespace lectern
