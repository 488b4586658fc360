#pragma once

#include <lectern/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// One numbered interest of the reader.
struct Topic {
    std::string name;
    std::vector<std::string> relevant;    ///< What to keep, a sentence or list each.
    std::vector<std::string> irrelevant;  ///< What to leave out, although it is near.

    friend bool operator==(Topic const&, Topic const&) = default;
};

/// The reader's interests, from a topics file.
struct Topics {
    std::vector<Topic> topics;
    std::vector<std::string> keywords;              ///< `Relevant:` list under Keywords.
    std::vector<std::string> irrelevant_keywords;   ///< `Irrelevant:` list under Keywords.
    std::vector<std::string> application_keywords;  ///< `Application:` list under Keywords.
    std::string text;  ///< The part of the file that was read, without quote marks.

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
/// Everything else is prose for the language model. A whole selection prompt pasted from a digest page is
/// accepted too: quote marks (`> `) are taken off, and if there is a heading "Relevant Topics", only its
/// section is read.
/// \param text the file's content
/// \param name what to call the text in errors, usually the file name
/// \par Errors invalid_topics, with what is missing and how a topic looks.
Result<Topics> parse_topics(std::string_view text, std::string_view name);

}  // namespace lectern
