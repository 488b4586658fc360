#pragma once

#include <lectern/core/coverage.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

/// The JSON form of a day's numbers, shared by the digest file, the ledger's export and its display.
namespace lectern::json {

boost::json::object to_json(Coverage const& coverage);
/// Unknown members are ignored. \par Errors invalid_argument naming the member.
Result<Coverage> coverage_from_json(boost::json::value const& value);

boost::json::object to_json(DayRecord const& record);
/// \par Errors invalid_argument naming the member.
Result<DayRecord> day_record_from_json(boost::json::value const& value);

}  // namespace lectern::json
