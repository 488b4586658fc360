#pragma once

#include <cstddef>

namespace lectern {

/// Which scored papers are shown.
struct Selection {
    double relevance_cutoff = 8;  ///< Least relevance, 1–10.
    double novelty_cutoff = 7;    ///< Least novelty, 1–10; papers without a novelty score pass.
    std::size_t max_papers = 20;  ///< Most papers shown on estimated scores; 0: no limit.
    std::size_t per_topic =
        0;                 ///< Of these, at least so many of each topic, as far as there are; 0: no quota.
    bool fold = false;     ///< Whether papers much like a better one are named under it only.
    double pin_key = 20;   ///< Order key of pinned papers: above every score.
    bool revised = false;  ///< Whether new versions of papers shown before are listed.
};

}  // namespace lectern
