#pragma once

#include <lectern/feed/feed.hpp>
#include <lectern/feed/parse.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace lectern {

/// Reads one file, plain or gzip, of any format parse_feed() knows.
/// \par Errors file, bad_encoding, too_large, parse_feed()'s errors, each naming the file
Result<ParsedFeed> read_feed_file(std::filesystem::path const& path);

/// Papers from files: RSS, Atom, an API answer or JSON Lines, plain or gzip, each told by its content.
///
/// Papers that carry an announcement day other than the one asked for are left out with a count. If no day is
/// asked for and the files hold several, that is an error that lists them.
/// \par Errors file, wrong_day, bad_encoding, too_large, parse_feed()'s errors, each naming the file
std::unique_ptr<Feed> make_file_feed(std::vector<std::filesystem::path> files);

}  // namespace lectern
