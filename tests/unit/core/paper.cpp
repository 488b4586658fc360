#include "support.hpp"

#include <lectern/core/paper.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_paper)

std::vector<std::string> names_of(std::vector<Author> const& authors) {
    std::vector<std::string> names;
    for (Author const& author : authors) names.push_back(author.name);
    return names;
}

void check_names(std::string_view line, std::vector<std::string> const& expected) {
    auto const names = names_of(parse_author_line(line));
    BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(splits_at_commas_outside_parentheses) {  // A1, A2
    auto const authors = parse_author_line("John Roe (MIT, CSAIL), Jane Doe (ETH Zurich)");
    BOOST_REQUIRE(authors.size() == 2u);
    BOOST_TEST(authors[0].name == "John Roe");
    BOOST_TEST(authors[0].affiliations.at(0) == "MIT, CSAIL");
    BOOST_TEST(authors[1].name == "Jane Doe");
    BOOST_TEST(authors[1].affiliations.at(0) == "ETH Zurich");
    check_names(
        "The LIGO Scientific Collaboration, B. P. Abbott (LIGO Laboratory, California Institute of "
        "Technology, Pasadena, CA)",
        {"The LIGO Scientific Collaboration", "B. P. Abbott"});
}

BOOST_AUTO_TEST_CASE(decodes_accents) {  // A3, A4
    check_names(R"(Pal Erd\H{o}s, L\'aszl\'o Lov\'asz)", {"Pal Erdős", "László Lovász"});
}

BOOST_AUTO_TEST_CASE(keeps_suffixes) {  // A5
    check_names("A. Rodrigues Jr, B. Smith III", {"A. Rodrigues Jr", "B. Smith III"});
}

BOOST_AUTO_TEST_CASE(keeps_remarks_apart) {  // A7
    auto const authors =
        parse_author_line(R"(W. Keller (with an appendix by M. Dutour Sikiri\'c), J. Martinet (CNRS))");
    BOOST_REQUIRE(authors.size() == 2u);
    BOOST_TEST(authors[0].name == "W. Keller");
    BOOST_TEST(authors[0].affiliations.empty());
    BOOST_TEST(authors[0].remark == "with an appendix by M. Dutour Sikirić");
    BOOST_TEST(authors[1].affiliations.at(0) == "CNRS");
}

BOOST_AUTO_TEST_CASE(reads_nested_and_unbalanced_parentheses) {
    auto const authors = parse_author_line("A. B. (Institute (Paris), CNRS), C. D.");
    BOOST_REQUIRE(authors.size() == 2u);
    BOOST_TEST(authors[0].affiliations.at(0) == "Institute (Paris), CNRS");
    check_names("A. B. (Institute, C. D.", {"A. B. (Institute", "C. D."});
    check_names("", {});
    check_names(" , , X,", {"X"});
}

BOOST_AUTO_TEST_CASE(knows_announce_types) {
    for (char const* word : {"new", "cross", "replace", "replace-cross"}) {
        BOOST_TEST(to_string(parse_announce_type(word)) == word);
    }
    BOOST_TEST(parse_announce_type("absonly") == AnnounceType::unknown);
}

BOOST_AUTO_TEST_SUITE_END()
