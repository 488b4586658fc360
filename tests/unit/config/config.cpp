#include "support.hpp"

#include <lectern/config/config_file.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(an_empty_file_means_the_defaults) {
    Config const config = test::require(parse_config("", "lectern.toml", {}));
    BOOST_TEST(config.feed.source == "arxiv-rss");
    BOOST_TEST(config.feed.categories.size() == 2u);
    BOOST_TEST(config.score.max_papers == 20u);
    BOOST_TEST(config.feed.min_interval.count() == 3000);
}

BOOST_AUTO_TEST_CASE(reads_the_whole_contract) {
    Config const config = test::require(parse_config(R"(
[feed]
source = "arxiv-atom"
categories = ["cs.lg", "MATH.PR"]
announce = ["new", "replace-cross"]
rss_url = "http://127.0.0.1:8080/"
api_url = "https://export.arxiv.org"
oai_url = "https://oaipmh.arxiv.org"
min_interval = "500ms"
[profile]
topics = "sub/topics.md"
[score]
kind = "local"
relevance_cutoff = 7.5
novelty_cutoff = 6
max_papers = 30
[llm]
provider = "openai"
base_url = "https://api.openai.com/v1"
model = "gpt-4o"
api_key_env = "OPENAI_API_KEY"
answer = "auto"
title_stage = true
title_batch = 8
abstract_batch = 4
adaptive_batch = true
adaptive_threshold = 32
concurrency = 8
requests_per_minute = 0
max_cost_usd = 0.0
prices = ""
[output]
dir = "out"
formats = ["markdown"]
)",
                                                     "lectern.toml", "/base"));
    BOOST_TEST(config.feed.categories[0].code() == "cs.LG");
    BOOST_TEST(config.feed.categories[1].code() == "math.PR");
    BOOST_TEST(config.feed.announce[1] == AnnounceType::replace_cross);
    BOOST_TEST(config.feed.rss_url == "http://127.0.0.1:8080");
    BOOST_TEST(config.feed.min_interval.count() == 500);
    BOOST_TEST(config.profile.topics == "/base/sub/topics.md");
    BOOST_TEST(config.output.dir == "/base/out");
    BOOST_TEST(config.llm.prices.empty());
    BOOST_TEST(config.score.relevance_cutoff == 7.5);
}

struct Wrong {
    char const* text;
    char const* message;
};
std::ostream& operator<<(std::ostream& out, Wrong const& wrong) {
    return out << wrong.text;
}

Wrong const wrong[] = {
    {"[feed]\n\ncategorys = [\"cs.LG\"]",
     "f.toml:3: unknown key \"categorys\" in [feed]; did you mean \"categories\"?"},
    {"[fed]\nsource = \"x\"", "f.toml:1: unknown section [fed]; did you mean \"feed\"?"},
    {"source = \"x\"", "f.toml:1: unknown section [source]"},
    {"feed = 3", "f.toml:1: \"feed\" must be a section"},
    {"[feed]\ncategories = [\"cs.LGG\"]",
     "f.toml:2: feed.categories: \"cs.LGG\" is no arXiv category; did you mean \"cs.LG\"?"},
    {"[feed]\ncategories = []", "at least one category"},
    {"[feed]\ncategories = \"cs.LG\"", "a list of texts"},
    {"[feed]\nannounce = [\"news\"]", "\"news\" is none of new, cross"},
    {"[feed]\nmin_interval = 3", "a duration like"},
    {"[feed]\nmin_interval = \"3 weeks\"", "a duration like"},
    {"[feed]\nrss_url = \"rss.arxiv.org\"", "an http(s) address"},
    {"[score]\nmax_papers = \"many\"", "f.toml:2: score.max_papers: a whole number from 0 to"},
    {"[score]\nmax_papers = 2.5", "a whole number"},
    {"[score]\nrelevance_cutoff = 11", "a number from 0 to 10"},
    {"[net]\nmax_response_mb = 0", "f.toml:2: net.max_response_mb: a whole number from 1 to 1024"},
    {"[net]\nmax_response_mb = 1025", "a whole number from 1 to 1024"},
    {"[net]\ncontact = \"me\\r\\nX: y\"", "f.toml:2: net.contact: a text without line breaks"},
    {"[llm]\nprovider = \"opnai\"", "did you mean \"openai\"?"},
    {"[llm]\ntitle_stage = 1", "true or false"},
    {"[feed\nx = 1", "f.toml:1:"},
    {"plugin = 1", "f.toml:1: \"plugin\" must be a section"},
    {"[plugin]\nmine = 1", "f.toml:2: plugin.mine: a table, [plugin.mine], is expected"},
    {"[plugin.mine]\n\nday = 2026-03-13", "f.toml:3: plugin.mine.day: a text, a number"},
    {"[plugin.mine]\nlist = [1, 2]", "f.toml:2: plugin.mine.list: a text, a number"},
    {"[plugins.mine]", "unknown section [plugins]; did you mean \"plugin\"?"},
    {"[feed]\nsource = \"a\"\nsource = \"b\"", "f.toml:3:"},
};

BOOST_DATA_TEST_CASE(mistakes_name_file_line_and_key, boost::unit_test::data::make(wrong), item) {
    auto const result = parse_config(item.text, "f.toml", {});
    BOOST_REQUIRE(result.has_error());
    BOOST_TEST((result.error() == errc::invalid_config));
    BOOST_TEST(result.error().detail().find(item.message) != std::string::npos, result.error().detail());
}

BOOST_AUTO_TEST_CASE(every_key_is_documented) {
    std::string const page = test::read(test::source_dir() / "docs/configuration.md");
    for (ConfigKey const& key : config_keys()) {
        BOOST_TEST(page.find("`" + std::string(key.section) + "." + std::string(key.name) + "`") !=
                       std::string::npos,
                   key.section << "." << key.name << " is missing in docs/configuration.md");
    }
}

BOOST_AUTO_TEST_CASE(the_template_holds_the_defaults) {
    std::string const text = test::read(test::source_dir() / "apps/lectern/templates/lectern.toml");
    Config const config = test::require(parse_config(text, "lectern.toml", {}));
    Config const defaults;
    BOOST_TEST((config.feed.categories == defaults.feed.categories));
    BOOST_TEST((config.feed.announce == defaults.feed.announce));
    BOOST_TEST(config.feed.min_interval.count() == defaults.feed.min_interval.count());
    BOOST_TEST(config.score.max_papers == defaults.score.max_papers);
    BOOST_TEST(config.net.timeout.count() == defaults.net.timeout.count());
    BOOST_TEST(config.output.formats == defaults.output.formats, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
