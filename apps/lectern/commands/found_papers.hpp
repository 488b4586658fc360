#pragma once

#include "../console.hpp"

#include <lectern/core/paper.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lectern::app {

/// A paper in a list, with what is said of it.
struct FoundPaper {
    ArxivId id;
    std::string title;
    std::string authors;
    std::optional<Date> day;    ///< When it was announced or shown.
    std::optional<bool> liked;  ///< The reader's mark.
};

/// A line a paper: id, day, mark, title; or a JSON array of `{id, title, authors, day, liked, url}`.
void print_papers(std::vector<FoundPaper> const& papers, bool json, Console const& console);

}  // namespace lectern::app
