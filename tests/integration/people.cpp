// Author services: recorded exchanges, and answers that are odd.
#include "http_fixture.hpp"
#include "http_server.hpp"
#include "support.hpp"

#include <lectern/people/author_source.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace lectern;
using test::require;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(people)

std::vector<ArxivId> ids(std::size_t count) {
    std::vector<ArxivId> all;
    for (std::size_t i = 1; i <= count; ++i)
        all.push_back(require(ArxivId::parse("2603.0000" + std::to_string(i))));
    return all;
}

/// What a source makes of an answer.
Result<AuthorRecords> find(std::unique_ptr<AuthorSource> (*make)(AuthorSourceOptions),
                           std::string const& answer, std::size_t count, int status = 200) {
    test::HttpServer server([&](test::ReceivedRequest const&) { return test::reply_with(answer, status); });
    test::HttpFixture network;
    auto const client =
        require(net::make_http_client(network.options, network.clock, network.random, network.log.logger));
    auto const source = make({server.url(), {}});
    Secrets const no_secrets;
    return network.runtime.run(source->find(ids(count), *client, no_secrets));
}

BOOST_AUTO_TEST_CASE(recorded_exchanges_of_semantic_scholar_are_read) {
    auto const directory = test::shared_dir();
    if (!directory) return;
    auto const body = [&](char const* name) {
        auto const exchanges = bj::parse(test::read(*directory / "samples/semantic_scholar" / name));
        return bj::serialize(exchanges.at(0).at("response").at("body"));
    };
    auto const records = require(find(make_semantic_scholar_source, body("get_papers.json"), 3));
    BOOST_TEST_REQUIRE(records.size() == 3U);
    BOOST_TEST(records.at("2603.00001").at(0).s2 == "81141608");
    BOOST_TEST(records.at("2603.00002").at(0).s2 == "2259683");
    BOOST_TEST(!records.at("2603.00001").at(0).h_index.has_value());
    // The first of four is not known.
    auto const some =
        require(find(make_semantic_scholar_source, body("get_papers_return_not_found.json"), 4));
    BOOST_TEST(some.size() == 3U);
    BOOST_TEST(!some.contains("2603.00001"));
}

BOOST_AUTO_TEST_CASE(odd_answers_of_semantic_scholar_are_errors_or_unknown) {
    auto const found = require(
        find(make_semantic_scholar_source,
             R"([{"authors":[{"authorId":null,"name":"A","hIndex":null},{"authorId":"5","hIndex":1e99},3]},)"
             R"({"authors":null},{}])",
             3));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.at("2603.00001").size() == 2U);
    BOOST_TEST(!found.at("2603.00001").at(1).h_index.has_value());
    for (std::string const answer : {"[]", "{}", "[null]", "<html>", "", "[null,null,null,null]"})
        BOOST_TEST((find(make_semantic_scholar_source, answer, 3).error() == errc::bad_answer), answer);
    BOOST_TEST((find(make_semantic_scholar_source, R"({"message":"Forbidden"})", 3, 403).error() ==
                errc::unauthorized));
}

BOOST_AUTO_TEST_CASE(openalex_tells_orcids_and_institutions) {
    auto const found = require(find(
        make_openalex_source,
        R"({"results":[{"doi":"https://doi.org/10.48550/arXiv.2603.00002","authorships":[{"author":{"id":)"
        R"("https://openalex.org/A5","display_name":"Ann Roe","orcid":"https://orcid.org/0000-0002-1825-0097"},)"
        R"("institutions":[{"id":"https://openalex.org/I6","ror":"https://ror.org/042nb2s44"}]}]},{"doi":null},7]})",
        2));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    auto const& author = found.at("2603.00002").at(0);
    BOOST_TEST(author.openalex == "A5");
    BOOST_TEST(author.orcid == "0000-0002-1825-0097");
    BOOST_TEST((author.institutions == std::vector<std::string>{"I6", "042nb2s44"}));
    BOOST_TEST((find(make_openalex_source, R"({"error":"x"})", 2).error() == errc::bad_answer));
}

BOOST_AUTO_TEST_SUITE_END()
