#pragma once

#include <lectern/config/config.hpp>
#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/error.hpp>

#include <string>
#include <vector>

namespace lectern::app {

/// Papers as people name them: arXiv ids in any form, or the numbers that papers have in the newest digest.
/// \par Errors invalid_id; invalid_argument for a number that the digest does not have; those of read_newest_day()
Result<std::vector<ArxivId>> read_papers(Config const& config, std::vector<std::string> const& texts);

}  // namespace lectern::app
