#include "support.hpp"

#include <lectern/pipeline/reading_list.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::require;

BOOST_AUTO_TEST_SUITE(reading_list)

std::vector<std::string> ids_of(ReadingList const& list) {
    std::vector<std::string> ids;
    for (ReadingListEntry const& entry : list.entries) ids.push_back(entry.id.base());
    return ids;
}

using Ids = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(reads_plain_ids) {
    auto const list =
        require(read_reading_list("\xEF\xBB\xBF# my papers\n2601.00001\n\n"
                                  "https://arxiv.org/abs/2601.00002v3  # good\r\n"
                                  "arXiv:hep-th/9901001\n2601.00001\n",
                                  "list.txt"));
    BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002", "hep-th/9901001"}));
    BOOST_TEST(list.without_id.empty());
    auto const error = read_reading_list("2601.00001\nnonsense\n", "list.txt").error();
    BOOST_TEST(error.message().find("list.txt:2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(reads_bibtex) {
    auto const list = require(read_reading_list(R"(% from a manager
@comment{ arXiv:2601.09999 }
@string{x = "arXiv"}
@article{one, title = {One}, eprint = {2601.00001}, archivePrefix = {arXiv}}
@Article{two,
  title={Two, with a comma},
  journal={arXiv preprint arXiv:2601.00002},
}
@misc{three, url = "https://arxiv.org/pdf/2601.00003v2", title = "Three"}
@misc{four, doi = {10.48550/arXiv.2601.00004}}
@book{five, title = {A Book on Paper}, isbn = {2601.00005}}
@misc{six, eprint = {hep-th/9901001}}
)",
                                                "library.bib"));
    BOOST_TEST(
        (ids_of(list) == Ids{"2601.00001", "2601.00002", "2601.00003", "2601.00004", "hep-th/9901001"}));
    BOOST_TEST((list.without_id == Ids{"A Book on Paper"}));
}

BOOST_AUTO_TEST_CASE(reads_ris) {
    auto const list =
        require(read_reading_list("TY  - JOUR\r\nTI  - One\r\nUR  - http://arxiv.org/abs/2601.00001\r\n"
                                  "ER  - \r\nTY  - BOOK\r\nT1  - A Book\r\nER  -\r\n"
                                  "TY  - JOUR\nDO  - 10.48550/arXiv.2601.00002\nER  - \n",
                                  "library.ris"));
    BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002"}));
    BOOST_TEST((list.without_id == Ids{"A Book"}));
}

BOOST_AUTO_TEST_CASE(reads_zotero_and_csl_json) {
    std::string const items = R"([{"title": "One", "extra": "arXiv:2601.00001 [cs]"},
        {"data": {"title": "A Book", "ISBN": "2601"}},
        {"data": {"title": "Two", "archiveID": "arXiv:2601.00002"}},
        {"title": "Three", "URL": "http://arxiv.org/abs/2601.00003"}])";
    for (std::string const& text : {items, R"({"items": )" + items + "}"}) {
        auto const list = require(read_reading_list(text, "library.json"));
        BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002", "2601.00003"}));
        BOOST_TEST((list.without_id == Ids{"A Book"}));
    }
    BOOST_TEST(!read_reading_list(R"({"no": "items"})", "x.json"));
    BOOST_TEST(!read_reading_list("[{", "x.json"));
}

BOOST_AUTO_TEST_CASE(reads_what_it_writes) {
    std::vector<Mark> const marks{
        {ArxivId::parse("2601.00001").value(), true, "cli", test::time("2026-01-02T03:04:05Z")},
        {ArxivId::parse("hep-th/9901001").value(), false, "a \"b\"", test::time("2026-01-03T03:04:05Z")}};
    auto const list = require(read_reading_list(marks_to_json_lines(marks), "marks.jsonl"));
    BOOST_REQUIRE(list.entries.size() == 2u);
    BOOST_TEST(list.entries[0].liked);
    BOOST_TEST(!list.entries[1].liked);
    BOOST_TEST((list.entries[1].made == marks[1].made));
    auto const bad =
        read_reading_list("{\"id\": \"2601.00001\"}\n{\"id\": \"2601.00002\", \"liked\": 1}\n", "m");
    BOOST_TEST(bad.error().message().find("m:2") != std::string::npos);
    BOOST_TEST(require(read_reading_list("", "empty")).entries.empty());
    BOOST_TEST(!read_reading_list("\xff\xfe", "bad"));
}

BOOST_AUTO_TEST_SUITE_END()
