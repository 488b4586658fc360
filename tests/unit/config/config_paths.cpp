#include "support.hpp"

#include <lectern/config/config_file.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(config_paths)

Result<Config> parse(std::string const& text, fs::path const& home = "/home/reader") {
    return parse_config(text, "f.toml", "/etc/lectern", home);
}

struct Key {
    char const* section;
    char const* name;
    fs::path (*value)(Config const&);
};

std::vector<Key> const& keys() {
    static std::vector<Key> const all{
        {"feed", "deferred_days", [](Config const& config) { return config.feed.deferred_days; }},
        {"profile", "topics", [](Config const& config) { return config.profile.topics; }},
        {"llm", "api_key_file", [](Config const& config) { return config.llm.api_key_file; }},
        {"llm", "prompts", [](Config const& config) { return config.llm.prompts; }},
        {"llm", "prices", [](Config const& config) { return config.llm.prices; }},
        {"net", "ca_file", [](Config const& config) { return config.net.ca_file; }},
        {"store", "path", [](Config const& config) { return config.store.path; }},
        {"output", "dir", [](Config const& config) { return config.output.dir; }}};
    return all;
}

std::string line(Key const& key, std::string const& value) {
    return std::string("[") + key.section + "]\n" + key.name + " = \"" + value + "\"\n";
}

BOOST_AUTO_TEST_CASE(every_path_starts_at_the_file_or_at_home) {
    for (Key const& key : keys()) {
        BOOST_TEST_CONTEXT(key.name) {
            auto const path = [&](std::string const& value) {
                return key.value(test::require(parse(line(key, value))));
            };
            BOOST_TEST(path("a/b") == "/etc/lectern/a/b");
            BOOST_TEST(path("../b") == "/etc/b");
            BOOST_TEST(path("/var/b") == "/var/b");
            BOOST_TEST(path("~/b") == "/home/reader/b");
            BOOST_TEST(path("~//b") == "/home/reader/b");
            BOOST_TEST(path("./~/b") == "/etc/lectern/~/b");
            BOOST_TEST(path("a~b") == "/etc/lectern/a~b");
            BOOST_TEST(path("cash$") == "/etc/lectern/cash$");
            BOOST_TEST(path("5$ a") == "/etc/lectern/5$ a");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_only_a_shell_would_expand_is_refused_with_its_line) {
    for (Key const& key : keys()) {
        for (char const* value : {"~reader/b", "~+/b", "$HOME/b", "${HOME}/b", "a/$USER", "a/$_x",
                                  "a\\u0000b", "a\\nb", "\\u007f"}) {
            BOOST_TEST_CONTEXT(key.name << " = " << value) {
                auto const config = parse(line(key, value));
                BOOST_REQUIRE(config.has_error());
                BOOST_TEST(config.error() == errc::invalid_config);
                std::string const place = std::string("f.toml:2: ") + key.section + "." + key.name;
                BOOST_TEST(config.error().detail().find(place) != std::string::npos, config.error().detail());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(without_a_home_there_is_no_tilde) {
    for (char const* home : {"", "relative/home"}) {
        auto const config = parse("[output]\ndir = \"~/digest\"\n", home);
        BOOST_REQUIRE(config.has_error());
        BOOST_TEST(config.error().detail().find("f.toml:2: output.dir") != std::string::npos);
        BOOST_TEST(config.error().detail().find("HOME is not set") != std::string::npos);
    }
    BOOST_TEST(test::require(parse("[output]\ndir = \"~\"\n")).output.dir == "/home/reader/");
}

BOOST_AUTO_TEST_CASE(defaults_start_at_the_file_too) {
    Config const config = test::require(parse(""));
    BOOST_TEST(config.profile.topics == "/etc/lectern/topics.md");
    BOOST_TEST(config.output.dir == "/etc/lectern/out");
    BOOST_TEST(config.store.path.empty());
    BOOST_TEST(test::require(parse("[store]\npath = \"\"\n")).store.path.empty());
    BOOST_TEST(parse("[output]\ndir = \"\"\n").error().detail() ==
               "f.toml:2: output.dir: a path is expected");
    BOOST_TEST(parse("[profile]\ntopics = \"\"\n").has_error());
}

BOOST_AUTO_TEST_SUITE_END()
