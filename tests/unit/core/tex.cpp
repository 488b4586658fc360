#include "support.hpp"

#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_tex)

struct Pair {
    char const* tex;
    char const* plain;
};
std::ostream& operator<<(std::ostream& out, Pair const& pair) {
    return out << pair.tex;
}

Pair const names[] = {
    {R"(Paulo Andr\'e Lima de Castro)", "Paulo André Lima de Castro"},
    {R"(Pal Erd\H{o}s)", "Pal Erdős"},
    {R"(L\'aszl\'o Lov\'asz)", "László Lovász"},
    {R"(Jean-Marc Aza\\"is)", "Jean-Marc Azaïs"},
    {R"(Jo\"el Goossens)", "Joël Goossens"},
    {R"({\"O}zg{\"u}r)", "Özgür"},
    {R"(Stanis{\l}awa Kanas)", "Stanisława Kanas"},
    {R"({\L}ukasz)", "Łukasz"},
    {R"(S{\o}ren K. Boldsen)", "Søren K. Boldsen"},
    {R"(S\o ren)", "Søren"},
    {R"(J. K\k{e}dra)", "J. Kędra"},
    {R"(Gordan \v{Z}itkovi\'c)", "Gordan Žitković"},
    {R"(O\u{g}ul Can)", "Oğul Can"},
    {R"(Fran\c{c}ois)", "François"},
    {R"(Fran\c cois)", "François"},
    {R"(Mart\'{\i}nez)", "Martínez"},
    {R"(\'S. R. Gal)", "Ś. R. Gal"},
    {R"(Gro\ss)", "Groß"},
    {R"(\AA ngstr\"om)", "Ångström"},
    {R"(A.~Author)", "A. Author"},
    {R"(Smith--Jones)", "Smith--Jones"},
    {R"(Renjie \ä)", "Renjie ä"},
    {R"(X \unknown{y})", R"(X \unknowny)"},
    {R"(Trailing \)", R"(Trailing \)"},
    {R"(Nguy\~{\^e}n)", "Nguyễn"},
    {R"(Nguy\~\^en)", "Nguyễn"},
    {R"(Tr\`{\^a}n)", "Trần"},
    {R"(\'{\^A}n)", "Ấn"},
    {R"({\DJ}o\`an)", "Đoàn"},
    {R"(\DJ o\`an \dj)", "Đoàn đ"},
    {R"(Nguy{\~{\^e}}n)", "Nguyễn"},
    {R"(Nguy\~{ê}n)", "Nguyễn"},
    {R"(Th\d{\^e} v\'{\ohorn}i)", "Thệ với"},
    {R"(\textcommabelow{s}i)", "și"},
    {R"(\u{\i} \v{\j})", "ĭ ǰ"},
    {R"(Mart\'\i nez)", "Martínez"},
    {R"(Mart\'\i Rovira)", "Martí Rovira"},
};

BOOST_DATA_TEST_CASE(decodes_names, boost::unit_test::data::make(names), pair) {
    BOOST_TEST(tex::decode_name(pair.tex) == pair.plain);
}

// F1: formulas and everything else that is no accent stay.
char const* const unchanged[] = {
    "We study $0<s<1$ and $p>2$ with weights.",
    "For $0<s<1$ the operator is bounded.",
    "if $a<b$ then $c>d$ holds",
    R"(Sobolev $1<p<\infty$ and $s>0$; we show x < y and y > z.)",
    R"(Here $i<j$, $\alpha<\beta$ & more.)",
    "AT&T; sets &lt;tag&gt; literal &amp;lt;",
    R"(maps in $\mathbb{R}, d>1$ and \(\'e\) and $\'e$)",
    R"(\newcommand{\mathds}[1]{\text{#1}})",
    R"(costs $5 and \% of \{x\} \\ \in \label)",
    R"($$\'a$$ and \[\"o\])",
};

BOOST_DATA_TEST_CASE(leaves_formulas_alone, boost::unit_test::data::make(unchanged), text) {
    BOOST_TEST(tex::decode_text(text) == text);
}

BOOST_AUTO_TEST_CASE(decodes_accents_outside_formulas) {
    BOOST_TEST(tex::decode_text(R"(Poincar\'e maps on $\'e$ by {\"O}zg\"ur)") ==
               R"(Poincaré maps on $\'e$ by Özgür)");
    BOOST_TEST(tex::decode_text(R"(H\"older at 5$ a unit)") == "Hölder at 5$ a unit");
    BOOST_TEST(tex::decode_text(R"(Nguy\~{\^e}n's $\~{\^e}$)") == R"(Nguyễn's $\~{\^e}$)");
}

BOOST_AUTO_TEST_CASE(a_tie_stands_between_letters_of_any_length) {
    BOOST_TEST(tex::decode_text("\\t{oo}") == "o\u0361o");
    BOOST_TEST(tex::decode_text("\\t{\u00f6o}") == "\u00f6\u0361o");
    BOOST_TEST(tex::decode_text("\\t{\\\"oo}") == "\u00f6\u0361o");
    BOOST_TEST(tex::decode_text("\\t{\\ss o}") == "\u00df\u0361o");
    BOOST_TEST(!lectern::text::find_invalid_utf8(tex::decode_text("\\t{\u00e9}")));
}

BOOST_AUTO_TEST_CASE(takes_linear_time_on_hostile_text) {
    std::string hostile;
    for (int i = 0; i < 200000; ++i) hostile += "\\(\\[$x";
    BOOST_TEST(tex::decode_text(hostile).size() > 0u);
    BOOST_TEST(tex::decode_name(std::string(500000, '\\')).size() < 500001u);
    std::string accents;
    for (int i = 0; i < 100000; ++i) accents += "\\'{\\^";
    BOOST_TEST(tex::decode_text(accents).size() > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
