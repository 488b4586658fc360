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

/// Most bytes of a reading list; a larger one is not read.
constexpr std::size_t kMaxReadingListBytes = std::size_t{64} << 20;
/// A reading list of so many entries, or more, is not read.
constexpr std::size_t kMaxReadingListEntries = 200'000;

/// A paper of a reading list.
struct ReadingListEntry {
    ArxivId id;                ///< With a version only if the entry names one.
    bool liked = true;         ///< Only lectern's own format can say otherwise.
    std::optional<Time> made;  ///< When it was marked; nothing if the list does not say.
    std::string place = {};    ///< `library.bib:12 (key)`, for messages; empty if it is from no file.
};

/// What a reading list holds. Every entry of the file is in one of `entries`, `without_id`, `rejected` and
/// `repeated`.
struct ReadingList {
    std::vector<ReadingListEntry> entries;  ///< Each paper once, as named first.
    std::vector<std::string> without_id;    ///< Entries that name no arXiv paper, with place and title.
    std::vector<std::string> rejected;      ///< Lines and entries that cannot be read, with place and reason.
    std::vector<std::string> warnings;  ///< Of the file as a whole, and of entries read in spite of damage.
    std::size_t repeated = 0;           ///< Entries whose paper was named before.

    /// Number of entries in the file.
    std::size_t total() const noexcept {
        return entries.size() + without_id.size() + rejected.size() + repeated;
    }
};

/// Reads papers somebody collected. The format is told by the content:
///
/// - BibTeX and BibLaTeX (`@article{key, eprint = …}`), with everything BibTeX allows; `%` comments out what
///   stands outside of entries; a damaged entry does not harm the next;
/// - RIS (a record goes from `TY  -` to `ER  -`, the next `TY` or the end);
/// - JSON of Zotero or CSL: an item, an array of items, or `{"items": […]}`;
/// - JSON Lines of lectern, `{"id", "liked", "marked"}`, the last two optional;
/// - plain text with arXiv ids or addresses, one a line; `#` starts a comment.
///
/// An entry's paper is what its identifying fields name: eprint and archive numbers, DOI, address, report
/// number, journal (`arXiv preprint arXiv:…`, `CoRR abs/…`), and a note that is an identifier and nothing
/// else. Abstracts, keywords, files, notes and attachments may cite other papers and are not looked at.
/// \param bytes the file's content: UTF-8, UTF-16 with a byte order mark, or (BibTeX and RIS) Windows-1252,
/// which also reads Latin-1 and gives a warning; any line ends
/// \param name what to call it in messages
/// \par Errors invalid_argument, with the name, if the text is no text or nothing in it is an entry;
/// too_large beyond the limits. An empty text is an empty list.
Result<ReadingList> read_reading_list(std::string_view bytes, std::string_view name);

/// Marks as JSON Lines `{"id", "liked", "source", "marked"}`, as read_reading_list() reads them.
std::string marks_to_json_lines(std::span<Mark const> marks);

}  // namespace lectern
