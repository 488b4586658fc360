#include "support.hpp"

#include <lectern/render/math.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>
#include <tinyxml2.h>

#include <fstream>
#include <string>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(render_math)

std::string mathml(std::string_view tex) {
    auto const math = math::to_mathml(tex);
    return math ? math->markup : "none";
}

bool is_well_formed(std::string const& markup) {
    tinyxml2::XMLDocument document;
    return document.Parse(markup.c_str(), markup.size()) == tinyxml2::XML_SUCCESS;
}

BOOST_AUTO_TEST_CASE(typesets_formulas) {
    BOOST_TEST(mathml("x_1^2") == "<math><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math>");
    BOOST_TEST(mathml("x^12") == "<math><mrow><msup><mi>x</mi><mn>1</mn></msup><mn>2</mn></mrow></math>");
    BOOST_TEST(mathml("\\frac{a}{b}") == "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>");
    BOOST_TEST(mathml("{a \\over b}") == "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>");
    BOOST_TEST(mathml("\\mathbb{R}^d") == "<math><msup><mi>ℝ</mi><mi>d</mi></msup></math>");
    BOOST_TEST(mathml("\\mathcal B\\mathbf{2}") == "<math><mrow><mi>ℬ</mi><mn>𝟐</mn></mrow></math>");
    BOOST_TEST(mathml("f''") == "<math><msup><mi>f</mi><mo>″</mo></msup></math>");
    BOOST_TEST(mathml("x<y") == "<math><mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow></math>");
    BOOST_TEST(mathml("\\sqrt[3]{x}") == "<math><mroot><mi>x</mi><mn>3</mn></mroot></math>");
    BOOST_TEST(mathml("\\sum\\limits_{i}^n").find("<munderover>") != std::string::npos);
    BOOST_TEST(mathml("x \\not\\in A").find("∉") != std::string::npos);
    BOOST_TEST(mathml("\\text{if $x>0$}").find("<mtext>if\u00A0</mtext>") != std::string::npos);
    BOOST_TEST(mathml("\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}")
                   .find("<mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(shows_unknown_commands_by_their_source) {
    auto const math = math::to_mathml("\\ours(x)");
    BOOST_REQUIRE(math.has_value());
    BOOST_TEST(math->markup.find("<mtext>\\ours</mtext>") != std::string::npos);
    BOOST_TEST(math->unknown == std::vector<std::string>{"\\ours"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refuses_what_cannot_be_a_formula) {
    for (std::string const tex : {"", "  ", "x^2^3", "x_i_j", "\\def\\a{\\a\\a}\\a", "\\eqref{eq:1}"})
        BOOST_TEST(!math::to_mathml(tex), tex);
    BOOST_TEST(!math::to_mathml(std::string(200, '{') + "x" + std::string(200, '}')));
    BOOST_TEST(!math::to_mathml(std::string(20'000, 'x')));
}

BOOST_AUTO_TEST_CASE(damaged_formulas_stay_well_formed) {
    for (std::string const tex :
         {"\\frac", "\\frac{a", "}x{", "\\left(x", "\\right)", "\\begin{cases}a&", "\\sqrt", "x_", "\\",
          "\\not", "\\text{<script>alert(1)</script>}", "\\unicode{x110000}", "\\hat", "a\x01z",
          "\\href{javascript:alert(1)}{x}", "&", "\\end{x}", "\\mathbf", "\\operatorname*"}) {
        auto const math = math::to_mathml(tex);
        if (math) BOOST_TEST(is_well_formed(math->markup), tex << " gives " << math->markup);
    }
}

BOOST_AUTO_TEST_CASE(money_is_no_formula) {
    for (std::string const text :
         {"costs $5 and $10 a day", "$150-400 per host", "\\$5 and \\$10", "a $ b",
          "cost $18/hour versus $60/hour", "($/kWh) and demand charges ($/kW)", "$$$$", "$ $"}) {
        for (math::Piece const& piece : math::split_formulas(text))
            BOOST_TEST((piece.kind == math::Piece::Kind::text), text);
    }
    auto const pieces = math::split_formulas("up to $\\sim$100M and \\(x\\), $\\textbf{2$\\times$}$");
    BOOST_REQUIRE(pieces.size() == 6u);
    BOOST_TEST(pieces[1].content == "\\sim");
    BOOST_TEST(pieces[3].content == "x");
    BOOST_TEST(pieces[5].content == "\\textbf{2$\\times$}");
}

BOOST_AUTO_TEST_CASE(text_becomes_html) {
    BOOST_TEST(math::to_html("A \\emph{new} & <b> way, 30\\%") == "A <em>new</em> &amp; &lt;b&gt; way, 30%");
    BOOST_TEST(math::to_html("{\\bf P}ost") == "<strong>P</strong>ost");
    BOOST_TEST(math::to_html("$\\textbf{fast}$ $x$") == "<strong>fast</strong> <math><mi>x</mi></math>");
    BOOST_TEST(math::to_html("\\href{https://a.org/b}{here}") ==
               "<a href=\"https://a.org/b\" rel=\"noopener\">here</a>");
    BOOST_TEST(math::to_html("\\href{javascript:alert(1)}{x}") == "x");
    BOOST_TEST(math::to_html("as shown \\cite{a,b} -- ``so''") == "as shown – “so”");
    BOOST_TEST(math::to_html("\\ours and \\textbf{open") == "\\ours and \\textbf{open");
    BOOST_TEST(math::to_html("$x^2^3$ <i>") == "<code>$x^2^3$</code> &lt;i&gt;");
    BOOST_TEST(math::to_html("H\\\"older") == "Hölder");
}

BOOST_AUTO_TEST_CASE(text_becomes_plain) {
    BOOST_TEST(math::to_plain("in $\\mathbb{R}^d$ with $\\theta_1 \\le x^2$") == "in ℝ^d with θ₁ ≤ x²");
    BOOST_TEST(math::to_plain("$O(\\sqrt{n})$, $\\frac{a}{b+1}$") == "O(√n), a/(b+1)");
    BOOST_TEST(math::to_plain("$\\Theta(n\\log n)$, $\\sin(x)$, $2\\log_2 k$, $\\max\\theta$") ==
               "Θ(n log n), sin(x), 2 log₂ k, max θ");
    BOOST_TEST(math::to_plain("\\emph{new}") == "new");
}

BOOST_AUTO_TEST_CASE(what_arxiv_sends_stays_well_formed) {
    auto const shared = test::shared_dir();
    if (!shared) {
        BOOST_TEST_MESSAGE("skipped: LECTERN_SHARED_DIR is not set");
        return;
    }
    std::ifstream file(*shared / "samples/tex_formulas.jsonl");
    std::size_t formulas = 0;
    for (std::string line; std::getline(file, line);) {
        auto const row = boost::json::parse(line).as_object();
        std::string const tex(row.at("tex").as_string());
        std::string const outcome(row.at("outcome").as_string());
        auto const math = math::to_mathml(tex);
        if (math) BOOST_TEST(is_well_formed(math->markup), tex);
        bool const between_dollars = row.at("delim").as_string() != "none";
        if (between_dollars && outcome == "math") BOOST_TEST(math.has_value(), tex);
        if (outcome == "fallback") BOOST_TEST(!math.has_value(), tex);
        BOOST_TEST(is_well_formed("<p>" + math::to_html("$" + tex + "$") + "</p>"), tex);
        ++formulas;
    }
    BOOST_TEST(formulas == 414u);
}

BOOST_AUTO_TEST_SUITE_END()
