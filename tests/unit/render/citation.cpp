// Bibliographies: what BibTeX, RIS and CSL JSON say of a paper, and that no title breaks them.
#include "core/detail/json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/marks/reading_list.hpp>
#include <lectern/render/citation.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(render_citation)

namespace {

Paper paper_with(std::string title, std::vector<std::string> names = {"Ann Roe"}) {
    Paper paper;
    paper.id = ArxivId::parse("2603.00001v2").value();
    paper.title = std::move(title);
    paper.abstract = "We show\nit.";
    for (std::string& name : names) paper.authors.push_back({std::move(name), {}, {}});
    paper.categories = {Category::parse("cs.LG").value(), Category::parse("stat.ML").value()};
    paper.submitted = parse_rfc3339("2026-03-16T12:00:00Z").value();
    return paper;
}

std::string cited(Paper const& paper, CitationFormat format) {
    return cite(std::span(&paper, 1), format);
}

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(bibtex_has_what_arxiv_gives) {
    Paper paper = paper_with("Sparse $\\ell_1$ networks",
                             {"Ludwig van der Berg", "Erwin Schrödinger Jr.", "The ATLAS Collaboration"});
    paper.abstract.clear();
    BOOST_TEST(
        cited(paper, CitationFormat::bibtex) ==
        "@misc{arxiv:2603.00001,\n  title = {Sparse $\\ell_1$ networks},\n"
        "  author = {van der Berg, Ludwig and Schrödinger, Jr., Erwin and {The ATLAS Collaboration}},\n"
        "  year = {2026},\n  eprint = {2603.00001},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.LG},\n"
        "  url = {https://arxiv.org/abs/2603.00001}\n}\n");
}

BOOST_AUTO_TEST_CASE(no_title_breaks_bibtex) {
    BOOST_TEST(holds(cited(paper_with("100% of R&D_1 #2 \\% done"), CitationFormat::bibtex),
                     "title = {100\\% of R\\&D\\_1 \\#2 \\% done}"));
    for (std::string const title : {"open { brace", "close } brace", "}{", "back\\", "\\{ escaped",
                                    "a}, year = {1900", "$\\frac{1}{$"}) {
        std::string const entry = cited(paper_with(title), CitationFormat::bibtex);
        BOOST_TEST(std::ranges::count(entry, '{') == std::ranges::count(entry, '}'), entry);
        int depth = 0;
        std::size_t at_zero = 0;
        for (char const c : entry) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 && c == '}') ++at_zero;
        }
        BOOST_TEST(at_zero == 1U, entry);
        BOOST_TEST(!holds(entry, "\n  year = {1900"), entry);
    }
}

BOOST_AUTO_TEST_CASE(ris_is_lines_of_tags) {
    std::string const entry = cited(paper_with("Two\r\nER  - lines $x^2$"), CitationFormat::ris);
    BOOST_TEST(holds(entry, "TY  - UNPB\r\n"));
    BOOST_TEST(holds(entry, "TI  - Two ER - lines x²\r\n"));
    BOOST_TEST(holds(entry, "AU  - Roe, Ann\r\n"));
    BOOST_TEST(holds(entry, "DA  - 2026/03/16\r\n"));
    BOOST_TEST(holds(entry, "DO  - 10.48550/arXiv.2603.00001\r\n"));
    BOOST_TEST(holds(entry, "AB  - We show it.\r\n"));
    BOOST_TEST(entry.find("ER  - ") == entry.size() - std::string_view("ER  - \r\n\r\n").size());
}

BOOST_AUTO_TEST_CASE(csl_is_json) {
    Paper paper = paper_with("A \"title\"", {"Ann Roe", "Plato"});
    paper.doi = "10.1/x 10.2/y";
    auto const items = json::parse(cited(paper, CitationFormat::csl)).value().as_array();
    BOOST_TEST(items.size() == 1U);
    auto const& item = items[0].as_object();
    BOOST_TEST(item.at("title").as_string() == "A \"title\"");
    BOOST_TEST(item.at("DOI").as_string() == "10.1/x");
    BOOST_TEST(item.at("author").as_array()[0].as_object().at("family").as_string() == "Roe");
    BOOST_TEST(item.at("author").as_array()[1].as_object().at("literal").as_string() == "Plato");
    BOOST_TEST(boost::json::serialize(item.at("issued")) == "{\"date-parts\":[[2026,3,16]]}");
    BOOST_TEST(cite({}, CitationFormat::csl) == "[]\n");
}

BOOST_AUTO_TEST_CASE(what_it_writes_it_reads) {
    for (CitationFormat const format : {CitationFormat::bibtex, CitationFormat::ris, CitationFormat::csl}) {
        Paper const paper = paper_with("Sparse networks");
        auto const list = read_reading_list(cited(paper, format), "list");
        BOOST_TEST_REQUIRE(list.has_value());
        BOOST_TEST_REQUIRE(list->entries.size() == 1U);
        BOOST_TEST(list->entries[0].id.base() == "2603.00001");
    }
}

BOOST_AUTO_TEST_SUITE_END()
