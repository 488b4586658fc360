// Pages of OAI-PMH.
#include "target.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/arxiv_oai.hpp>

void fuzz(std::string_view bytes) {
    auto const page = lectern::parse_oai(bytes);
    if (!page) return;
    for (lectern::OaiRecord const& record : page->records)
        must(!lectern::text::find_invalid_utf8(record.paper.title), "texts are UTF-8");
}
