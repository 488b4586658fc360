#pragma once

#include "site_pages.hpp"
#include "site_state.hpp"
#include "site_writer.hpp"

#include <lectern/core/digest.hpp>

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace lectern::site {

/// The days of a site, with their pages made.
struct SiteDays {
    Months months;
    std::vector<Digest> newest;         ///< Up to ten, the newest last.
    std::vector<std::string> segments;  ///< Of the search, oldest first.
    std::size_t made = 0;               ///< Days whose page was made.
    std::vector<std::string> warnings;  ///< Digest files that cannot be read.
};

/// The data of a day's page. \param place of the day among the days \param path of the page: the day's own, or the root
boost::json::object day_page(Digest const& digest, std::vector<Date> const& days, std::size_t place,
                             std::string const& path, SiteWriter const& writer);

/// Makes the pages of the days, what is beside them, and their parts of the search, as far as they are not there yet.
/// \param directory of the digests
/// \param days that have a digest file, oldest first
/// \param state what the site that is there was made of
/// \par Errors io, invalid_config
Result<SiteDays> make_days(std::filesystem::path const& directory, std::vector<Date> const& days,
                           SiteState const& state, SiteWriter& writer);

}  // namespace lectern::site
