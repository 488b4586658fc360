#include <lectern/core/escape.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>

using namespace lectern;
using text::escape_markdown;
using text::escape_markdown_lines;

BOOST_AUTO_TEST_SUITE(core_escape)

BOOST_AUTO_TEST_CASE(html_signs_become_references) {
    BOOST_TEST(text::escape_html("<a href=\"x\" id='y'> & é") ==
               "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt; &amp; é");
    BOOST_TEST(text::escape_html("\" onerror=alert(1) x=\"") == "&quot; onerror=alert(1) x=&quot;");
    BOOST_TEST(text::escape_html("user\u202egpj\x1b[0m") == "usergpj[0m");
    BOOST_TEST(text::escape_html("&lt;") == "&amp;lt;");
}

BOOST_AUTO_TEST_CASE(plain_text_stays_plain) {
    for (std::string const plain : {"A Plain Title (with parentheses), 3.5 times: better!", "x < y and y > z",
                                    "R & D", "a_b_c and $x_{i}$", "$\\alpha+\\beta^2=1$ and \\emph{this}",
                                    "one - two -- three", "e.g. 1. one", "5:30", "Schrödinger's \"cat\""}) {
        BOOST_TEST(escape_markdown(plain) == plain);
        BOOST_TEST(escape_markdown_lines(plain) == plain);
    }
}

BOOST_AUTO_TEST_CASE(markup_is_escaped_whatever_follows) {
    BOOST_TEST(escape_markdown("<b") == "&lt;b");
    BOOST_TEST(escape_markdown("$0<s<1$") == "$0&lt;s&lt;1$");
    BOOST_TEST(escape_markdown("AT&T") == "AT&amp;T");
    BOOST_TEST(escape_markdown("2*3*4") == "2\\*3\\*4");
    BOOST_TEST(escape_markdown("__init__") == "\\_\\_init_\\_");
    BOOST_TEST(escape_markdown("Roe~et~al.") == "Roe\\~et\\~al.");
    BOOST_TEST(escape_markdown("``like this''") == "\\`\\`like this''");
    BOOST_TEST(escape_markdown("[0,1) maps") == "\\[0,1) maps");
    BOOST_TEST(escape_markdown("\\{x\\} \\\\ \\(u_1\\)") == "\\\\{x\\\\} \\\\\\ \\\\(u_1\\\\)");
    BOOST_TEST(escape_markdown("ends in \\") == "ends in \\\\");
    BOOST_TEST(escape_markdown("https://e.org WWW.e.org") == "https\\://e.org WWW\\.e.org");
    BOOST_TEST(text::escape_markdown_cell("a|b\\|") == "a\\|b\\\\\\|");
}

BOOST_AUTO_TEST_CASE(lines_do_not_start_blocks) {
    BOOST_TEST(escape_markdown("# h") == "\\# h");
    BOOST_TEST(escape_markdown("  12. x") == "12\\. x");
    BOOST_TEST(escape_markdown("1.5 x") == "1.5 x");
    BOOST_TEST(escape_markdown_lines("a\n===\n    - b\n\n\t> c  \n1) d") ==
               "a\n\\===\n\\- b\n\n\\> c\n1\\) d");
    BOOST_TEST(escape_markdown_lines("a\r\n# b\r# c") == "a\n\\# b\n\\# c");
    BOOST_TEST(escape_markdown("a\n# b") == "a # b");
}

BOOST_AUTO_TEST_CASE(unescaping_gives_the_text_back) {
    char const* const pieces[] = {"a", " ", "<", "&", "lt;", "&amp;", "\\",   "\\\\", "*",
                                  "_", "`", "[", "]", "#",   "1.",    ":",    "//",   "www.",
                                  "|", "^", "~", "é", "-",   "\n",    "\n\n", "$"};
    unsigned const seed = std::random_device()();
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 5000; ++i) {
        std::string s = "x";
        for (std::size_t n = random() % 12; n > 0; --n) s += pieces[random() % std::size(pieces)];
        s += "x";
        std::string const once = text::unescape_markdown(escape_markdown_lines(s));
        BOOST_TEST(text::unescape_markdown(escape_markdown_lines(once)) == once);
        bool const trimmed = s.find(" \n") == s.npos && s.find("\n ") == s.npos;
        if (trimmed) BOOST_TEST(once == s);
    }
}

BOOST_AUTO_TEST_CASE(escaping_takes_linear_time) {
    for (std::string const piece : {"<", "[", "`", "*", "&", "\\", "1", "w", "_", "\n", "\n#"}) {
        std::string text = "x";
        while (text.size() < 300'000) text += piece;
        auto const start = std::chrono::steady_clock::now();
        BOOST_TEST(escape_markdown_lines(text).size() > 0u);
        BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(60)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
