#pragma once

#include <lectern/core/category.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/feed/parse.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace lectern {

/// Options of the feeds that read arXiv's daily announcement.
struct AnnouncementFeedOptions {
    std::vector<Category> categories;                ///< At least one.
    std::string base_url = "https://rss.arxiv.org";  ///< `/rss/…` or `/atom/…` is appended.
    /// While the feed still shows the announcement before the one that is due (it changes at midnight US
    /// Eastern, and has been seen to keep old items under a new date), it is asked again after each of these
    /// waits.
    std::vector<std::chrono::seconds> rollover_waits{std::chrono::seconds(60), std::chrono::seconds(180),
                                                     std::chrono::seconds(600)};
    ParseLimits limits{};  ///< Of one answer.
};

/// The announcement as RSS 2.0 (https://info.arxiv.org/help/rss.html).
///
/// One combined request for all categories, so that arXiv itself gives the announce type relative to the set
/// and removes duplicates. An answer of 2000 items, arXiv's limit, is cut; the categories are then asked one
/// by one and merged. When arXiv rejects the combined request, the categories are asked one by one too, and
/// the ones it knows are delivered. \par Errors unsupported without an HTTP client, wrong_day for a day other
/// than the feed's, the client's errors, parse_feed()'s errors
std::unique_ptr<Feed> make_arxiv_rss_feed(AnnouncementFeedOptions options);

/// The same as Atom 1.0.
std::unique_ptr<Feed> make_arxiv_atom_feed(AnnouncementFeedOptions options);

}  // namespace lectern
