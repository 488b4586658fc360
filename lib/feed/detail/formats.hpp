#pragma once

#include "limits.hpp"
#include "xml.hpp"

#include <lectern/feed/parse.hpp>

#include <string>
#include <string_view>

/// One function per format; parse_feed() chooses.
namespace lectern::feed {

Result<ParsedFeed> parse_rss(xml::Element root, ParseLimits const& limits);
/// Both kinds of Atom: the announcement feed and the query API's answer.
Result<ParsedFeed> parse_atom(xml::Element root, ParseLimits const& limits);
Result<ParsedFeed> parse_json_lines(std::string_view text, ParseLimits const& limits);

/// Start of the title of what arXiv sends in place of a feed when it cannot make one.
inline constexpr std::string_view kErrorTitle = "Feed error for query";

/// What the announcement feeds put before an abstract: `arXiv:ID Announce Type: TYPE` newline `Abstract: `.
struct Description {
    std::string_view id;        ///< Empty if there is no such prefix.
    std::string_view announce;  ///< Empty if there is no such prefix.
    std::string_view abstract;
};

/// Takes the prefix off once, anchored at the start; an abstract may contain the same words.
Description split_description(std::string_view text);

/// Raw fields of one feed item, before they become a Paper. Views into the document or into `texts`.
struct RawItem {
    xml::Texts texts;
    std::vector<std::string_view> ids;  ///< Candidates, the most telling first.
    std::string_view title;
    std::string_view description;
    std::string_view creator;     ///< All authors in one line.
    std::vector<Author> authors;  ///< Authors given one by one; used when there is no creator.
    std::vector<std::string_view> categories;
    std::string_view primary;
    std::string_view announce;
    std::string_view announced;
    std::string_view comment;
    std::string_view journal_ref;
    std::string doi;  ///< Several are joined with blanks.
    std::string_view license;
    std::optional<Time> submitted;
    std::optional<Time> updated;
    Cuts cuts;  ///< What was not even collected.

    /// Adds a candidate; beyond a dozen they are no use.
    void add_id(std::string_view id);
    /// Adds a candidate that is better than those before.
    void add_best_id(std::string_view id);
    void add_category(std::string_view code);
};

/// Reads a member that both announcement feeds have. Returns whether `child` was one of them.
bool read_announcement_member(xml::Element child, xml::Name const& name, RawItem& item);

/// Turns the item into a paper and appends it, or appends a warning that names its place. What is missing in
/// a readable item is warned about too. \par Errors feed_limit
Result<void> add_item(RawItem const& item, bool expects_announce_type, Intake& intake, ParsedFeed& feed);

/// The day that most papers carry; the first of several.
std::optional<Date> most_common_day(std::vector<Paper> const& papers);

}  // namespace lectern::feed
