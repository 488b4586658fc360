#pragma once

#include <lectern/core/date.hpp>
#include <lectern/render/renderer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace lectern {

/// One paper in a web feed.
struct WebFeedItem {
    std::string id;     ///< An address that never changes: the paper's page at arXiv, without version.
    std::string url;    ///< Where it can be read.
    std::string title;  ///< Plain text.
    std::vector<std::string> authors;     ///< Their names.
    std::vector<std::string> categories;  ///< arXiv's codes, then topics.
    std::string content;                  ///< HTML.
    Date published{};                     ///< Day of its digest; stands for midnight UTC.
};

/// What people subscribe to, newest items first.
struct WebFeed {
    std::string id;                    ///< An IRI that never changes.
    std::string title;                 ///< Plain text.
    std::string home;                  ///< Address of the page it belongs to; may be empty.
    std::string self;                  ///< Its own address; may be empty.
    std::vector<WebFeedItem> items{};  ///< One a paper.
};

/// Formats of web feeds.
enum class WebFeedFormat {
    atom,  ///< RFC 4287.
    rss,   ///< RSS 2.0: https://www.rssboard.org/rss-specification
    json,  ///< JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/
};

/// The feed as one document. Pure; the same feed gives the same bytes. An RSS channel without a home page names arXiv's,
/// since it needs one.
std::string to_text(WebFeed const& feed, WebFeedFormat format);

/// The item of a shown paper: its score, reason, gist, abstract and links, with formulas in Unicode, since readers of
/// feeds show no MathML.
/// \param entry the paper
/// \param day of the digest
/// \param page address of the page of the day; empty: the item leads to arXiv
WebFeedItem web_feed_item(DigestEntry const& entry, Date day, std::string const& page);

/// A digest as a feed with an item a paper.
std::unique_ptr<Renderer> make_web_feed_renderer(WebFeedFormat format);

}  // namespace lectern
