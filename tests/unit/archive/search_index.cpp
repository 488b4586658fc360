// The index of the search page: its words, and that a segment can be read back.
#include "archive/site/detail/search_index.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace lectern;
using site::search_words;

BOOST_AUTO_TEST_SUITE(archive_search_index)

namespace {

using Words = std::vector<std::string>;

void check(std::string_view text, Words const& expected) {
    BOOST_TEST(search_words(text) == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_CASE(words_are_folded_and_hyphenated_ones_joined) {
    check("Low-rank Schrödinger's GPT-4o, state-of-the-art.",
          {"low", "rank", "lowrank", "schrodinger", "s", "gpt", "4o", "gpt4o", "state", "of", "the", "art",
           "stateoftheart"});
    check("a - b -c d- ﬁn Straße Σίσυφος ﷺ",
          {"a", "b", "c", "d", "fin", "strasse", "σισυφοσ", "صلى", "الله", "عليه", "وسلم"});
    check("", {});
    check(std::string(50, 'x') + " y", {"y"});
    check("深層学習", {"深層学習"});
}

BOOST_AUTO_TEST_CASE(a_segment_tells_where_words_are) {
    Digest digest;
    for (std::string const title : {"Sparse sparks", "Dense", "Sparser"}) {
        DigestEntry entry;
        entry.paper.id = ArxivId::parse("2603.0000" + std::to_string(digest.entries.size() + 1)).value();
        entry.paper.title = title;
        entry.paper.abstract = "sparse 7";
        digest.entries.push_back(std::move(entry));
    }
    site::SearchSegment segment;
    segment.add(digest, "2026-03/17");
    std::string const script = segment.script("2026-03");
    std::string_view const head = "lecternSegment(\"2026-03\",";
    BOOST_TEST_REQUIRE(script.starts_with(head));
    auto const body =
        boost::json::parse(script.substr(head.size(), script.size() - head.size() - 3)).as_object();
    BOOST_TEST(body.at("words").as_string() == "0dense\n0sparks\n4se\n6r\n");
    // dense: paper 1, title. sparks: paper 0, title. sparse: papers 0 (title), 1, 2. sparser: paper 2, title.
    BOOST_TEST(body.at("posts").as_string() == "9\n1\n188\nH\n");
    BOOST_TEST(body.at("papers").as_array().size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
