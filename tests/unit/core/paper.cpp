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

void check_affiliations(std::string_view line, std::vector<std::vector<std::string>> const& expected) {
    auto const authors = parse_author_line(line);
    BOOST_REQUIRE_EQUAL(authors.size(), expected.size());
    for (std::size_t i = 0; i < authors.size(); ++i)
        BOOST_TEST(authors[i].affiliations == expected[i], boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(resolves_numbered_affiliations) {
    std::vector<std::vector<std::string>> const both{{"MIT", "ETH"}, {"ETH"}};
    for (std::string_view const line : {
             "Ann Roe (1 and 2), Bo Lee (2) ((1) MIT, (2) ETH)",
             "Ann Roe (1,2), Bo Lee (2), ((1) MIT, (2) ETH)",
             "Ann Roe (1 & 2), Bo Lee (2), (1) MIT, (2) ETH",
             "Ann Roe (1, 2) and Bo Lee (2) (1: MIT; 2: ETH)",
             "Ann Roe (a,b), Bo Lee (b) ((a) MIT and (b) ETH)",
             "Ann Roe (1, 2), Bo Lee (2) ((1) MIT, (2) ETH",
         }) {
        BOOST_TEST_CONTEXT(line) {
            check_names(line, {"Ann Roe", "Bo Lee"});
            check_affiliations(line, both);
        }
    }
    check_affiliations("Ann Roe (1) ((1) Dept. of X, MIT (Cambridge), USA)",
                       {{"Dept. of X, MIT (Cambridge), USA"}});
    check_affiliations("Ann Roe (1), Bo Lee (3)", {{}, {}});
    check_affiliations("Ann Roe [1], Bo Lee [2] ([1] MIT, [2] ETH)", {{"MIT"}, {"ETH"}});
    check_affiliations("Ann Roe (1. Physikalisches Institut, RWTH), Bo Lee (CERN)",
                       {{"1. Physikalisches Institut, RWTH"}, {"CERN"}});
}

BOOST_AUTO_TEST_CASE(drops_fillers_and_splits_at_and) {
    check_names("Ann Roe, Bo Lee, et al.", {"Ann Roe", "Bo Lee"});
    check_names("Ann Roe et al. (CERN)", {"Ann Roe"});
    check_names("Ann Roe, and others", {"Ann Roe"});
    check_names("Ann Roe, Bo Lee, and N. N.", {"Ann Roe", "Bo Lee", "N. N."});
    check_names("Ann Roe (MIT) and Bo Lee", {"Ann Roe", "Bo Lee"});
    check_names("Ann Roe & Bo Lee and Cy Fox", {"Ann Roe", "Bo Lee", "Cy Fox"});
    check_names("Anderson Brand, Sandy Andrews", {"Anderson Brand", "Sandy Andrews"});
    check_names("The LIGO Scientific and Virgo Collaborations, B. P. Abbott",
                {"The LIGO Scientific and Virgo Collaborations", "B. P. Abbott"});
}

BOOST_AUTO_TEST_CASE(takes_linear_time_on_hostile_author_lines) {
    std::string hostile;
    for (int i = 0; i < 50000; ++i) hostile += "A and ((1) team";
    BOOST_TEST(!parse_author_line(hostile).empty());
    BOOST_TEST(!parse_author_line(std::string(300000, '(')).empty());
}

BOOST_AUTO_TEST_CASE(knows_announce_types) {
    for (char const* word : {"new", "cross", "replace", "replace-cross"}) {
        BOOST_TEST(to_string(parse_announce_type(word)) == word);
    }
    BOOST_TEST(parse_announce_type("absonly") == AnnounceType::unknown);
}

BOOST_AUTO_TEST_SUITE_END()
