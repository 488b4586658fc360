#pragma once

#include "render/html/detail/templates.hpp"
#include "site_files.hpp"

#include <lectern/archive/site.hpp>

#include <boost/json/object.hpp>

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace lectern::site {

/// From a page at this path to the root of the site: `../../`.
std::string root_from(std::string_view path);

/// Writes pages in the look that the options give, and the files beside them.
class SiteWriter {
public:
    /// \par Lifetimes the options must outlive the writer
    SiteWriter(std::filesystem::path site, SiteOptions const& options, html::Templates templates)
        : options_(options), templates_(std::move(templates)), files_(std::move(site)) {}

    SiteOptions const& options() const { return options_; }
    SiteFiles& files() { return files_; }
    /// Paths of all pages put or kept.
    std::set<std::string> const& pages() const { return pages_; }

    /// Style and scripts, which all pages need first. \par Errors file, io
    Result<void> put_assets();
    /// Changes with everything that all pages depend on. \pre the assets are put
    std::string look() const;
    /// Writes a page: its data, and what every page has. \par Errors io, invalid_config
    Result<void> put_page(std::string const& path, std::string_view name, boost::json::object page,
                          std::string_view title);
    /// That a page and the bibliographies beside it stay. \return whether they are there
    bool keep_page(std::string const& path);
    /// The papers as BibTeX, RIS and CSL JSON beside a page. \par Errors io
    Result<void> put_bibliographies(std::string const& path, std::span<Paper const> papers);
    /// Where a page is served; empty without SiteOptions::url.
    std::string address(std::string_view path) const;

private:
    Result<void> put_asset(std::string_view name, std::string_view ending, std::string_view content,
                           std::string& file);

    SiteOptions const& options_;
    html::Templates templates_;
    SiteFiles files_;
    std::set<std::string> pages_;
    std::string css_;
    std::string js_;
    std::string search_js_;
    std::string style_;
};

}  // namespace lectern::site
