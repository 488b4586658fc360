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
    {"q-alg/9712001", "q-alg/9712001"},
    {"hep-th/9107001", "hep-th/9107001"},
    {"1412.1234", "1412.1234"},
    {"1501.00001", "1501.00001"},
};

// What people paste: from papers, other sites, mails and word processors.
Form const pasted[] = {
    {"https://dx.doi.org/10.48550/arXiv.2301.07041", "2301.07041"},
    {"doi: 10.48550/ARXIV.2301.07041v2", "2301.07041v2"},
    {"https://doi.org/10.48550%2FarXiv.2301.07041", "2301.07041"},
    {"https://www.alphaxiv.org/abs/2301.07041v2", "2301.07041v2"},
    {"https://huggingface.co/papers/2301.07041", "2301.07041"},
    {"https://ar5iv.labs.arxiv.org/html/2301.07041", "2301.07041"},
    {"ar5iv.org/abs/hep-th/9901001", "hep-th/9901001"},
    {"https://scirate.com/arxiv/2301.07041", "2301.07041"},
    {"https://api.semanticscholar.org/arXiv:2301.07041", "2301.07041"},
    {"https://www.semanticscholar.org/paper/ARXIV:2301.07041", "2301.07041"},
    {"arxiv.org/src/2301.07041v1", "2301.07041v1"},
    {"http://de.arxiv.org/e-print/hep-th/9901001v2", "hep-th/9901001v2"},
    {"http://xxx.lanl.gov/abs/hep-th/9901001", "hep-th/9901001"},
    {"HTTPS://WWW.ARXIV.ORG/ABS/2301.07041?context=cs.LG#top", "2301.07041"},
    {"https://arxiv.org/abs/hep-th%2F9901001", "hep-th/9901001"},
    {"//arxiv.org/format/2301.07041", "2301.07041"},
    {"(see https://arxiv.org/abs/2301.07041).", "2301.07041"},
    {"<https://arxiv.org/abs/2301.07041>,", "2301.07041"},
    {"[arXiv:2301.07041]", "2301.07041"},
    {"arXiv 2603.00001", "2603.00001"},
    {"arxiv :  2301.07041", "2301.07041"},
    {"arXiv preprint arXiv:2301.07041", "2301.07041"},
    {"CoRR abs/2301.07041", "2301.07041"},
    {"arXiv:2301.07041v1 [cs.LG] 17 Jan 2023", "2301.07041v1"},
    {"cs/0112017v2 [cs.LG]", "cs/0112017v2"},
    {"arXiv-2301.07041v1.tar.gz", "2301.07041v1"},
    {"hep\u2010th/9901001", "hep-th/9901001"},
    {"hep\u2013th/9901001", "hep-th/9901001"},
    {"\u200b2301.07041\u2060", "2301.07041"},
    {"\u201c2301.07041\u201d", "2301.07041"},
    {"\uff12\uff13\uff10\uff11.07041", "2301.07041"},
};

BOOST_DATA_TEST_CASE(reads_every_form, boost::unit_test::data::make(forms), form) {
    ArxivId const id = test::require(ArxivId::parse(form.text));
    BOOST_TEST(id.to_string() == form.canonical);
    BOOST_TEST(test::require(ArxivId::parse(id.to_string())) == id);
}

BOOST_DATA_TEST_CASE(reads_what_people_paste, boost::unit_test::data::make(pasted), form) {
    BOOST_TEST(test::require(ArxivId::parse(form.text)).to_string() == form.canonical);
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
                              "nosuch/9901001",
                              "2603.1",
                              "2301.7041",
                              "1412.123",
                              "2603.10000e0",
                              "2603,10000",
                              "econ/0601001",
                              "hep-th/9106001",
                              "hep-th/99010",
                              "10.1145/2301.07041",
                              "arxiv.org.example.com/abs/2301.07041",
                              "https://example.com/arxiv.org/abs/2301.07041",
                              "https://notarxiv.org/abs/2301.07041",
                              "2301.07041 and 2301.07042",
                              "arXiv:"};

BOOST_DATA_TEST_CASE(rejects_what_is_none, boost::unit_test::data::make(no_ids), text) {
    BOOST_TEST((ArxivId::parse(text).error() == errc::invalid_id));
}

BOOST_AUTO_TEST_CASE(says_why_a_number_is_no_identifier) {
    auto const reason = [](std::string_view text) { return ArxivId::parse(text).error().message(); };
    BOOST_TEST(reason("2603.1").find("\"2603.1\": from 2015 on, five digits") != std::string::npos);
    BOOST_TEST(reason("arXiv:1412.12345").find("until 2014, four digits") != std::string::npos);
    BOOST_TEST(reason("2313.00001").find("month") != std::string::npos);
    BOOST_TEST(reason("0703.0001").find("begin with 0704") != std::string::npos);
    BOOST_TEST(reason("nosuch/9901001").find("no archive \"nosuch\"") != std::string::npos);
    BOOST_TEST((ArxivId::parse(std::string(5000, '(')).error() == errc::invalid_id));
    BOOST_TEST((ArxivId::parse("\xff 2301.07041").error() == errc::invalid_id));
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
