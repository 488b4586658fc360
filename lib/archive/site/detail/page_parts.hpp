#pragma once

#include "site_pages.hpp"

#include <boost/json/object.hpp>

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

/// What several pages of a site have in common.
namespace lectern::site {

/// What one or several days come to.
struct Sums {
    std::size_t days = 0;
    std::size_t shown = 0;
    std::size_t read = 0;
    std::size_t judged = 0;
    std::int64_t tokens = 0;
    double dollars = 0;
};

Sums sums_of(std::vector<DayFacts> const& days);

/// "2 days · 72,403 tokens · $0.24".
std::string kicker(Sums const& sums);

/// A paper in a list, for item.html. \param root from the page to the root of the site
boost::json::object list_item(PaperOfDay const& one, std::string_view root);

/// Adds the links to the previous and the next page among those there are.
template <class Map, class Path, class Name>
void add_neighbors(boost::json::object& page, Map const& all, typename Map::key_type const& key,
                   std::string_view root, Path path, Name name) {
    auto const here = all.find(key);
    if (here != all.begin()) {
        auto const before = std::prev(here)->first;
        page["prev"] = page_link(root, path(before), name(before));
    }
    if (std::next(here) != all.end()) {
        auto const after = std::next(here)->first;
        page["next"] = page_link(root, path(after), name(after));
    }
}

}  // namespace lectern::site
