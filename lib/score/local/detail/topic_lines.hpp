#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Lines of a topics file, as people write them.
namespace lectern::local {

/// What an item is for.
enum class TopicLabel { relevant, irrelevant, application, keywords };

enum class LineKind { blank, heading, numbered, bullet, text };

/// One line, taken apart.
struct TopicLine {
    LineKind kind = LineKind::blank;
    std::size_t indent = 0;           ///< Columns before it; a tab is four.
    std::string_view text;            ///< Without number, bullet, heading marks and emphasis around it.
    bool emphasized = false;          ///< The whole text is bold or italic.
    std::string_view label;           ///< The few words before a colon, as written; empty if there are none.
    std::string_view rest;            ///< What is behind the colon.
    std::optional<TopicLabel> known;  ///< What the label means, if it is one of ours.
};

/// Takes a line apart. Colons may be full-width; a label may stand alone as a heading or in bold.
TopicLine read_topic_line(std::string_view raw);

/// The label that a misspelt one was meant to be (`Relevent`).
std::optional<TopicLabel> similar_label(std::string_view label);

/// `Relevant`, `Irrelevant`, `Application`, `Keywords`.
std::string_view name_of(TopicLabel label);

}  // namespace lectern::local
