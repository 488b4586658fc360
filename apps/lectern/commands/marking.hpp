#pragma once

#include "../workspace.hpp"

#include <lectern/marks/marking.hpp>

#include <map>
#include <string>
#include <vector>

namespace lectern::app {

/// The reader's marks by ArxivId::base().
Result<std::map<std::string, Mark>> marks_by_id(Store const& store);

/// Adds to the marks file of the configuration what is different now.
/// \param before the marks before
/// \param ids papers that were marked or unmarked
Result<void> record_marks(Config const& config, Store const& store, std::map<std::string, Mark> const& before,
                          std::vector<ArxivId> const& ids, Time now);

/// Brings the store up to what the marks file says. Papers that the store does not hold are looked up at arXiv.
/// \param network whether that may be done; else such papers wait for a run that may
Result<void> take_marks_from_file(Workspace& place, bool network, Console& console);

/// `2507.23220 "Model Directions, Not Words"`; the id alone where the title is not known.
std::string named(Store const& store, ArxivId const& id);

}  // namespace lectern::app
