#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lectern {

/// `[site]`: the static site.
struct SiteConfig {
    bool enabled = false;             ///< Whether each run brings it up to date.
    std::string title = "lectern";    ///< Name of the site.
    std::string url;                  ///< Where it is served, for canonical links; may be empty.
    std::string abstracts = "short";  ///< none | short | full: left out, folded, or open.
    std::filesystem::path
        templates;  ///< A directory whose files stand in for the built-in templates; empty: none.
    std::filesystem::path style;  ///< A CSS file behind the built-in one; empty: none.
};

/// `[store]`: what is remembered, and what is made up for.
struct StoreConfig {
    std::filesystem::path path;  ///< The database; empty: `lectern.db` in the output directory.
    int catch_up_days = 7;       ///< Announcement days back that a run checks for gaps; 0: none.
    bool recheck = true;         ///< Whether a run asks again for late papers of recent days.
    int keep_days = 0;           ///< Days after which papers nobody needs are forgotten; 0: never.
    int quiet_days = 3;          ///< Announcement days without papers after which a run warns; 0: never.
};

/// `[output]`: what is written where.
struct OutputConfig {
    std::filesystem::path dir = "out";                     ///< Everything is written below it.
    std::vector<std::string> formats{"markdown", "json"};  ///< Names of format plug-ins.
    /// Whether pages of local scores leave out the table of tokens and the prompt.
    bool compact = false;
};

}  // namespace lectern
