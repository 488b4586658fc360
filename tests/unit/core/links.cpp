#include "support.hpp"

#include <lectern/core/links.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(addresses_are_found_and_cleaned) {
    std::vector<std::string> const wanted{"https://github.com/a/b_c", "https://x.example.org/p?q=1"};
    BOOST_TEST(web_addresses("Code (http://github.com/a/b\\_c), see https://x.example.org/p?q=1. Again "
                             "https://github.com/a/b_c!") == wanted,
               boost::test_tools::per_element());
    for (std::string const text :
         {"javascript:alert(1)", "https://", "http://localhost/x", "https://a..b/x", "https://1.2.3.4/",
          "ftp://a.org", "https:///a.org", "httpsomething", "https://a.b", "https://-/"})
        BOOST_TEST(web_addresses(text).empty(), text);
    BOOST_TEST(web_addresses("https://a.org/" + std::string(600, 'x')).empty());
    BOOST_TEST(web_addresses("https://a.org/\"onclick=x") == std::vector<std::string>{"https://a.org/"},
               boost::test_tools::per_element());
    BOOST_TEST(is_web_address("https://a.org/x"));
    BOOST_TEST(!is_web_address("http://a.org/x"));
    BOOST_TEST(!is_web_address("https://a.org/x y"));
}

BOOST_AUTO_TEST_CASE(a_paper_has_links) {
    Paper paper =
        make_paper("2603.00001v2", "T", "See https://arxiv.org/abs/2601.00001 and https://our.github.io/p.");
    paper.comment = "Code: https://github.com/a/b";
    PaperLinks const found = links_of(paper);
    BOOST_TEST(found.abs == "https://arxiv.org/abs/2603.00001");
    BOOST_TEST(found.pdf == "https://arxiv.org/pdf/2603.00001v2");
    BOOST_TEST(found.html == "https://arxiv.org/html/2603.00001v2");
    BOOST_TEST(found.code == "https://github.com/a/b");
    BOOST_TEST(found.project == "https://our.github.io/p");
    BOOST_TEST(links_of(make_paper("2311.00001", "T")).html.empty());
    BOOST_TEST(!links_of(make_paper("2312.00001", "T")).html.empty());
    // A host that only ends like a known one is another host.
    BOOST_TEST(links_of(make_paper("2603.00001", "T", "https://notgithub.com/x")).code.empty());
}

BOOST_AUTO_TEST_SUITE_END()
