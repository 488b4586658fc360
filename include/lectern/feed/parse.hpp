#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/warnings.hpp>

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
    FeedFormat format = FeedFormat::rss;       ///< As the content told.
    std::optional<Date> day;                   ///< The announcement day the feed itself names, US Eastern.
    std::vector<Paper> papers;                 ///< In feed order, `position` counting from 0.
    std::size_t items = 0;                     ///< Items seen, whether or not they could be read.
    std::optional<std::size_t> total_results;  ///< What the query API says it has.
    WarningList warnings;                      ///< Everything doubtful.
};

/// Bounds against hostile input. What is beyond one of them is errc::feed_limit; only a line that is too long
/// is left out with a warning.
struct ParseLimits {
    std::size_t max_bytes = std::size_t{32} << 20;   ///< Size of the document.
    std::size_t max_items = 102'400;                 ///< Number of items.
    std::size_t max_tags = 512'000;                  ///< XML tags, and as many attributes.
    std::size_t max_memory = std::size_t{48} << 20;  ///< Bytes that the papers take in memory.
    std::size_t max_line = std::size_t{4} << 20;     ///< Bytes of a line of JSON Lines.
    std::string_view key = "feed.max_feed_mb";       ///< Configuration key that errors name.

    /// Limits that grow with the size of the document.
    /// \param megabytes its most MB, from 1 on
    /// \param key configuration key of that size; must outlive the limits
    static constexpr ParseLimits of_size(std::size_t megabytes, std::string_view key) noexcept {
        // arXiv's RSS has 450 items and 12,000 tags in a megabyte.
        return {megabytes << 20,           megabytes * 3'200,    megabytes * 16'000,
                (megabytes << 20) / 2 * 3, std::size_t{4} << 20, key};
    }
};

/// Reads a feed of any supported format, detected by its content. A UTF-8 byte order mark is accepted.
///
/// Titles are one line, abstracts keep their line breaks; accent macros outside formulas become Unicode, all
/// other text stays as announced. DTDs are refused and entities other than XML's five stay as text, so
/// nothing expands. One pass over a DOM; time and memory grow linearly.
///
/// Fields are cut at a character, with "…" and one warning a paper: title, comment and journal reference at
/// 10 kB, abstract at 100 kB, DOI, license, names and affiliations at 1 kB, category codes at 100 bytes. A
/// paper keeps 10,000 authors with 100 affiliations each, 50 categories and 200 listings.
///
/// \par Errors
/// not_a_feed (empty, HTML, truncated, not UTF-8: the detail says which), feed_error (arXiv's own message),
/// feed_incomplete (the API has results but delivered none: worth another try), feed_limit (naming limit and
/// key). No other: whatever is wrong in the bytes is the fault of their source.
/// \par Thread safety
/// Pure function.
/// \par Formats
/// https://info.arxiv.org/help/rss.html, https://info.arxiv.org/help/api/user-manual.html
Result<ParsedFeed> parse_feed(std::string_view bytes, ParseLimits const& limits = {});

}  // namespace lectern
