#include "found_papers.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace lectern::app {
namespace {

boost::json::object to_json(FoundPaper const& paper) {
    boost::json::object object{{"id", paper.id.base()},
                               {"title", paper.title},
                               {"authors", paper.authors},
                               {"url", paper.id.abs_url()}};
    if (paper.day) object["day"] = format_date(*paper.day);
    if (paper.liked) object["liked"] = *paper.liked;
    return object;
}

std::string sign_of(std::optional<bool> liked) {
    return !liked ? " " : *liked ? "+" : "-";
}

}  // namespace

void print_papers(std::vector<FoundPaper> const& papers, bool json, Console const& console) {
    if (json) {
        boost::json::array array;
        for (FoundPaper const& paper : papers) array.push_back(to_json(paper));
        console.print(boost::json::serialize(array));
        return;
    }
    for (FoundPaper const& paper : papers) {
        std::string const day = paper.day ? format_date(*paper.day) : std::string(10, ' ');
        console.print(fmt::format("{:<10}  {} {} {}", paper.id.base(), day, sign_of(paper.liked),
                                  text::printable(paper.title.empty() ? "(no title)" : paper.title, 200)));
        console.print(fmt::format("{:26}{}", "", text::printable(paper.authors, 100)));
    }
}

}  // namespace lectern::app
