#pragma once

#include <lectern/core/error.hpp>

#include <boost/json/value.hpp>

#include <string_view>

namespace lectern::llm {

/// Parses JSON as models write it; mends what ObjectReader names. Depth and size are bounded.
/// \par Errors bad_answer
Result<boost::json::value> parse_lenient(std::string_view text);

}  // namespace lectern::llm
