#pragma once

#include <lectern/core/paper.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

/// The JSON form of papers, shared by the JSON Lines feed and the digest file.
namespace lectern::json {

namespace bj = boost::json;

/// The members of the JSON Lines contract; empty optional members are left out.
bj::object to_json(Paper const& paper);

/// Reads a paper; unknown members are ignored. \par Errors invalid_argument naming the member.
Result<Paper> paper_from_json(bj::value const& value);

/// The `authors` member: names, or objects where there is more than a name.
bj::array to_json(std::vector<Author> const& authors);
/// \par Errors invalid_argument
Result<std::vector<Author>> authors_from_json(bj::array const& list);

/// Parses one JSON text. \par Errors invalid_argument with the position.
Result<bj::value> parse(std::string_view text, bj::storage_ptr storage = {});

/// The object behind a value, or an error naming `what`.
Result<bj::object const*> as_object(bj::value const& value, std::string_view what);

/// The string member `key`; empty if it is absent or null. \par Errors invalid_argument if it is no string.
Result<std::string> string_member(bj::object const& object, std::string_view key);

/// The number member `key`, or nothing if it is absent or null. \par Errors invalid_argument if it is no
/// number.
Result<std::optional<double>> number_member(bj::object const& object, std::string_view key);

/// A list of texts, as one JSON text and back. \par Errors invalid_argument
std::string to_text(std::vector<std::string> const& strings);
Result<std::vector<std::string>> strings_from_text(std::string_view text);

/// Indented JSON with a final newline; members keep their order, whole numbers are written without exponent.
std::string pretty(bj::value const& value);

}  // namespace lectern::json
