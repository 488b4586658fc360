#include "support.hpp"

#include <lectern/core/arxiv_id.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_arxiv_id)

struct Form {
    char const* text;
    char const* canonical;
};
std::ostream& operator<<(std::ostream& out, Form const& form) {
    return out << form.text;
}

// F3-F5 and the identifier table of the reference.
Form const forms[] = {
    {"2301.07041", "2301.07041"},
    {"arXiv:2301.07041v2", "2301.07041v2"},
    {"ARXIV: 2301.07041", "2301.07041"},
    {"  2301.07041v12 \n", "2301.07041v12"},
    {"http://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001v3"},
    {"https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"},
    {"http://arxiv.org/abs/math/0601001v2", "math/0601001v2"},
    {"math.GT/0309136", "math/0309136"},
    {"CS/0501001", "cs/0501001"},
    {"solv-int/9701001v1", "solv-int/9701001v1"},
    {"oai:arXiv.org:2604.16446v1", "2604.16446v1"},
    {"https://arxiv.org/pdf/0704.0001v1.pdf", "0704.0001v1"},
    {"https://www.arxiv.org/html/2501.00001v2?a=b#S1", "2501.00001v2"},
    {"https://export.arxiv.org/abs/2501.00001/", "2501.00001"},
    {"10.48550/arXiv.2301.07041", "2301.07041"},
    {"https://doi.org/10.48550/arXiv.2301.07041", "2301.07041"},
    {"2301.7041", "2301.07041"},
    {"1412.123", "1412.0123"},
    {"q-alg/9712001", "q-alg/9712001"},
};

BOOST_DATA_TEST_CASE(reads_every_form, boost::unit_test::data::make(forms), form) {
    ArxivId const id = test::require(ArxivId::parse(form.text));
    BOOST_TEST(id.to_string() == form.canonical);
    BOOST_TEST(test::require(ArxivId::parse(id.to_string())) == id);
}

char const* const no_ids[] = {"2313.00001",
                              "2301.00000",
                              "2301.07041v0",
                              "2301.123456",
                              "foo bar/0101001",
                              "",
                              "2301.07041v",
                              "2301.07041x",
                              "0703.0001",
                              "hep-th/0704001",
                              "math/9913001",
                              "1412.12345",
                              "v2",
                              "https://example.org/abs/2301.07041",
                              "../../etc/passwd",
                              "2301.07041v01",
                              "https://arxiv.org/list/cs.LG",
                              "nosuch/9901001"};

BOOST_DATA_TEST_CASE(rejects_what_is_none, boost::unit_test::data::make(no_ids), text) {
    BOOST_TEST((ArxivId::parse(text).error() == errc::invalid_id));
}

BOOST_AUTO_TEST_CASE(gives_links_and_file_names) {
    ArxivId const id = test::require(ArxivId::parse("hep-th/9901001v3"));
    BOOST_TEST(id.abs_url() == "https://arxiv.org/abs/hep-th/9901001");
    BOOST_TEST(id.pdf_url() == "https://arxiv.org/pdf/hep-th/9901001v3");
    BOOST_TEST(id.file_name() == "hep-th_9901001");
    BOOST_TEST(id.year() == 1999);
    BOOST_TEST(id.version().value() == 3);
    BOOST_TEST(!id.with_version(0).version().has_value());
}

BOOST_AUTO_TEST_CASE(orders_by_time_across_the_schemes) {
    std::vector<std::string> const chronological{
        "hep-th/9108001", "math/9912001", "hep-th/0001001", "cs/0703001",   "0704.0001", "1412.0002",
        "1501.00001",     "2301.07041",   "2301.07041v1",   "2301.07041v2", "2301.07042"};
    std::vector<ArxivId> ids;
    for (auto it = chronological.rbegin(); it != chronological.rend(); ++it)
        ids.push_back(test::require(ArxivId::parse(*it)));
    std::ranges::sort(ids);
    for (std::size_t i = 0; i < ids.size(); ++i) BOOST_TEST(ids[i].to_string() == chronological[i]);
    BOOST_TEST(ids[8].same_paper(ids[9]));
    BOOST_TEST((ids[8] != ids[9]));
}

BOOST_AUTO_TEST_SUITE_END()
