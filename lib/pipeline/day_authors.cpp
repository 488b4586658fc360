#include "detail/day_authors.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lectern {
namespace {

AuthorContext author_context(Services& services) {
    return {services.http, services.store, services.clock, services.log, services.secrets};
}

AnnounceType strongest(std::vector<Listing> const& listings) {
    AnnounceType best = AnnounceType::unknown;
    for (Listing const& listing : listings) {
        bool const better =
            best == AnnounceType::unknown || (listing.type != AnnounceType::unknown && listing.type < best);
        if (better) best = listing.type;
    }
    return best;
}

/// The paper as the day listed it that read it last. \return nothing if the store does not have it any more
Result<std::optional<Paper>> paper_of(Store const& store, UnshownPaper const& unshown) {
    auto paper = store.find_paper(unshown.id);
    if (!paper || !*paper) return paper;
    auto const listed = store.listings_about(unshown.id);
    if (!listed) return listed.error();
    auto const day = std::ranges::find(*listed, unshown.day, &ListedDay::day);
    if (day == listed->end()) return paper;
    (*paper)->listings = day->listings;
    // Without a category: the store's way to say that the source named none.
    std::erase_if((*paper)->listings, [](Listing const& listing) { return listing.category.code().empty(); });
    (*paper)->announce = strongest(day->listings);
    (*paper)->announced = unshown.day;
    return paper;
}

/// The papers of recent digests that no digest showed, as far as the day does not list them itself.
Result<std::vector<UnshownPaper>> recent_papers(AuthorDirectory const& directory,
                                                Announcement const& announcement, Store const* store) {
    if (!store || !directory.followed().has_ids()) return std::vector<UnshownPaper>();
    Date const from = add_days(announcement.day, -directory.limits().days_back);
    auto unshown = store->unshown_papers(from, announcement.day);
    if (!unshown) return unshown;
    std::set<std::string, std::less<>> listed;
    for (Paper const& paper : announcement.papers) listed.insert(paper.id.base());
    std::erase_if(*unshown, [&](UnshownPaper const& one) { return listed.contains(one.id.base()); });
    return unshown;
}

/// Adds the recent papers that are by followed authors, as an id tells.
Result<void> add_late(AuthorDirectory const& directory, std::vector<UnshownPaper> const& recent,
                      AuthorRecords const& records, Store const* store, Announcement& announcement,
                      std::map<std::string, Date, std::less<>>& judged) {
    for (UnshownPaper const& one : recent) {
        auto const authors = records.find(one.id.base());
        if (authors == records.end() || !directory.followed().has_any(authors->second)) continue;
        auto paper = paper_of(*store, one);
        if (!paper) return paper.error();
        if (!*paper) continue;
        (*paper)->position = announcement.papers.size();
        judged.erase(one.id.base());
        announcement.papers.push_back(std::move(**paper));
    }
    return {};
}

}  // namespace

net::awaitable<Result<DayAuthors>> look_up_day(AuthorDirectory* directory, Announcement& announcement,
                                               std::map<std::string, Date, std::less<>>& judged,
                                               Services& services) {
    DayAuthors authors;
    if (!directory || !directory->has_sources()) co_return std::move(authors);
    std::vector<ArxivId> ids;
    for (Paper const& paper : announcement.papers) {
        if (!judged.contains(paper.id.base())) ids.push_back(paper.id);
    }
    auto const recent = recent_papers(*directory, announcement, services.store);
    if (!recent) co_return recent.error();
    for (UnshownPaper const& one : *recent) ids.push_back(one.id);
    AuthorContext context = author_context(services);
    auto lookup = co_await directory->find(std::move(ids), context);
    if (!lookup) co_return lookup.error();
    auto const added = add_late(*directory, *recent, lookup->records, services.store, announcement, judged);
    if (!added) co_return added.error();
    authors.records = std::move(lookup->records);
    authors.warnings = std::move(lookup->warnings);
    co_return std::move(authors);
}

void name_followed(AuthorDirectory const& directory, DayAuthors const& authors,
                   std::vector<DigestEntry>& entries) {
    for (DigestEntry& entry : entries) {
        auto const found = authors.records.find(entry.paper.id.base());
        auto const* records = found == authors.records.end() ? nullptr : &found->second;
        for (FollowedAuthors::Match const& match : directory.followed().matches(entry.paper, records))
            entry.followed.push_back(match.author->name);
    }
}

std::string unknown_h_index(AuthorDirectory const& directory, AuthorRecords const& records,
                            std::vector<Paper> const& papers) {
    if (directory.h_index_min() == 0) return {};
    auto const is_known = [&](Paper const& paper) {
        auto const found = records.find(paper.id.base());
        return found != records.end() && std::ranges::any_of(found->second, [](AuthorRecord const& record) {
                   return record.h_index.has_value();
               });
    };
    auto const known = static_cast<std::size_t>(std::ranges::count_if(papers, is_known));
    if (known == papers.size()) return {};
    return fmt::format("The h-index of the authors of {} of {} is not known yet: they pass.",
                       text::grouped(papers.size() - known), text::counted(papers.size(), "paper"));
}

}  // namespace lectern
