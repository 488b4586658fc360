#pragma once

#include <string>
#include <string_view>

/// Text from outside as text of a page. Renderers, plug-ins included, pass every title, name, abstract, comment
/// and warning through one of these. All are pure and thread-safe; cost and size are linear in the input. They
/// apply displayable() for Medium::page first.
namespace lectern::text {

/// The text as the content of an HTML element or as the value of a quoted attribute: `& < > " '` become
/// character references. It does not judge addresses: a link's target must be checked for its scheme.
std::string escape_html(std::string_view s);

/// The text as one line of Markdown that reads as the same text in CommonMark 0.30 and on GitHub (autolinks,
/// tables, strikethrough, footnotes, task lists). White space is collapsed. It may stand in a paragraph, a
/// heading, a list item, a quotation, between emphasis signs and in the text of a link, at the start of a
/// line too; in a table use escape_markdown_cell(). Two things are up to the page around
/// it: no `[` directly behind a text that ends in `!`, and no unescaped brackets around one that starts with `^`
/// (GitHub takes them for a footnote) unless they are a link's.
///
/// Each character is judged alone or by its direct neighbors, and the result never depends on what comes
/// later:
/// - always escaped: `` ` * ~ [ ] ``;
/// - `<` and `&` become `&lt;` and `&amp;` unless a blank follows;
/// - `_` is escaped unless it follows a letter or digit, where it cannot open emphasis;
/// - `\` is doubled before punctuation and at the end;
/// - `:` is escaped before `//`, and the dot after `www`, so that GitHub makes no link;
/// - at the start of a line: `# > + - = | : ^`, and the sign behind the number of a list item.
///
/// Formulas between dollar signs are text too. GitHub reads the Markdown first and then looks for formulas in
/// what came out, so a formula reaches its typesetter unchanged, with all its backslashes.
std::string escape_markdown(std::string_view s);

/// escape_markdown() for a cell of a table, where `|` ends the cell.
std::string escape_markdown_cell(std::string_view s);

/// escape_markdown() for a text of several lines and paragraphs. Line breaks and blank lines stay; white space
/// at the ends of a line goes, since it would make code or a hard break.
std::string escape_markdown_lines(std::string_view s);

/// The text that escape_markdown() or escape_markdown_lines() was given, up to white space and characters that
/// are not displayable. A hard break, a backslash at the end of a line, becomes a line break.
std::string unescape_markdown(std::string_view s);

}  // namespace lectern::text
