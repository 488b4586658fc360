#include "feed_text.hpp"

#include <fmt/format.h>

namespace lectern::test {

std::string rss(std::string const& items, std::string const& pub_date) {
    return fmt::format(
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss xmlns:arxiv=\"http://arxiv.org/schemas/atom\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\"><channel><title>cs.LG updates on "
        "arXiv.org</title>"
        "<pubDate>{}</pubDate>{}</channel></rss>",
        pub_date, items);
}

std::string rss_item(std::string const& id, std::string const& title, std::string const& abstract,
                     std::string const& type, std::string const& category) {
    std::string const base = id.substr(0, id.rfind('v'));
    return fmt::format(
        "<item><title>{0}</title><link>https://arxiv.org/abs/{1}</link>"
        "<description>arXiv:{2} Announce Type: {3} \nAbstract: {4}</description>"
        "<guid isPermaLink=\"false\">oai:arXiv.org:{2}</guid><category>{5}</category>"
        "<pubDate>Tue, 21 Apr 2026 00:00:00 -0400</pubDate><arxiv:announce_type>{3}</arxiv:announce_type>"
        "<dc:creator>Ada Lovelace, Emmy Noether</dc:creator></item>",
        title, base, id, type, abstract, category);
}

}  // namespace lectern::test
