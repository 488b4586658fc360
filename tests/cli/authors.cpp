// Followed authors and the h-index filter, with a stand-in for Semantic Scholar.
#include "http_server.hpp"
#include "reader_directory.hpp"

#include <lectern/store/sqlite_store.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdlib>
#include <map>
#include <string>

using namespace lectern;
using test::holds;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(cli_authors)

struct Fixture : test::ReaderDirectory {
    std::map<std::string, bj::value> papers;  ///< What the service knows, by id.
    int status = 200;
    std::vector<test::ReceivedRequest> requests;
    test::HttpServer server{[this](test::ReceivedRequest const& request) { return answer(request); }};

    Fixture() {
        test::write(dir.path() / "authors.txt", "Ann Roe, 111\n");
        configure("h_index_min = 0\n");
        test::write(dir.path() / "first.jsonl",
                    paper("2603.00001", "Bright stars", "We show one.") +
                        paper("2603.00002", "Dark stars", "We show two.") +
                        paper("2603.00003", "Deep stars", "We show three.", "Bob Low"));
        test::write(dir.path() / "second.jsonl",
                    paper("2603.00010", "Wide stars", "We show ten.", "Zoe Zed"));
    }

    void configure(std::string const& more) {
        test::write(dir.path() / "lectern.toml",
                    "[feed]\ncategories = [\"cs.LG\"]\n[score]\nrelevance_cutoff = 10\n[net]\nattempts = 1\n"
                    "[authors]\nfile = \"authors.txt\"\ns2_url = \"" +
                        server.url() + "\"\n" + more);
    }

    test::Reply answer(test::ReceivedRequest const& request) {
        requests.push_back(request);
        if (status != 200)
            return test::reply_with(R"({"message":"Too Many Requests.","code":"429"})", status);
        if (request.target.find("/author/search") != std::string::npos) {
            bool const known = request.target.find("Roe") != std::string::npos;
            return test::reply_with(
                known ? R"({"total":2,"offset":0,"data":[{"authorId":"111","name":"Ann Roe","hIndex":5,)"
                        R"("paperCount":7,"affiliations":["MIT"]},{"authorId":"222","name":"A. Roe"}]})"
                      : R"({"total":0,"offset":0})");
        }
        bj::array answers;
        bj::value const asked = bj::parse(request.body);
        for (bj::value const& id : asked.at("ids").as_array()) {
            auto const found = papers.find(std::string(id.as_string()));
            answers.push_back(found == papers.end() ? bj::value(nullptr) : found->second);
        }
        return test::reply_with(bj::serialize(answers));
    }

    void know(std::string const& paper, std::string const& author, bj::value const& h_index = 5) {
        papers["ARXIV:" + paper] = bj::object{
            {"authors",
             bj::array{bj::object{{"authorId", author}, {"name", "Ann Roe"}, {"hIndex", h_index}}}}};
    }

    bj::object digest(std::string const& file, std::string const& day) {
        auto const done = lectern({"run", "--papers", file, "--date", day});
        BOOST_TEST(done.exit_code == 0, done.err);
        return bj::parse(test::read(dir.path() / ("out/json/2026-03/" + day + "-digest.json"))).as_object();
    }
    static std::vector<std::string> shown(bj::object const& digest) {
        std::vector<std::string> ids;
        for (auto const& entry : digest.at("entries").as_array())
            ids.emplace_back(entry.at("paper").at("id").as_string());
        return ids;
    }
    /// As if the answers were a month old.
    void age_answers() {
        SQLite::Database file((dir.path() / "out/lectern.db").string(), SQLite::OPEN_READWRITE);
        file.exec("UPDATE author_record SET asked = asked - 90000");
    }
};

BOOST_FIXTURE_TEST_CASE(only_the_followed_id_pins, Fixture) {
    know("2603.00001", "111");
    know("2603.00002", "222");
    auto const made = digest("first.jsonl", "2026-03-17");
    BOOST_TEST((shown(made) == std::vector<std::string>{"2603.00001"}));
    auto const& entry = made.at("entries").at(0).as_object();
    BOOST_TEST(entry.at("pinned").as_bool());
    BOOST_TEST(entry.at("reason").as_string() == "Author match");
    BOOST_TEST(entry.at("followed").at(0).as_string() == "Ann Roe");
    BOOST_TEST(entry.contains("score"));
    BOOST_TEST(requests.size() == 1U);
    auto const output = bj::parse(test::read(dir.path() / "out/json/2026-03/2026-03-17-output.json"));
    BOOST_TEST(holds(std::string(output.at("2603.00001").at("COMMENT").as_string()), "Author match"));
}

BOOST_FIXTURE_TEST_CASE(a_paper_that_was_unknown_is_pinned_later, Fixture) {
    BOOST_TEST(shown(digest("first.jsonl", "2026-03-17")).empty());
    know("2603.00002", "111");
    // Not asked again at once.
    BOOST_TEST(shown(digest("second.jsonl", "2026-03-18")).empty());
    age_answers();
    for (int i = 0; i < 2; ++i) {
        auto const made = digest("second.jsonl", "2026-03-18");
        BOOST_TEST((shown(made) == std::vector<std::string>{"2603.00002"}));
        BOOST_TEST(made.at("entries").at(0).at("reason").as_string() ==
                   "Author match. Announced 2026-03-17.");
    }
    BOOST_TEST(shown(digest("second.jsonl", "2026-03-19")).empty());
    BOOST_TEST(lectern({"db", "check"}).exit_code == 0);
    BOOST_TEST(holds(lectern({"explain", "2603.00002"}).out, "outcome: shown"));
}

BOOST_FIXTURE_TEST_CASE(a_service_that_fails_takes_no_paper, Fixture) {
    configure("h_index_min = 50\n");
    status = 429;
    auto const made = digest("first.jsonl", "2026-03-17");
    BOOST_TEST(made.at("totals").at("scanned").to_number<int>() == 3);
    BOOST_TEST(holds(bj::serialize(made.at("warnings")), "Author data is missing for 3 papers"));
}

BOOST_FIXTURE_TEST_CASE(the_h_index_filter_keeps_what_it_does_not_know, Fixture) {
    test::write(dir.path() / "authors.txt", "");
    configure("h_index_min = 4\n");
    know("2603.00001", "7", 3);
    know("2603.00002", "8", nullptr);
    auto const made = digest("first.jsonl", "2026-03-17");
    BOOST_TEST(made.at("totals").at("filtered").to_number<int>() == 1);
    BOOST_TEST(holds(bj::serialize(made.at("warnings")), "of 2 of 2 papers is not known yet"),
               made.at("warnings"));
    BOOST_TEST(
        holds(lectern({"explain", "2603.00001"}).out, "the highest h-index of its authors is 3, below 4"));
}

BOOST_FIXTURE_TEST_CASE(the_key_is_sent_and_never_shown, Fixture) {
    ::setenv("S2_API_KEY", "s2-secret-key-12345", 1);
    know("2603.00001", "111");
    auto const done = lectern({"-v", "-v", "run", "--papers", "first.jsonl", "--date", "2026-03-17"});
    ::unsetenv("S2_API_KEY");
    BOOST_TEST(requests.at(0).headers.at("x-api-key") == "s2-secret-key-12345");
    BOOST_TEST(!holds(done.out + done.err, "s2-secret"));
}

BOOST_FIXTURE_TEST_CASE(the_models_key_goes_to_no_other_service, Fixture) {
    test::write(dir.path() / "key", "sk-models-own-key-123\n");
    std::filesystem::permissions(dir.path() / "key", std::filesystem::perms::owner_read);
    configure("[llm]\napi_key_file = \"key\"\n");
    digest("first.jsonl", "2026-03-17");
    BOOST_TEST_REQUIRE(requests.size() == 1U);
    for (auto const& [name, value] : requests[0].headers) BOOST_TEST(!holds(value, "sk-models"), name);
}

BOOST_FIXTURE_TEST_CASE(authors_are_added_by_name_and_checked, Fixture) {
    BOOST_TEST(holds(lectern({"authors"}).out, "Ann Roe  Semantic Scholar 111"));
    auto const added = test::run_script("echo 2 | \"$LECTERN\" authors add 'Ann Roe'", dir.path());
    BOOST_TEST(added.exit_code == 0, added.err);
    BOOST_TEST(test::read(dir.path() / "authors.txt") == "Ann Roe, 111\nA. Roe, 222\n");
    auto const nobody = test::run_script("\"$LECTERN\" authors add 'Ann Roe' < /dev/null", dir.path());
    BOOST_TEST(holds(nobody.out, "no one was added"));
    BOOST_TEST(lectern({"authors", "add", "Nobody"}).exit_code == 2);
    // Authors are looked up by id like papers: none is known here.
    auto const checked = lectern({"authors", "check"});
    BOOST_TEST(checked.exit_code == 3);
    BOOST_TEST(holds(checked.out, "Semantic Scholar knows no author 222"), checked.out);
    test::write(dir.path() / "authors.txt", "Ann Roe\n");
    auto const broken = lectern({"run", "--papers", "first.jsonl", "--date", "2026-03-17"});
    BOOST_TEST(broken.exit_code == 2);
    BOOST_TEST(holds(broken.err, "authors.txt:1:"), broken.err);
}

BOOST_FIXTURE_TEST_CASE(the_site_has_pages_of_followed_authors, Fixture) {
    configure("[site]\nenabled = true\nurl = \"https://example.org/digest\"\n");
    know("2603.00001", "111");
    digest("first.jsonl", "2026-03-17");
    std::string const page = test::read(dir.path() / "out/site/author/ann-roe/index.html");
    BOOST_TEST(holds(page, "Bright stars"));
    BOOST_TEST(holds(test::read(dir.path() / "out/site/author/ann-roe/atom.xml"), "2603.00001"));
    BOOST_TEST(holds(test::read(dir.path() / "out/site/index.html"), "author/ann-roe/index.html"));
    BOOST_TEST(holds(test::read(dir.path() / "out/site/index.html"), "By authors you follow"));
}

BOOST_AUTO_TEST_SUITE_END()
