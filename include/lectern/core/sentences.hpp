#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::text {

/// The sentences of an abstract, in order, without the blanks between them. A sentence ends at `.`, `!` or `?`
/// before a blank and a capital letter, a digit, a formula or a TeX command; not within a formula, and not behind
/// abbreviations ("e.g.", "et al.", "Fig.") and initials. Pure; cost is linear.
/// \par Lifetimes the parts point into `abstract`
std::vector<std::string_view> sentences(std::string_view abstract);

/// The sentence in which the authors say what the paper does ("We show …", "This paper introduces …"); the first one
/// if none does; empty for an empty abstract. White space is collapsed. A longer sentence is cut at a word and outside
/// of formulas, and ends in "…".
/// \param abstract any text
/// \param most_bytes longest result, at least 20
std::string gist(std::string_view abstract, std::size_t most_bytes = 200);

}  // namespace lectern::text
