#pragma once

#include <lectern/core/error.hpp>

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What reading and writing JSON takes beside Boost.JSON.
namespace lectern::json {

namespace bj = boost::json;

/// Parses one JSON text. \par Errors invalid_argument with the position.
Result<bj::value> parse(std::string_view text, bj::storage_ptr storage = {});

/// The object behind a value, or an error naming `what`.
Result<bj::object const*> as_object(bj::value const& value, std::string_view what);

/// The string member `key`; empty if it is absent or null. \par Errors invalid_argument if it is no string.
Result<std::string> string_member(bj::object const& object, std::string_view key);

/// The number member `key`, or nothing if it is absent or null. \par Errors invalid_argument if it is no
/// number.
Result<std::optional<double>> number_member(bj::object const& object, std::string_view key);

/// The member `key` as a list of strings; empty if it is absent or null. \par Errors invalid_argument
Result<std::vector<std::string>> strings_member(bj::object const& object, std::string_view key);

/// That a member is not what was expected.
Error wrong_type(std::string_view member, std::string_view expected);

/// A list of texts, as one JSON text and back. \par Errors invalid_argument
std::string to_text(std::vector<std::string> const& strings);
Result<std::vector<std::string>> strings_from_text(std::string_view text);

/// Indented JSON with a final newline; members keep their order, whole numbers are written without exponent.
std::string pretty(bj::value const& value);

}  // namespace lectern::json
