#include "support.hpp"

#include <lectern/core/text.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_text)

BOOST_AUTO_TEST_CASE(finds_malformed_utf8) {
    BOOST_TEST(!text::find_invalid_utf8("plain, é, 漢字, 𝔸").has_value());
    BOOST_TEST(text::find_invalid_utf8("abc\xff").value() == 3u);
    BOOST_TEST(text::find_invalid_utf8("\xc0\xaf").value() == 0u);              // overlong
    BOOST_TEST(text::find_invalid_utf8("12345678\xed\xa0\x80").value() == 8u);  // surrogate
    BOOST_TEST(text::find_invalid_utf8("\xf4\x90\x80\x80").value() == 0u);      // beyond U+10FFFF
    BOOST_TEST(text::find_invalid_utf8("caf\xc3").value() == 3u);               // cut
}

BOOST_AUTO_TEST_CASE(repaired_text_is_always_valid) {
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        std::string bytes(random() % 40, '\0');
        for (char& c : bytes) c = static_cast<char>(random());
        BOOST_TEST(!text::find_invalid_utf8(text::replace_invalid_utf8(bytes)).has_value());
        BOOST_TEST(!text::find_invalid_utf8(text::printable(bytes, 20)).has_value());
        BOOST_TEST(text::printable(bytes, 20).size() <= 20u);
    }
}

BOOST_AUTO_TEST_CASE(collapses_and_trims) {
    BOOST_TEST(text::collapse_whitespace("  a \n\t b  ") == "a b");
    BOOST_TEST(text::collapse_whitespace(" \n ").empty());
    BOOST_TEST(text::trim("\r\n x y \t") == "x y");
}

BOOST_AUTO_TEST_CASE(makes_control_characters_visible) {
    BOOST_TEST(text::printable("a\nb\x1b[31m\t") == "a\\nb\\x1b[31m\\t");
    BOOST_TEST(text::strip_controls(std::string("a\0b\x07\nc", 6)) == "ab\nc");
}

BOOST_AUTO_TEST_CASE(finds_control_characters_at_every_place) {
    BOOST_TEST(!text::find_control("").has_value());
    BOOST_TEST(!text::find_control("plain text\n\twith\r\nbreaks, é and 漢字 and 𝔸 ~").has_value());
    for (char const control : {'\0', '\x01', '\x0b', '\x1f', '\x7f'}) {
        for (std::size_t place = 0; place < 30; ++place) {
            std::string s = "line one\nline two é and the rest";
            s[place] = control;
            BOOST_TEST(text::find_control(s).value() == place);
        }
    }
}

BOOST_AUTO_TEST_CASE(cuts_at_characters) {
    BOOST_TEST(text::truncate("éééé", 6) == "é…");
    BOOST_TEST(text::count_characters("aé…") == 3u);
    BOOST_TEST(text::truncate("short", 10) == "short");
    BOOST_TEST(text::truncate("abc", 1).empty());
}

BOOST_AUTO_TEST_CASE(folds_case_and_accents) {
    BOOST_TEST(text::fold("Schrödinger") == text::fold("SCHRODINGER"));
    BOOST_TEST(text::fold("ﬁne Straße") == "fine strasse");
    BOOST_TEST(text::fold("A long ASCII Title") == "a long ascii title");
}

BOOST_AUTO_TEST_CASE(suggests_the_nearest_word) {
    std::string_view const known[] = {"categories", "announce", "source"};
    BOOST_TEST(text::nearest("categorys", known).value() == "categories");
    BOOST_TEST(text::nearest("SOURCE", known).value() == "source");
    BOOST_TEST(!text::nearest("zzz", known).has_value());
    BOOST_TEST(text::edit_distance("kitten", "sitting") == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
