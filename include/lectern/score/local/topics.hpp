#pragma once

#include <lectern/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// One numbered interest of the reader.
struct Topic {
    std::string name;                     ///< One line, without its number.
    std::vector<std::string> relevant;    ///< What to keep, a sentence or list each.
    std::vector<std::string> irrelevant;  ///< What to leave out, although it is near.

    friend bool operator==(Topic const&, Topic const&) = default;
};

/// The reader's interests, from a topics file.
struct Topics {
    std::vector<Topic> topics;          ///< In the file's order; may be empty if there are keywords.
    std::vector<std::string> keywords;  ///< `Relevant:` list under Keywords.
    std::vector<std::string> irrelevant_keywords;   ///< `Irrelevant:` list under Keywords.
    std::vector<std::string> application_keywords;  ///< `Application:` list under Keywords.
    std::string text;  ///< The part of the file that was read, without quote marks.
    /// Lines that were read with a guess or not at all, as `name:line: …`; show them to the reader.
    std::vector<std::string> warnings;

    friend bool operator==(Topics const&, Topics const&) = default;
};

/// Reads a topics file:
///
///     1. Topic name
///        - Relevant: …
///        - Irrelevant: …
///
///     **Keywords:**
///     - Relevant: a, b, c
///     - Irrelevant: d, e
///     - Application: f, g
///
/// Other habits are understood, too: topics as headings, bullets or bold lines; labels in bold, with a
/// full-width colon, or named `Not relevant`, `Exclude` and the like; a label that stands alone above its
/// list; lines that are wrapped or parted by blank lines; several lines of one label. A topic may have no
/// label: its name and lines are what is relevant. A file without any topic or keyword (plain prose, one
/// keyword a line) is one topic. Other prose is for the language model only.
///
/// A whole selection prompt pasted from a digest page is accepted: quote marks (`> `) are taken off, and if
/// there is a heading "Relevant Topics", only its section is read.
/// \param text the file's content, as plain_text() accepts it
/// \param name what to call the text in errors and warnings, usually the file name
/// \par Errors invalid_topics if the text is no text or holds no words
Result<Topics> parse_topics(std::string_view text, std::string_view name);

}  // namespace lectern
