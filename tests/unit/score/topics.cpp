#include "support.hpp"

#include <lectern/score/local/topics.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace lectern;
using test::require;

BOOST_AUTO_TEST_SUITE(topics_file)

using Lines = std::vector<std::string>;

/// A file and what it says: `name(+relevant/-irrelevant)` for each topic, then the keywords.
struct Case {
    char const* text;
    char const* meaning;
    std::size_t warnings = 0;
};
std::ostream& operator<<(std::ostream& out, Case const& item) {
    return out << item.text;
}

std::string meaning_of(Topics const& topics) {
    std::string out;
    auto const add = [&out](std::string_view sign, Lines const& lines) {
        for (std::string const& line : lines) out.append(sign).append(line);
    };
    for (Topic const& topic : topics.topics) {
        out += topic.name + "(";
        add("+", topic.relevant);
        add("-", topic.irrelevant);
        out += ")";
    }
    add(" k+", topics.keywords);
    add(" k-", topics.irrelevant_keywords);
    add(" ka", topics.application_keywords);
    return out;
}

Case const cases[] = {
    {"\xEF\xBB\xBF"
     "1. A\n   - Relevant: x\n",
     "A(+x)"},
    {"1. A\r\n   - Relevant: x\r\n2. B\r   - Relevant: y", "A(+x)B(+y)"},
    // Numbers, bullets, headings and bold lines are titles.
    {" 1. A\n    - Relevant: x\n 2) B\n    - Relevant: y\n", "A(+x)B(+y)"},
    {"**1. A**\n- Relevant: x\n(2) B\n- Relevant: y\n", "A(+x)B(+y)"},
    {"- A\n  - Relevant: x\n- B\n  - Relevant: y\n", "A(+x)B(+y)"},
    {"## A\n- Relevant: x\n\n## B\n- Relevant: y\n", "A(+x)B(+y)"},
    {"## 1. A\nRelevant: x\n## 2. B\nRelevant: y\n", "A(+x)B(+y)"},
    {"**A**\nRelevant: x\n\n**B**\nRelevant: y\n", "A(+x)B(+y)"},
    {"# Interests of mine\n\n1. A\n   - Relevant: x\n\nB:\n- Relevant: y\n", "A(+x)B(+y)"},
    // Labels in other words and signs.
    {"1. A\n   - **Relevant:** x\n   - **Irrelevant**: y\n", "A(+x-y)"},
    {"1. A\n   - Relevant： x\n   - Not relevant: y\n", "A(+x-y)"},
    {"1. A\n   - Include: x\n   - Exclude: y\n   * out of scope: z\n", "A(+x-y-z)"},
    {"1. A\n   - Relevant - x\n   - Irrelevant – y\n   - irrelevant z\n", "A(+x-y-z)"},
    {"1. A\n   - Relevent: x\n   - Irelevant: y\n", "A(+x-y)", 2},
    {"1. A\n   • Relevant: x\n   -Irrelevant: y\n", "A(+x-y)"},
    // Several lines of a label, wrapped lines, blank lines, a label above its list.
    {"1. A\n   - Relevant: x\n   - Relevant: y\n", "A(+x+y)"},
    {"1. A\n   - Relevant: x,\n\n     y\n\n   - Irrelevant: z\n", "A(+x, y-z)"},
    {"1. A\n- Relevant: x\ny\n", "A(+x y)"},
    {"1. A\n   - Relevant:\n     - x\n     - y\n   - Irrelevant:\n     z\n", "A(+x+y-z)"},
    {"## A\n### Relevant\n- x\n- y\n### Irrelevant\n- z\n", "A(+x+y-z)"},
    {"Keywords:\n- Relevant: a,\nb\n- Relevant: c\n- Irrelevant: d\n  e\n", " k+a k+b k+c k-d e"},
    {"**Keywords:**\n\n- Relevant: a\n\n## V\n- Relevant: x\n", "V(+x) k+a"},
    {"## Keywords\n\n- a\n- b；c、d\n", " k+a k+b k+c k+d"},
    {"Keywords: a, b\n", " k+a k+b"},
    // No labels at all.
    {"1. A\n2. B: x, y\n3. C\n   - z\n", "A()B(+x, y)C(+z)"},
    {"sparse gates\nbounds\n", "sparse gates, bounds(+sparse gates+bounds)"},
    {"- sparse gates\n- bounds\n", "sparse gates, bounds(+sparse gates+bounds)"},
    {"I work on gates.\n", "I work on gates.(+I work on gates.)"},
    {"Relevant: x, y\n", "x, y(+x, y)"},
    {"- Irrelevant weather\n- gates\n", "gates(+gates-weather)"},
    // What is not understood is named.
    {"1. A\n   - Relevant: x\n   - Colour: y\n", "A(+x)", 1},
    {"1. A\n   - Relevant: x\n   - Irrelevant:\n", "A(+x)", 1},
    {"1. A\n   - Relevant: x\n\n- left over\n", "A(+x)", 1},
    {"Keywords:\n- Relevant: a\n- Colour: b\n", " k+a", 1},
};

BOOST_DATA_TEST_CASE(understands_what_people_write, boost::unit_test::data::make(cases), item) {
    Topics const topics = require(parse_topics(item.text, "t.md"));
    BOOST_TEST(meaning_of(topics) == item.meaning);
    BOOST_TEST(topics.warnings.size() == item.warnings);
}

BOOST_AUTO_TEST_CASE(names_the_line_of_what_it_did_not_understand) {
    auto const topics =
        require(parse_topics("> ## Relevant Topics\n>\n> 1. A\n>    - Relevent: x\n", "t.md"));
    BOOST_TEST(topics.warnings == Lines{"t.md:4: \"Relevent\" is read as \"Relevant\""},
               boost::test_tools::per_element());
    std::string many = "1. A\n   - Relevant: x\n";
    for (int i = 0; i < 100; ++i) many += "   - Colour: y\n";
    auto const warnings = require(parse_topics(many, "t.md")).warnings;
    BOOST_TEST(warnings.size() == 21u);
    BOOST_TEST(warnings.back() == "t.md: 80 more such lines");
}

BOOST_AUTO_TEST_CASE(a_section_holds_its_own_headings) {
    auto const topics = require(parse_topics(
        "## Other\n- Relevant: no\n## Relevant Topics\n### A\n- Relevant: x\n### B\n- Relevant: y\n## End\n"
        "1. Foreign\n",
        "t.md"));
    BOOST_TEST(meaning_of(topics) == "A(+x)B(+y)");
}

BOOST_AUTO_TEST_CASE(a_file_without_words_is_refused) {
    for (std::string_view const text : {"", "\n \n", "# My topics\n", "---\n"}) {
        auto const topics = parse_topics(text, "t.md");
        BOOST_TEST((topics.error() == errc::invalid_topics));
        BOOST_TEST(topics.error().detail().starts_with("t.md names no interest"));
    }
    BOOST_TEST((parse_topics("1. A\n\xff", "t.md").error() == errc::invalid_topics));
}

BOOST_AUTO_TEST_SUITE_END()
