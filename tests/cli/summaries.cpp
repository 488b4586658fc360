// llm.summary: what shown papers do, in a model's words.
#include "fake_model.hpp"
#include "reader_directory.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <string>

using namespace lectern;
using test::holds;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(cli_summaries)

struct Fixture : test::ReaderDirectory {
    test::FakeModel model;

    Fixture() {
        ::setenv("LECTERN_TEST_KEY", "sk-never-to-be-seen", 1);
        configure("");
        std::string lines;
        for (int i = 1; i <= 6; ++i) {
            std::string const id = fmt::format("2603.{:05}", i);
            lines += paper(id, fmt::format("Sparse gates {}", i),
                           "We study 1,200 gates. They are 2.5$\\times$ faster.");
            model.opinions[id] = {9, 8, "about gates"};
            model.summaries[id] = fmt::format("Studies 1200 gates, <b>2.5</b> times faster, of kind {}.", i);
        }
        model.opinions["2603.00006"].relevance = 2;
        test::write(dir.path() / "papers.jsonl", lines);
    }
    ~Fixture() { ::unsetenv("LECTERN_TEST_KEY"); }

    void configure(std::string const& more, std::string const& kind = "llm") {
        test::write(
            dir.path() / "lectern.toml",
            fmt::format("[score]\nkind = \"{}\"\n[llm]\nsummary = true\nbase_url = \"{}\"\napi_key_env = "
                        "\"LECTERN_TEST_KEY\"\ntitle_stage = false\n{}\n[net]\nretry_wait = "
                        "\"1ms\"\n[output]\nformats = "
                        "[\"markdown\", \"json\", \"brief\", \"html\"]\n",
                        kind, model.url(), more));
    }
    test::Finished run(std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{"run", "--papers", "papers.jsonl", "--date", "2026-03-18"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return lectern(arguments);
    }
    bj::value digest() {
        return bj::parse(test::read(dir.path() / "out/json/2026-03/2026-03-18-digest.json"));
    }
    /// By id.
    std::map<std::string, std::string> summaries() {
        std::map<std::string, std::string> found;
        auto const read = digest();
        for (bj::value const& entry : read.at("entries").as_array()) {
            bj::value const* summary = entry.as_object().if_contains("summary");
            found[std::string(entry.at("paper").at("id").as_string())] =
                summary ? std::string(summary->as_string()) : "";
        }
        return found;
    }
    int asked_for_summaries() {
        test::synchronise_with_handlers();
        return static_cast<int>(std::ranges::count_if(model.questions, &test::Asked::summaries));
    }
};

BOOST_FIXTURE_TEST_CASE(shown_papers_have_one_which_is_paid_for_once, Fixture) {
    for (std::string const kind : {"llm", "cascade"}) {
        std::filesystem::remove_all(dir.path() / "out");
        configure("", kind);
        model.questions.clear();
        // Kind 5 and kind 3 are numbers that no abstract has; the titles have them.
        auto const done = run();
        BOOST_TEST(done.exit_code == 0, done.err);
        auto const found = summaries();
        // A cascade judges the best half only.
        BOOST_TEST(found.size() == (kind == "llm" ? 5U : 3U));
        int const requests = kind == "llm" ? 2 : 1;
        for (auto const& [id, summary] : found) BOOST_TEST(summary == model.summaries[id]);
        BOOST_TEST(asked_for_summaries() == requests);
        BOOST_TEST(
            holds(test::read(dir.path() / "out/md/2026-03/2026-03-18-brief.md"), "Studies 1200 gates"));
        std::string const page = test::read(dir.path() / "out/html/2026-03/2026-03-18.html");
        BOOST_TEST((holds(page, "&lt;b&gt;2.5") && !holds(page, "<b>2.5")));
        // Tokens of summaries are in the day's sum.
        auto const read = digest();
        BOOST_TEST(read.at("usage").at("prompt_tokens").to_number<std::int64_t>() == model.prompt_tokens,
                   read.at("usage"));
        BOOST_TEST(run().exit_code == 0);
        BOOST_TEST(asked_for_summaries() == requests);
        BOOST_TEST((summaries() == found));
        model.prompt_tokens = 0;
    }
}

BOOST_FIXTURE_TEST_CASE(numbers_that_are_not_in_the_abstract_do_not_pass, Fixture) {
    model.summaries["2603.00001"] = "Studies 1300 gates.";
    model.summaries["2603.00002"] = "Studies gates, 25 times faster.";
    model.summaries.erase("2603.00003");
    auto const done = run({"-v"});
    BOOST_TEST(done.exit_code == 0, done.err);
    auto const found = summaries();
    BOOST_TEST(found.at("2603.00001").empty());
    BOOST_TEST(found.at("2603.00002").empty());
    BOOST_TEST(found.at("2603.00003").empty());
    BOOST_TEST(!found.at("2603.00004").empty());
    BOOST_TEST(holds(done.err, "no summary of 2603.00003"), done.err);
    std::string const brief = test::read(dir.path() / "out/md/2026-03/2026-03-18-brief.md");
    BOOST_TEST((holds(brief, "We study 1,200 gates") && !holds(brief, "1300")), brief);
}

BOOST_FIXTURE_TEST_CASE(a_model_that_fails_leaves_the_gist, Fixture) {
    model.fault = [](test::Asked const& asked, test::ReceivedRequest const&) -> std::optional<test::Reply> {
        if (!asked.summaries) return std::nullopt;
        return test::openai_error(400, "invalid_request_error", "no");
    };
    auto const done = run();
    BOOST_TEST(done.exit_code == 0, done.err);
    for (auto const& [id, summary] : summaries()) BOOST_TEST(summary.empty());
    BOOST_TEST(holds(test::read(dir.path() / "out/output.md"), "no summary of"),
               test::read(dir.path() / "out/output.md"));
}

BOOST_FIXTURE_TEST_CASE(the_language_is_asked_for_and_part_of_the_key, Fixture) {
    BOOST_TEST(run().exit_code == 0);
    configure("language = \"German\"\n");
    BOOST_TEST(run().exit_code == 0);
    BOOST_TEST(asked_for_summaries() == 4);
    BOOST_TEST(holds(model.server().requests().back().body, "in German"));
    configure("", "local");
    auto const refused = run();
    BOOST_TEST(refused.exit_code == 2);
    BOOST_TEST(holds(refused.err, "llm.summary: the scorer \"local\" asks no language model"), refused.err);
}

BOOST_AUTO_TEST_SUITE_END()
