#pragma once

#include "collector.hpp"

#include <lectern/core/error.hpp>

#include <string_view>

/// Readers of the formats of reading lists, one file each. Each takes plain UTF-8 text and adds every entry to
/// the list; cost is linear.
namespace lectern::marks {

void read_bibtex(std::string_view text, Collector& list);
void read_ris(std::string_view text, Collector& list);
/// Items of Zotero and CSL. \par Errors invalid_argument if the text is no JSON or holds no items
Result<void> read_library_json(std::string_view text, Collector& list);
/// lectern's own JSON Lines.
void read_marks(std::string_view text, Collector& list);
/// Identifiers, one a line.
void read_ids(std::string_view text, Collector& list);

/// Whether a line opens a BibTeX entry, or a RIS record.
bool opens_bibtex(std::string_view line);
bool opens_ris(std::string_view line);

}  // namespace lectern::marks
