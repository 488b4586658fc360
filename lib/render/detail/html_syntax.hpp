#pragma once

#include <cstddef>
#include <string_view>

/// What CommonMark takes for HTML or an autolink (sections 4.6, 6.5 and 6.6 of the specification, version
/// 0.30).
namespace lectern::markdown {

enum class Match {
    none,        ///< Plain text.
    complete,    ///< A whole tag, comment, instruction, declaration, CDATA section or autolink.
    incomplete,  ///< The start of one that text behind `s` could complete.
};

/// What the `<` at the start of `s` begins.
Match match_inline_html(std::string_view s);

/// Whether a line that starts with `s` (a `<` at first) starts an HTML block of the kinds 1 to 6.
bool starts_html_block(std::string_view s);

/// Length of the character reference (`&amp;`, `&#39;`, `&#x27;`) at the start of `s`, or 0.
std::size_t entity_length(std::string_view s);

}  // namespace lectern::markdown
