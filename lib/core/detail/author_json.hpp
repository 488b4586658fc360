#pragma once

#include <lectern/core/author_record.hpp>
#include <lectern/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The JSON form of author records, as the store keeps them.
namespace lectern::json {

std::string to_text(std::vector<AuthorRecord> const& authors);
/// \par Errors invalid_argument
Result<std::vector<AuthorRecord>> authors_from_text(std::string_view text);

}  // namespace lectern::json
