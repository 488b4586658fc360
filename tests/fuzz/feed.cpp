// RSS, Atom, API responses and JSON Lines.
#include "target.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/parse.hpp>

void fuzz(std::string_view bytes) {
    auto const feed = lectern::parse_feed(bytes);
    if (!feed) return;
    must(feed->papers.size() <= feed->items, "no more papers than items");
    for (lectern::Paper const& paper : feed->papers) {
        must(!lectern::text::find_invalid_utf8(paper.title + paper.abstract), "texts are UTF-8");
        must(lectern::ArxivId::parse(paper.id.to_string()).has_value(), "identifiers can be read back");
    }
}
