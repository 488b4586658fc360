#pragma once

#include <cstddef>

namespace lectern {

/// Which scored papers are shown.
struct Selection {
    double relevance_cutoff = 8;  ///< Least relevance, 1–10.
    double novelty_cutoff = 7;    ///< Least novelty, 1–10; papers without a novelty score pass.
    std::size_t max_papers = 20;  ///< Most papers shown on estimated scores; 0: no limit.
    double pin_key = 20;          ///< Order key of pinned papers: above every score.
    bool revised = false;         ///< Whether new versions of papers shown before are listed.
};

}  // namespace lectern
