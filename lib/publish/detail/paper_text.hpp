#pragma once

#include <lectern/publish/issue.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What messages are made of: plain text, which each channel escapes in its own way.
namespace lectern::publish {

/// A paper of an issue. All texts are one line of Unicode, formulas included.
struct PaperText {
    std::size_t number = 0;
    std::string id;
    std::string title;
    std::string authors;
    std::string grades;
    std::string reason;
    std::string gist;
    std::string url;
};

std::vector<PaperText> paper_texts(Issue const& issue);

/// Any text as one line.
std::string one_line(std::string_view text);

/// The headline of an issue, and what is missing: "25 papers for you, of 579 read and 874 announced."
std::vector<std::string> head_lines(Issue const& issue);

/// Where the issue's day is on the site; empty if there is none.
std::string site_page(Issue const& issue);

/// How much a message tells of a paper. Each level is shorter than the one before.
enum class Detail { all, reason, title, short_title };

/// A paper at the most detail whose size is within the limit.
/// \param write a paper's text, escaped. \param size of a text, as the channel counts
std::string fitting(PaperText paper, std::size_t limit,
                    std::function<std::string(PaperText const&)> const& write,
                    std::function<std::size_t(std::string_view)> const& size);

/// Joins texts into as few messages as possible, none larger than the limit, in order. \pre no text is larger
std::vector<std::string> packed(std::vector<std::string> const& texts, std::string_view between,
                                std::size_t limit, std::function<std::size_t(std::string_view)> const& size);

/// Bytes, characters, and UTF-16 units of a text.
std::size_t bytes_of(std::string_view text);
std::size_t utf16_units(std::string_view text);

/// The text with a backslash before each of these ASCII characters.
std::string backslashed(std::string_view text, std::string_view special);

}  // namespace lectern::publish
