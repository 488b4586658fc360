#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The forms in which people write and paste arXiv identifiers.
namespace lectern::arxiv_id_forms {

/// What is left of a pasted form when everything around the identifier proper is taken off: `2301.07041v2`,
/// `hep-th/9901001`. Words, addresses, DOIs, file endings, a listing's `[cs.LG]`, punctuation and invisible
/// characters go; nothing is added. Nothing if the text is an address of something else, longer than any
/// form, or not UTF-8.
std::optional<std::string> strip(std::string_view text);

}  // namespace lectern::arxiv_id_forms
