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

}  // namespace lectern::json
