#include "detail/site_writer.hpp"

#include "detail/site_state.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/core/file.hpp>
#include <lectern/render/citation.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lectern::site {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

constexpr auto kBibliographies =
    std::to_array<std::pair<std::string_view, CitationFormat>>({{"papers.bib", CitationFormat::bibtex},
                                                                {"papers.ris", CitationFormat::ris},
                                                                {"papers.json", CitationFormat::csl}});

}  // namespace

std::string root_from(std::string_view path) {
    std::string root;
    if (path.empty()) return root;
    for (std::ptrdiff_t i = 0; i <= std::ranges::count(path, '/'); ++i) root += "../";
    return root;
}

Result<void> SiteWriter::put_asset(std::string_view name, std::string_view ending, std::string_view content,
                                   std::string& file) {
    file = fmt::format("{}.{}.{}", name, html::hash_of(content).substr(0, 12), ending);
    return files_.put(fs::path("assets") / file, content);
}

Result<void> SiteWriter::put_assets() {
    if (auto const done = put_asset("lectern", "css", html::builtin_file("lectern.css"), css_); !done)
        return done;
    if (auto const done = put_asset("lectern", "js", html::builtin_file("lectern.js"), js_); !done)
        return done;
    if (auto const done = put_asset("search", "js", html::builtin_file("search.js"), search_js_); !done)
        return done;
    if (options_.style.empty()) return {};
    auto const content = read_file(options_.style);
    if (!content) return content.error();
    return put_asset("own", "css", *content, style_);
}

std::string SiteWriter::look() const {
    return html::hash_of(bj::serialize(bj::array{kStateVersion, options_.title, options_.url,
                                                 static_cast<int>(options_.abstracts), css_, js_, search_js_,
                                                 style_, templates_.fingerprint()}));
}

Result<void> SiteWriter::put_page(std::string const& path, std::string_view name, bj::object page,
                                  std::string_view title) {
    page["site"] = true;
    page["root"] = root_from(path);
    page["site_title"] = options_.title;
    page["page_title"] = fmt::format("{} · {}", title, options_.title);
    if (!page.contains("description")) page["description"] = title;
    page["css"] = css_;
    page["js"] = js_;
    page["search_js"] = search_js_;
    page["style"] = style_;
    if (!page.contains("canonical")) page["canonical"] = address(path);
    auto const text = templates_.render(name, page);
    if (!text) return text.error();
    pages_.insert(path);
    return files_.put(fs::path(path) / "index.html", *text);
}

bool SiteWriter::keep_page(std::string const& path) {
    bool there = files_.keep(fs::path(path) / "index.html");
    for (auto const& [file, format] : kBibliographies) there = files_.keep(fs::path(path) / file) && there;
    pages_.insert(path);
    return there;
}

Result<void> SiteWriter::put_bibliographies(std::string const& path, std::span<Paper const> papers) {
    for (auto const& [file, format] : kBibliographies) {
        if (auto const done = files_.put(fs::path(path) / file, cite(papers, format)); !done) return done;
    }
    return {};
}

std::string SiteWriter::address(std::string_view path) const {
    if (options_.url.empty()) return {};
    return fmt::format("{}/{}{}", options_.url, path, path.empty() ? "" : "/");
}

}  // namespace lectern::site
