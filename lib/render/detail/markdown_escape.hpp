#pragma once

#include <string>
#include <string_view>

/// Escaping for CommonMark (https://spec.commonmark.org/0.30/): exactly what would be markup that breaks out.
namespace lectern::markdown {

/// A text of one line that becomes a link's text: white space is collapsed, brackets that would end the link
/// or make one of their own, tags, comments, autolinks and entities are escaped.
std::string link_text(std::string_view text);

/// A text that follows a label on its line and may go on over further lines and paragraphs. Lines that would
/// start a block are escaped too.
std::string running_text(std::string_view text);

/// A text of one line that follows a label.
std::string line_text(std::string_view text);

/// A text of one line that stands at the start of a block.
std::string block_text(std::string_view text);

/// Every line with `> ` before it.
std::string quote(std::string_view text);

}  // namespace lectern::markdown
