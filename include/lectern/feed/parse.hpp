#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace lectern {

/// The formats parse_feed() tells apart by content.
enum class FeedFormat {
    rss,         ///< rss.arxiv.org/rss
    atom,        ///< rss.arxiv.org/atom
    api,         ///< export.arxiv.org/api/query
    json_lines,  ///< One paper as a JSON object a line.
};

/// A feed's content. A damaged item is a warning, never a failure of the whole.
struct ParsedFeed {
    FeedFormat format = FeedFormat::rss;
    std::optional<Date> day;                   ///< The announcement day the feed itself names, US Eastern.
    std::vector<Paper> papers;                 ///< In feed order, `position` counting from 0.
    std::size_t items = 0;                     ///< Items seen, whether or not they could be read.
    std::optional<std::size_t> total_results;  ///< What the query API says it has.
    std::vector<Error> warnings;
};

/// Bounds against hostile input.
struct ParseLimits {
    std::size_t max_bytes = std::size_t{64} << 20;  ///< Size of the document.
    std::size_t max_items = 100'000;                ///< Number of items.
};

/// Reads a feed of any supported format, detected by its content. A UTF-8 byte order mark is accepted.
///
/// Titles are one line, abstracts keep their line breaks; accent macros outside formulas become Unicode, all
/// other text stays as announced. DTDs are refused and entities other than XML's five stay as text, so
/// nothing expands. One pass over a DOM; time and memory grow linearly.
///
/// \par Errors
/// not_a_feed (empty, HTML, truncated, not UTF-8: the detail says which), feed_error (arXiv's own message),
/// feed_incomplete (the API has results but delivered none: worth another try), feed_limit.
/// \par Thread safety
/// Pure function.
/// \par Formats
/// https://info.arxiv.org/help/rss.html, https://info.arxiv.org/help/api/user-manual.html
Result<ParsedFeed> parse_feed(std::string_view bytes, ParseLimits const& limits = {});

}  // namespace lectern
