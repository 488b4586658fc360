#include "support.hpp"

#include <lectern/people/followed_authors.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace lectern;
using test::require;

BOOST_AUTO_TEST_SUITE(followed_authors)

BOOST_AUTO_TEST_CASE(lines_are_names_and_ids) {
    auto const authors =
        require(parse_followed_authors("\xEF\xBB\xBF# team\n"
                                       "   # indented\n"
                                       "\n"
                                       "Yann LeCun, 1688882 # Meta\r\n"
                                       "  Sammy Davis, Jr. ,  12345  \n"
                                       "Again, 12345",
                                       "authors.txt"));
    BOOST_TEST_REQUIRE(authors.size() == 2U);
    BOOST_TEST(authors[0].name == "Yann LeCun");
    BOOST_TEST(authors[0].s2 == "1688882");
    BOOST_TEST(authors[0].place == "authors.txt:4");
    BOOST_TEST(authors[1].name == "Sammy Davis, Jr.");
    BOOST_TEST(authors[1].s2 == "12345");
    BOOST_TEST(followed_author_line(authors[1]) == "Sammy Davis, Jr., 12345\n");
}

BOOST_DATA_TEST_CASE(a_line_without_an_id_is_named,
                     boost::unit_test::data::make({"Yann LeCun", "Sammy Davis, Jr.", ", 5", "Ann,", "Ann, 5x",
                                                   "5"}),
                     line) {
    auto const authors = parse_followed_authors(std::string("A, 1\n") + line, "a.txt");
    BOOST_REQUIRE(authors.has_error());
    BOOST_TEST((authors.error() == errc::invalid_config));
    BOOST_TEST(authors.error().detail().starts_with("a.txt:2: "), authors.error().detail());
}

FollowedAuthor author(std::string name, std::string s2) {
    FollowedAuthor one;
    one.name = std::move(name);
    one.s2 = std::move(s2);
    return one;
}

Paper paper_by(std::string name) {
    Paper paper;
    paper.authors.push_back({std::move(name), {}, {}});
    return paper;
}

std::vector<AuthorRecord> record(std::string name, std::string s2) {
    AuthorRecord one;
    one.name = std::move(name);
    one.s2 = std::move(s2);
    return {one};
}

BOOST_AUTO_TEST_CASE(an_id_tells_authors_of_one_name_apart) {
    FollowedAuthors const followed({author("Wei Wang", "1")});
    auto const paper = paper_by("Wei Wang");
    auto const same = record("W. Wang", "1");
    auto const other = record("Wei Wang", "2");
    BOOST_TEST_REQUIRE(followed.matches(paper, &same).size() == 1U);
    BOOST_TEST(followed.matches(paper, &same)[0].confirmed);
    BOOST_TEST(followed.matches(paper, &other).empty());
    BOOST_TEST(followed.matches(paper, nullptr).empty());
}

BOOST_AUTO_TEST_CASE(a_name_matches_where_there_is_no_id) {
    FollowedAuthors const followed({author("Wei Wang", "")});
    auto const found = followed.matches(paper_by("W. Wang"), nullptr);
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(!found[0].confirmed);
    BOOST_TEST(followed.matches(paper_by("Wen Wang"), nullptr).empty());
}

BOOST_AUTO_TEST_CASE(names_are_pinned_on_request_until_a_service_knows_the_paper) {
    FollowedAuthors const followed({author("Wei Wang", "1")}, true);
    auto const paper = paper_by("Wei Wang");
    auto const other = record("Wei Wang", "2");
    BOOST_TEST(followed.matches(paper, nullptr).size() == 1U);
    BOOST_TEST(followed.matches(paper, &other).empty());
}

BOOST_AUTO_TEST_CASE(institutions_match_by_their_ids) {
    FollowedAuthor lab;
    lab.name = "MIT";
    lab.ror = "042nb2s44";
    FollowedAuthors const followed({lab});
    AuthorRecord one;
    one.openalex = "A1";
    one.institutions = {"I63966007", "042nb2s44"};
    std::vector<AuthorRecord> const records{one};
    BOOST_TEST(followed.matches(paper_by("MIT"), &records).size() == 1U);
    BOOST_TEST(followed.matches(paper_by("MIT"), nullptr).empty());
    BOOST_TEST(followed.needs_openalex());
}

BOOST_AUTO_TEST_SUITE_END()
