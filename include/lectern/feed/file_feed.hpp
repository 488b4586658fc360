#pragma once

#include <lectern/feed/feed.hpp>
#include <lectern/feed/parse.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace lectern {

/// What a file may bring: 64 MB, and as much after decompression.
inline constexpr ParseLimits file_limits = ParseLimits::of_size(64, "feed.max_file_mb");

/// Reads one file, plain or gzip, of any format parse_feed() knows.
/// \par Errors file, whatever is wrong with it, naming the file
Result<ParsedFeed> read_feed_file(std::filesystem::path const& path, ParseLimits const& limits = file_limits);

/// Papers from files: RSS, Atom, an API answer or JSON Lines, plain or gzip, each told by its content.
///
/// Papers that carry an announcement day other than the one asked for are left out with a count. If no day is
/// asked for and the files hold several, that is an error that lists them. A day more than two days after the clock
/// counts only if it is asked for: other papers dated in the future lose the date, with a warning.
/// \param files what to read
/// \param limits of each file; all together may take twice the memory
/// \par Errors file, naming the file; wrong_day
std::unique_ptr<Feed> make_file_feed(std::vector<std::filesystem::path> files,
                                     ParseLimits limits = file_limits);

}  // namespace lectern
