#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>

#include <string_view>

namespace lectern {

/// Reads one day of an existing archive, a published Markdown page and the JSON file beside it, into a
/// digest. Rendered again as Markdown, the digest gives the page back byte for byte; of the layout used until
/// May 2025, whose prompt was not quoted, all but the prompt section. Text that would be harmful on a page is
/// escaped. Digest::imported is set unless the page is one of ours.
///
/// Date, costs, totals, notice and prompts come from the page, papers and scores from the JSON file.
/// \param page  the Markdown page
/// \param output_json  object keyed by arXiv id
/// \par Errors invalid_digest, naming the part that is missing or the first paper that page and file disagree
/// on.
Result<Digest> import_archive_page(std::string_view page, std::string_view output_json);

/// The same from the JSON file alone: papers and scores are there, costs, totals and prompts are not.
/// \par Errors invalid_digest
Result<Digest> import_archive_output(Date day, std::string_view output_json);

}  // namespace lectern
