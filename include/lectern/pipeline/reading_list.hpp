#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/store/store.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// A paper of a reading list.
struct ReadingListEntry {
    ArxivId id;
    bool liked = true;  ///< Only lectern's own format can say otherwise.
    std::optional<Time> made;
};

/// What a reading list holds.
struct ReadingList {
    std::vector<ReadingListEntry> entries;  ///< Each paper once, as named first.
    std::vector<std::string> without_id;    ///< Entries that name no arXiv paper: key, title or line.
};

/// Reads papers somebody collected. The format is told by the content:
///
/// - JSON Lines of lectern, `{"id", "liked", "marked"}`, the last two optional;
/// - JSON of Zotero or CSL: an array of items, or `{"items": […]}`;
/// - BibTeX and BibLaTeX (`@article{key, eprint = …}`);
/// - RIS (`TY  - …` to `ER  - `);
/// - plain text with arXiv ids or addresses, one a line; `#` starts a comment.
///
/// In library formats an entry's arXiv id is looked for in all of its fields: eprint numbers, DOIs of arXiv,
/// addresses, `arXiv:…` in journal or notes.
/// \param text the file's content; UTF-8
/// \param name what to call it in errors
/// \par Errors invalid_argument with name and line or entry if the text cannot be read
Result<ReadingList> read_reading_list(std::string_view text, std::string_view name);

/// Marks as JSON Lines `{"id", "liked", "source", "marked"}`, as read_reading_list() reads them.
std::string marks_to_json_lines(std::span<Mark const> marks);

}  // namespace lectern
