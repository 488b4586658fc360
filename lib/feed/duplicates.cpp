#include <lectern/feed/duplicates.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>

namespace lectern {
namespace {

constexpr std::size_t kMostListings = 200;  // arXiv has fewer categories; each is compared with those there

/// Lower is stronger; unknown is weakest.
int rank(AnnounceType type) {
    return type == AnnounceType::unknown ? 100 : static_cast<int>(type);
}

void merge_into(Paper& kept, Paper&& other) {
    for (Listing& listing : other.listings) {
        if (kept.listings.size() >= kMostListings) break;
        if (std::ranges::find(kept.listings, listing) == kept.listings.end()) {
            kept.listings.push_back(std::move(listing));
        }
    }
    if (rank(other.announce) < rank(kept.announce)) kept.announce = other.announce;
    if (other.id.version() <= kept.id.version()) return;
    // The newer version's text with what both say about the announcement.
    other.listings = std::move(kept.listings);
    other.announce = kept.announce;
    other.position = kept.position;
    kept = std::move(other);
}

AnnounceType type_within(Paper const& paper, Category const& category) {
    bool const primary = paper.primary() && category.covers(*paper.primary());
    switch (paper.announce) {
        case AnnounceType::new_paper:
            return primary ? AnnounceType::new_paper : AnnounceType::cross;
        case AnnounceType::replace:
        case AnnounceType::replace_cross:
            return primary ? AnnounceType::replace : AnnounceType::replace_cross;
        case AnnounceType::cross:
        case AnnounceType::unknown:
            return paper.announce;
    }
    return AnnounceType::unknown;
}

}  // namespace

MergedPapers merge_duplicates(std::vector<Paper> papers) {
    MergedPapers merged;
    merged.papers.reserve(papers.size());
    boost::unordered_flat_map<std::string, std::size_t> places;
    for (Paper& paper : papers) {
        auto const [place, inserted] = places.emplace(paper.id.base(), merged.papers.size());
        if (inserted) {
            paper.position = merged.papers.size();
            merged.papers.push_back(std::move(paper));
        } else {
            merge_into(merged.papers[place->second], std::move(paper));
            ++merged.duplicates;
        }
    }
    return merged;
}

std::vector<Listing> listings_in(Paper const& paper, std::vector<Category> const& wanted) {
    std::vector<Listing> listings;
    for (Category const& category : wanted) {
        bool const listed =
            std::ranges::any_of(paper.categories, [&](Category const& own) { return category.covers(own); });
        if (listed) listings.push_back({category, type_within(paper, category)});
    }
    return listings;
}

}  // namespace lectern
