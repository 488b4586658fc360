// arXiv identifiers and addresses.
#include "target.hpp"

#include <lectern/core/arxiv_id.hpp>
#include <lectern/net/http.hpp>

void fuzz(std::string_view bytes) {
    if (auto const id = lectern::ArxivId::parse(bytes)) {
        auto const again = lectern::ArxivId::parse(id->to_string());
        must(again && *again == *id, "identifiers are the same after a round trip");
    }
    if (auto const url = lectern::net::parse_url(bytes)) {
        must(lectern::net::parse_url(url->to_string()).has_value(), "addresses can be read back");
        (void)lectern::net::resolve_url(*url, bytes);
    }
}
