#include "support.hpp"

#include <lectern/config/config_file.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(plugin_options)

struct Values {
    std::string text = "as before";
    std::vector<std::string> texts;
    bool flag = false;
    std::int64_t integer = 3;
    double number = 0.5;
    std::chrono::milliseconds duration{0};
    std::filesystem::path path;
};

Result<Values> read(std::string const& toml) {
    Config const config = test::require(parse_config(toml, "f.toml", "/etc/lectern", "/home/me"));
    Values values;
    PluginOptions options = config.options_of("mine");
    options.text("text", values.text);
    options.texts("texts", values.texts);
    options.flag("flag", values.flag);
    options.integer("integer", values.integer, 1, 10);
    options.number("number", values.number, 0, 1);
    options.duration("duration", values.duration);
    options.path("path", values.path);
    if (auto const checked = options.check(); !checked) return checked.error();
    return values;
}

BOOST_AUTO_TEST_CASE(defaults_stay_where_nothing_is_written) {
    for (char const* toml : {"", "[plugin.mine]", "[plugin.other]\ntext = 1"}) {
        Values const values = test::require(read(toml));
        BOOST_TEST(values.text == "as before");
        BOOST_TEST(values.integer == 3);
    }
}

BOOST_AUTO_TEST_CASE(values_of_every_kind_are_read) {
    Values const values = test::require(read(R"(
[plugin.mine]
text = "new"
texts = ["a", "b"]
flag = true
integer = 10
number = 1
duration = "2min"
path = "list.txt"
)"));
    BOOST_TEST(values.text == "new");
    BOOST_TEST(values.texts.size() == 2u);
    BOOST_TEST(values.flag);
    BOOST_TEST(values.integer == 10);
    BOOST_TEST(values.number == 1.0);
    BOOST_TEST(values.duration.count() == 120'000);
    BOOST_TEST(values.path == "/etc/lectern/list.txt");
    BOOST_TEST(test::require(read("[plugin.mine]\npath = \"~/list.txt\"")).path == "/home/me/list.txt");
    BOOST_TEST(test::require(read("[plugin.mine]\ntexts = []")).texts.empty());
}

struct Mistake {
    char const* line;
    char const* message;

    friend std::ostream& operator<<(std::ostream& out, Mistake const& item) { return out << item.line; }
};

Mistake const mistakes[] = {
    {"text = 1", "plugin.mine.text: a text in quotes is expected"},
    {"texts = \"a\"", "plugin.mine.texts: a list of texts like [\"a\", \"b\"] is expected"},
    {"flag = 1", "plugin.mine.flag: true or false is expected"},
    {"integer = 11", "plugin.mine.integer: a whole number from 1 to 10 is expected"},
    {"integer = 1.5", "plugin.mine.integer: a whole number from 1 to 10 is expected"},
    {"number = 1.1", "plugin.mine.number: a number from 0 to 1 is expected"},
    {"number = nan", "plugin.mine.number: a number from 0 to 1 is expected"},
    {"number = \"1\"", "plugin.mine.number: a number from 0 to 1 is expected"},
    {"duration = 5", "plugin.mine.duration: a duration like"},
    {"path = \"\"", "plugin.mine.path: a path in quotes is expected"},
    {"path = \"~you/x\"", "plugin.mine.path: "},
    {"nubmer = 1", "unknown key \"nubmer\" in [plugin.mine]; did you mean \"number\"?"},
    {"quite-another = 1",
     "unknown key \"quite-another\" in [plugin.mine]; known are text, texts, flag, integer"},
};

BOOST_DATA_TEST_CASE(mistakes_name_file_line_and_key, boost::unit_test::data::make(mistakes), item) {
    auto const values = read(std::string("[plugin.mine]\n") + item.line);
    BOOST_REQUIRE(values.has_error());
    BOOST_TEST((values.error() == errc::invalid_config));
    BOOST_TEST(values.error().detail().starts_with(std::string("f.toml:2: ") + item.message),
               values.error().detail());
}

BOOST_AUTO_TEST_SUITE_END()
