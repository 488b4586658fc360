#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/store/mark_store.hpp>
#include <lectern/store/paper_store.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern {

/// What a page has of a paper's abstract.
enum class SiteAbstracts { none, folded, open };

/// A paper that the reader likes.
struct SavedPaper {
    Paper paper;   ///< As the store has it.
    Date liked{};  ///< When the reader said so.
};

/// How a site looks and where it goes.
struct SiteOptions {
    std::string title = "lectern";  ///< Name of the site, on every page.
    std::string url{};              ///< Where it is served, for canonical links; may be empty.
    SiteAbstracts abstracts = SiteAbstracts::folded;  ///< What pages have of the abstracts.
    std::filesystem::path templates;  ///< A directory whose files stand in for ours; empty: none.
    std::filesystem::path style;      ///< A CSS file behind ours; empty: none.
    std::vector<SavedPaper> saved{};  ///< For the page of saved papers, in its order.
    bool rebuild = false;             ///< Makes every page again, whatever is there.
};

/// What making a site did.
struct SiteReport {
    std::size_t days = 0;     ///< Days that have a page.
    std::size_t made = 0;     ///< Days whose page was made; the others stay as they were.
    std::size_t written = 0;  ///< Files that are new or different.
    std::size_t removed = 0;  ///< Pages of days that are gone, and assets that no page names any more.
    std::vector<std::string> warnings;  ///< Digest files that cannot be read; the pages of their days say so.
};

/// Makes a static site of all digests of an output directory. It can be served from any directory, or opened from the
/// disk, and read without JavaScript.
///
/// | path                                   | page                                                        |
/// |----------------------------------------|-------------------------------------------------------------|
/// | `/`                                    | the newest day                                              |
/// | `archive/`, `archive/YYYY/`            | all days; a year as a heat map and its months               |
/// | `archive/YYYY-MM/`                     | a month: calendar, best papers, topics, cost                |
/// | `archive/YYYY-MM/summary/`             | a month in a page, by topic                                 |
/// | `archive/YYYY-MM/DD/`                  | a day, papers at `#pID`, and `papers.bib`, `.ris`, `.json`   |
/// | `topic/`, `topic/NAME/`                | papers by topic, with `atom.xml`                            |
/// | `author/NAME/`                         | papers of a followed author, with `atom.xml`                |
/// | `saved/`                               | SiteOptions::saved, with the same three files               |
/// | `search/`                              | search in all days, by an index that the browser loads      |
/// | `numbers/`                             | charts                                                      |
/// | `about/`                               | what the pages show                                         |
/// | `atom.xml`, `rss.xml`, `feed.json`     | the newest ten days as web feeds                            |
/// | `sitemap.xml`                          | only with SiteOptions::url                                  |
///
/// The same digests give the same bytes, whether a site is made at once or day by day. Only what a new or changed digest
/// touches is made again: `.lectern/` below the site remembers the rest. Only files that differ are written, each replaced
/// at once, assets first (their names hold a hash of their content) and the root last, so that a page never names what is
/// not there yet.
/// \param directory the output directory; the site is made in `site` below it, and nothing else is touched
/// \param options title, templates, style
/// \par Errors file, io; invalid_config for a template that cannot be read
Result<SiteReport> make_site(std::filesystem::path const& directory, SiteOptions const& options);

/// Whether a site can be made with these templates (SiteOptions::templates), for a run that wants to know before it spends
/// an hour. \par Errors file; invalid_config with the file of a template that cannot be read
Result<void> check_templates(std::filesystem::path const& templates);

/// The liked papers, the newest mark first. \par Errors store
Result<std::vector<SavedPaper>> saved_papers(MarkStore const& marks, PaperStore const& papers);

}  // namespace lectern
