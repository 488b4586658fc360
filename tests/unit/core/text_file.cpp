#include "support.hpp"

#include <lectern/config/config_file.hpp>
#include <lectern/core/calendar.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/core/text_file.hpp>
#include <lectern/score/llm/prices.hpp>
#include <lectern/score/llm/prompt.hpp>
#include <lectern/score/local/topics.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace lectern;
using namespace std::string_view_literals;
using test::require;

BOOST_AUTO_TEST_SUITE(core_text_file)

constexpr std::string_view kMark = "\xEF\xBB\xBF";

BOOST_AUTO_TEST_CASE(takes_files_of_every_editor) {
    BOOST_TEST(require(plain_text("a\nb\n", "f")) == "a\nb\n");
    BOOST_TEST(require(plain_text("\xEF\xBB\xBF"
                                  "a\r\nb\rc",
                                  "f")) == "a\nb\nc");
    BOOST_TEST(require(plain_text("a\r\r\nb\r", "f")) == "a\n\nb\n");
    BOOST_TEST(require(plain_text("", "f")).empty());
    BOOST_TEST(require(plain_text(kMark, "f")).empty());
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_utf8_by_name_and_line) {
    auto const message = [](std::string_view bytes) {
        auto const text = plain_text(bytes, "topics.md");
        BOOST_TEST(!text.has_value());
        BOOST_TEST((text.error() == errc::invalid_argument));
        return text.error().detail();
    };
    BOOST_TEST(message("\xFF\xFE"
                       "a\0"sv) == "topics.md is UTF-16; save it as UTF-8");
    BOOST_TEST(message("\xFE\xFF\0a"sv) == "topics.md is UTF-16; save it as UTF-8");
    BOOST_TEST(message("\xFF\xFE\0\0a\0\0\0"sv) == "topics.md is UTF-32; save it as UTF-8");
    BOOST_TEST(message("1\0.\0 \0a\0"sv) == "topics.md is UTF-16; save it as UTF-8");
    BOOST_TEST(message("\0001\0.\0 \0a"sv) == "topics.md is UTF-16; save it as UTF-8");
    BOOST_TEST(message("some\r\ntext with\0a byte"sv).starts_with("topics.md:2: a NUL byte"));
    BOOST_TEST(message("a\rb\rcaf\xe9\r").starts_with("topics.md:3: not UTF-8"));
}

BOOST_AUTO_TEST_CASE(every_reader_of_an_edited_file_takes_a_byte_order_mark_and_any_line_ends) {
    std::string const mark(kMark);
    auto const config = require(parse_config(mark + "[score]\r\nmax_papers = 7\r[feed]\n", "c", {}));
    BOOST_TEST(config.score.max_papers == 7u);
    auto const topics = require(parse_topics(mark + "1. A\r   - Relevant: x\r2. B\r\n   - Relevant: y", "t"));
    BOOST_TEST(topics.topics.size() == 2u);
    auto const calendar = require(AnnouncementCalendar::parse_deferred(mark + "2026-03-04\r2026-03-05", "d"));
    BOOST_TEST(!calendar.announcement(test::day("2026-03-05")).has_value());
    constexpr std::string_view price =
        R"({"m": {"litellm_provider": "x", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}})";
    BOOST_TEST((require(llm::PriceTable::parse(mark + std::string(price), "p")).find("m", "x") != nullptr));
    test::TempDir dir;
    test::write(dir.path() / "system_prompt.txt", mark + "Be brief.\r\nBe kind.\r");
    BOOST_TEST(require(llm::load_prompt(dir.path(), topics)).system == "Be brief.\nBe kind.");
}

BOOST_AUTO_TEST_CASE(every_reader_of_an_edited_file_refuses_utf16_by_name) {
    auto const wide =
        "\xFF\xFE"
        "a\0"sv;
    auto const names_it = [](Error const& error) {
        return error.detail().find("notes.txt is UTF-16; save it as UTF-8") != std::string::npos;
    };
    BOOST_TEST(names_it(parse_config(wide, "notes.txt", {}).error()));
    BOOST_TEST(names_it(parse_topics(wide, "notes.txt").error()));
    BOOST_TEST(names_it(AnnouncementCalendar::parse_deferred(wide, "notes.txt").error()));
    BOOST_TEST(names_it(llm::PriceTable::parse(wide, "notes.txt").error()));
    BOOST_TEST(names_it(parse_secret(wide, "notes.txt").error()));
}

BOOST_AUTO_TEST_CASE(keys_lose_what_surrounds_them) {
    for (std::string_view const text :
         {"sk-abc", "sk-abc\n", "sk-abc\r\n", " \t sk-abc \r", "\xEF\xBB\xBFsk-abc"})
        BOOST_TEST(require(parse_secret(text, "KEY")).reveal() == "sk-abc");
    BOOST_TEST(require(parse_secret("YWJj==", "KEY")).reveal() == "YWJj==");
}

BOOST_AUTO_TEST_CASE(keys_that_were_pasted_wrongly_are_refused_by_name) {
    for (std::string_view const text : {"", " \n", "\"sk-abc\"", "'sk-abc'", "MY_KEY=sk-abc",
                                        "export MY_KEY=sk-abc", "Bearer sk-abc", "sk-abc\nsk-def", "sk abc",
                                        "sk-\x01"
                                        "abc",
                                        "sk-\x7f",
                                        "sk\xe2\x80\x93"
                                        "abc",
                                        "sk-\xff"}) {
        auto const secret = parse_secret(text, "MY_KEY_VARIABLE");
        BOOST_REQUIRE(!secret.has_value());
        BOOST_TEST((secret.error() == errc::invalid_config));
        BOOST_TEST(secret.error().detail().starts_with("MY_KEY_VARIABLE"));
        BOOST_TEST(secret.error().detail().find("sk-abc") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_key_file_is_read_like_a_variable) {
    test::TempDir dir;
    auto const path = dir.path() / "key";
    auto const read = [&](std::string_view content) {
        test::write(path, content);
        std::filesystem::permissions(
            path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return read_secret_file(path);
    };
    BOOST_TEST(require(read("\xEF\xBB\xBFsk-abc\r\n")).reveal() == "sk-abc");
    BOOST_TEST(require(read("\n\nsk-abc\n\n")).reveal() == "sk-abc");
    auto const named = read("OPENAI_API_KEY=sk-abc\n");
    BOOST_TEST(named.error().detail().find(path.string() + " holds NAME=") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
