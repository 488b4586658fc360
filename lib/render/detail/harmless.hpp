#pragma once

#include <string_view>

namespace lectern::markdown {

/// Where a text stands on the page.
enum class Place {
    link,    ///< The text of a link, on one line.
    cell,    ///< A cell of the table, in brackets, on one line.
    line,    ///< Behind a label or a list sign, on one line.
    lines,   ///< Behind a label, and on further lines.
    blocks,  ///< A quotation of its own, which may hold headings, lists and code.
};

/// Whether the text can stand on a page as it is: neither CommonMark nor GitHub finds raw HTML, a link other
/// than to an address that the reader sees, or anything that reaches beyond the text. Emphasis, code and
/// entities are harmless.
///
/// The judgment is on the very bytes that are written, whatever is around them (in code or not, say), so it
/// refuses more than it would have to.
bool is_harmless(std::string_view text, Place place);

}  // namespace lectern::markdown
