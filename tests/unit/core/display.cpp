#include <lectern/core/display.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/text.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>

using namespace lectern;
using text::displayable;
using text::Medium;

BOOST_AUTO_TEST_SUITE(core_display)

/// A text with a character in the middle, and what each medium makes of it.
struct Example {
    char const* text;
    char const* line;
    char const* page;
    char const* file_name;
};
std::ostream& operator<<(std::ostream& out, Example const& example) {
    return out << displayable(example.text, Medium::line);
}

Example const examples[] = {
    {"plain, é, 漢字, 𝔸 ~", "plain, é, 漢字, 𝔸 ~", "plain, é, 漢字, 𝔸 ~", "plain, é, 漢字, 𝔸 ~"},
    {"a\nb\tc", "a\\nb\\tc", "a\nb\tc", "a_b_c"},
    {"a\r\nb\rc", "a\\x0d\\nb\\x0dc", "a\nb\nc", "a__b_c"},
    {"a\x0b\x0c\x62", "a\\x0b\\x0cb", "a\n\nb", "a__b"},
    {"a\x1b[31mb\x7f", "a\\x1b[31mb\\x7f", "a[31mb", "a_[31mb_"},
    {"a\u0085b", "a\\u{85}b", "a\nb", "a_b"},
    {"a\u009b31mb", "a\\u{9b}31mb", "a31mb", "a_31mb"},
    {"a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c", "a\nb\nc", "a_b_c"},
    {"user\u202etxt.exe\u202c", "user\\u{202e}txt.exe\\u{202c}", "usertxt.exe", "user_txt.exe_"},
    {"a\u2066b\u2069\u200e\u200f\u061c", "a\\u{2066}b\\u{2069}\\u{200e}\\u{200f}\\u{61c}", "ab", "a_b____"},
    {"pass\u200bword", "pass\\u{200b}word", "password", "pass_word"},
    {"soft\u00adhyphen", "soft\\u{ad}hyphen", "softhyphen", "soft_hyphen"},
    {"\ufeffbom in\ufeffside", "\\u{feff}bom in\\u{feff}side", "bom inside", "_bom in_side"},
    {"word\u2060joiner\u2063", "word\\u{2060}joiner\\u{2063}", "wordjoiner", "word_joiner_"},
    {"tag\U000e0041\U000e007f", "tag\\u{e0041}\\u{e007f}", "tag", "tag__"},
    {"note\ufff9x\ufffay\ufffb", "note\\u{fff9}x\\u{fffa}y\\u{fffb}", "notexy", "note_x_y_"},
    {"non\ufdd0\uffff\U0001fffe", "non\\u{fdd0}\\u{ffff}\\u{1fffe}", "non", "non___"},
    {"blank\u3164\u115f\u034f", "blank\\u{3164}\\u{115f}\\u{34f}", "blank", "blank___"},
    {"bad\xffutf", "bad\ufffdutf", "bad\ufffdutf", "bad\ufffdutf"},
    // Joiners
    {"a\u200cb\u200dc", "a\\u{200c}b\\u{200d}c", "abc", "a_b_c"},
    {"می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"},
    {"क्\u200dष", "क्\u200dष", "क्\u200dष", "क्\u200dष"},
    {"م\u200cx", "م\\u{200c}x", "مx", "م_x"},
    {"م\u200c\u200cن", "م\\u{200c}\\u{200c}ن", "من", "م__ن"},
    {"👩\u200d🔬", "👩\u200d🔬", "👩\u200d🔬", "👩\u200d🔬"},
    {"👩🏽\u200d❤\ufe0f\u200d👨", "👩🏽\u200d❤\ufe0f\u200d👨", "👩🏽\u200d❤\ufe0f\u200d👨",
     "👩🏽\u200d❤\ufe0f\u200d👨"},
    // Variation selectors
    {"a\ufe0f", "a\\u{fe0f}", "a", "a_"},
    {"☁\ufe0f", "☁\ufe0f", "☁\ufe0f", "☁\ufe0f"},
    {"1\ufe0f\u20e3", "1\ufe0f\u20e3", "1\ufe0f\u20e3", "1\ufe0f\u20e3"},
    {"∩\ufe00", "∩\ufe00", "∩\ufe00", "∩\ufe00"},
    {"葛\U000e0100", "葛\U000e0100", "葛\U000e0100", "葛\U000e0100"},
    {"☁\ufe0f\U000e0101\U000e0102", "☁\ufe0f\\u{e0101}\\u{e0102}", "☁\ufe0f", "☁\ufe0f__"},
    // Names of files
    {"../../etc/passwd", "../../etc/passwd", "../../etc/passwd", "_._.._etc_passwd"},
    {"-rf", "-rf", "-rf", "_rf"},
    {"a/b\\c:d*e?f\"g<h>i|j", "a/b\\c:d*e?f\"g<h>i|j", "a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"},
    {"", "", "", "_"},
};

BOOST_DATA_TEST_CASE(each_medium_shows_what_it_can, boost::unit_test::data::make(examples), example) {
    BOOST_TEST(displayable(example.text, Medium::line) == example.line);
    BOOST_TEST(displayable(example.text, Medium::page) == example.page);
    BOOST_TEST(displayable(example.text, Medium::file_name) == example.file_name);
}

BOOST_AUTO_TEST_CASE(what_is_displayable_stays) {
    char const* const pieces[] = {"a",      "\u200d", "\u200c", "م",      "क्",      "\ufe0f",
                                  "👩",     "\u202e", "\n",     "\u0085", "\r",     "\xff",
                                  "\u200b", "🏽",     "\u180e", "1",      "\u20e3", "\U000e0101",
                                  ".",      "/",      "\\",     "ᠠ",      "\u17b4", "☁"};
    unsigned const seed = std::random_device()();
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 3000; ++i) {
        std::string s;
        for (std::size_t n = random() % 9; n > 0; --n) s += pieces[random() % std::size(pieces)];
        for (Medium const medium : {Medium::line, Medium::page, Medium::file_name}) {
            std::string const once = displayable(s, medium);
            BOOST_TEST(displayable(once, medium) == once);
        }
    }
}

BOOST_AUTO_TEST_CASE(file_names_have_a_limit) {
    std::string const name = displayable(std::string(5000, 'x') + ".xml", Medium::file_name);
    BOOST_TEST(name.size() == 200u);
}

BOOST_AUTO_TEST_CASE(errors_and_log_lines_are_displayable) {
    std::string const hostile = "title \u202e\u009b31m\u2028end";
    std::string const shown = "title \\u{202e}\\u{9b}31m\\u{2028}end";
    BOOST_TEST(text::printable(hostile) == shown);
    BOOST_TEST(Error(errc::file, hostile).detail() == shown);
    std::string logged;
    Logger const logger([&](LogLevel, std::string_view message) { logged = message; });
    logger.warning(hostile);
    BOOST_TEST(logged == shown);
}

BOOST_AUTO_TEST_CASE(display_takes_linear_time) {
    for (std::string const piece : {"<", "\u202e", "م\u200c", "\xff", "a"}) {
        std::string text;
        while (text.size() < 300'000) text += piece;
        auto const start = std::chrono::steady_clock::now();
        BOOST_TEST(!displayable(text, Medium::line).empty());
        BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(60)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
