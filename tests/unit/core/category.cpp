#include "support.hpp"

#include <lectern/core/category.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_category)

BOOST_AUTO_TEST_CASE(reads_any_case_in_arxivs_spelling) {
    BOOST_TEST(test::require(Category::parse("cs.lg")).code() == "cs.LG");
    BOOST_TEST(test::require(Category::parse(" COND-MAT.STR-EL ")).code() == "cond-mat.str-el");
    BOOST_TEST(test::require(Category::parse("cs")).code() == "cs");
    BOOST_TEST(test::require(Category::parse("astro-ph")).code() == "astro-ph");
}

BOOST_AUTO_TEST_CASE(names_the_nearest_category) {
    auto const error = Category::parse("cs.LGG").error();
    BOOST_TEST((error == errc::invalid_argument));
    BOOST_TEST(error.detail().find("did you mean \"cs.LG\"?") != std::string::npos);
    BOOST_TEST(Category::parse("zzzzzzzz").error().detail().find("category_taxonomy") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(knows_the_taxonomy) {
    BOOST_TEST(Category("cs.LG").info()->name == "Machine Learning");
    BOOST_TEST(Category("cs.LG").info()->active);
    BOOST_TEST((Category("I.2.6; H.3.3").info() == nullptr));
    BOOST_TEST(Category("cs.SY").canonical().code() == "eess.SY");
    BOOST_TEST(Category("cmp-lg").canonical().code() == "cs.CL");
}

BOOST_AUTO_TEST_CASE(covers_aliases_and_archives) {
    BOOST_TEST(Category("cs").covers(Category("cs.LG")));
    BOOST_TEST(Category("stat.TH").covers(Category("math.ST")));
    BOOST_TEST(!Category("cs.LG").covers(Category("cs.AI")));
}

BOOST_AUTO_TEST_SUITE_END()
