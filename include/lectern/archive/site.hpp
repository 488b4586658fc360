#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern {

/// What a page has of a paper's abstract.
enum class SiteAbstracts { none, folded, open };

/// How a site looks and where it goes.
struct SiteOptions {
    std::string title = "lectern";  ///< Name of the site, on every page.
    std::string url{};              ///< Where it is served, for canonical links; may be empty.
    SiteAbstracts abstracts = SiteAbstracts::folded;  ///< What pages have of the abstracts.
    std::filesystem::path templates;  ///< A directory whose files stand in for ours; empty: none.
    std::filesystem::path style;      ///< A CSS file behind ours; empty: none.
};

/// What making a site did.
struct SiteReport {
    std::size_t days = 0;     ///< Days that have a page.
    std::size_t written = 0;  ///< Files that are new or different.
    std::size_t removed = 0;  ///< Pages of days that are gone, and assets that no page names any more.
    std::vector<std::string> warnings;  ///< Digest files that cannot be read; they have no page.
};

/// Makes a static site of all digests of an output directory: the newest day at the root, `archive/` with all days,
/// `archive/YYYY/`, `archive/YYYY-MM/`, `archive/YYYY-MM/DD/`, `about/`. It can be served from any directory and read
/// without JavaScript. Papers have the anchor `#pID` on the page of their day.
///
/// The same digests give the same bytes. Only files that differ are written, each replaced at once, assets first (their
/// names hold a hash of their content) and the root last, so that a page never names what is not there yet. Takes about
/// 10 ms a day.
/// \param options title, templates, style
/// \param directory the output directory; the site is made in `site` below it, and nothing else is touched
/// \par Errors file, io; invalid_config for a template that cannot be read
Result<SiteReport> make_site(std::filesystem::path const& directory, SiteOptions const& options);

}  // namespace lectern
