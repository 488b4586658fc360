#include "support.hpp"

#include <lectern/filter/announce.hpp>
#include <lectern/filter/category.hpp>
#include <lectern/filter/keywords.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(filter)

FilterContext const context{test::day("2026-04-21")};

BOOST_AUTO_TEST_CASE(keeps_announce_types) {
    auto const filter = make_announce_filter({AnnounceType::new_paper, AnnounceType::cross});
    Paper paper = make_paper("2601.00001", "T");
    BOOST_TEST((filter->judge(paper, context).action == Action::keep));
    paper.announce = AnnounceType::replace;
    BOOST_TEST((filter->judge(paper, context).action == Action::drop));
    BOOST_TEST(filter->judge(paper, context).reason == "announced as replace");
    paper.announce = AnnounceType::unknown;
    BOOST_TEST((filter->judge(paper, context).action == Action::keep));
}

BOOST_AUTO_TEST_CASE(keeps_categories) {
    Paper const paper = make_paper("2601.00001", "T", "a", {"stat.ML", "cs.LG"});
    BOOST_TEST(
        (make_category_filter({Category("cs.LG")}, false)->judge(paper, context).action == Action::keep));
    BOOST_TEST((make_category_filter({Category("cs")}, false)->judge(paper, context).action == Action::keep));
    auto const primary = make_category_filter({Category("cs.LG")}, true)->judge(paper, context);
    BOOST_TEST((primary.action == Action::drop));
    BOOST_TEST(primary.reason == "primary category is stat.ML");
    BOOST_TEST(
        (make_category_filter({Category("math.PR")}, false)->judge(paper, context).action == Action::drop));
    BOOST_TEST((make_category_filter({Category("cs.LG")}, true)
                    ->judge(make_paper("2601.00001", "T", "a", {}), context)
                    .action == Action::keep));
}

struct Case {
    char const* expression;
    bool matches;
};
std::ostream& operator<<(std::ostream& out, Case const& item) {
    return out << item.expression;
}

Paper subject() {
    Paper paper =
        make_paper("2601.00001", "Leveraging Mixture-of-Experts for Schrödinger Bridges",
                   "We average storage over boundaries; a survey of low-rank methods.", {"stat.ML", "cs.LG"});
    paper.authors = {{"Ada Lovelace", {}, {}}, {"László Lovász", {}, {}}};
    paper.comment = "Accepted at NeurIPS 2026, 12 pages";
    return paper;
}

Case const cases[] = {
    {"mixture", true},
    {"MIXTURE", true},
    {"title:\"mixture of experts\"", true},
    {"title:\"mixture of experts\" and not abstract:survey", false},
    {"title:\"mixture of experts\" and not abstract:tutorial", true},
    {"\"mixture experts\"", false},
    {"rag", false},  // R22: whole words only
    {"bound", false},
    {"bound*", true},
    {"\"low rank\"", true},
    {"low-rank", true},
    {"schrodinger", true},
    {"author:lovasz", true},
    {"author:\"ada lovelace\"", true},
    {"author:\"lovelace ada\"", false},
    {"author:\"lovelace laszlo\"", false},  // never across two authors
    {"category:cs.LG", true},
    {"category:cs", true},
    {"category:cs.AI", false},
    {"comment:/neurips 20\\d\\d/", true},
    {"/expert[st]/", true},
    {"title:/^leveraging\\b/", true},
    {"comment:/a\\/b/", false},
    {"survey or nothing", true},
    {"nothing or survey and nothing", false},
    {"(nothing or survey) and low", true},
    {"not nothing", true},
    {"not not survey", true},
    {"survey storage", true},  // "and" may be left out
    {"survey nothing", false},
    {"title:survey", false},
    {"NOT (survey OR mixture)", false},
};

BOOST_DATA_TEST_CASE(matches_expressions, boost::unit_test::data::make(cases), item) {
    BOOST_TEST(test::require(Expression::parse(item.expression)).matches(subject()) == item.matches);
}

struct Wrong {
    char const* expression;
    char const* detail;
};
std::ostream& operator<<(std::ostream& out, Wrong const& item) {
    return out << item.expression;
}

Wrong const wrong[] = {
    {"", "column 1"},
    {"a and", "column 6"},
    {"and b", "column 1"},
    {"(a or b", "column 1 of `(a or b`: this parenthesis is not closed"},
    {"a or \"b", "column 6 of `a or \"b`: this quote is not closed"},
    {"titel:x", "did you mean \"title\"?"},
    {"a )", "column 3"},
    {"category:cs.LGG", "did you mean \"cs.LG\"?"},
    {"/a(/", "no regular expression"},
    {"/abc", "not closed"},
    {"title:", "column 7"},
    {"\"...\"", "holds no word"},
    {"a or or b", "column 6"},
};

BOOST_DATA_TEST_CASE(explains_mistakes, boost::unit_test::data::make(wrong), item) {
    auto const result = Expression::parse(item.expression);
    BOOST_REQUIRE(result.has_error());
    BOOST_TEST((result.error() == errc::invalid_expression));
    BOOST_TEST(result.error().detail().find(item.detail) != std::string::npos, result.error().detail());
}

BOOST_AUTO_TEST_CASE(survives_any_text) {
    std::mt19937 random(3);
    std::string const alphabet = "ab \"/():*not and or title:\\[";
    Paper const paper = subject();
    for (int i = 0; i < 5000; ++i) {
        std::string text(random() % 30, ' ');
        for (char& c : text) c = alphabet[random() % alphabet.size()];
        if (auto const expression = Expression::parse(text)) (void)expression->matches(paper);
    }
    BOOST_TEST(Expression::parse(std::string(100000, '(')).has_error());
    std::string nots;
    for (int i = 0; i < 100000; ++i) nots += "not ";
    BOOST_TEST(Expression::parse(nots + "a").has_error());
    // A pattern of exponential cost must come to an end.
    auto const slow = test::require(Expression::parse("abstract:/(a+)+$/"));
    BOOST_TEST(!slow.matches(make_paper("2601.00001", "T", std::string(200, 'a') + "!")));
}

BOOST_AUTO_TEST_CASE(keyword_filter_says_which_expression) {
    auto const filter =
        make_keyword_filter({test::require(Expression::parse("mixture"))},
                            {test::require(Expression::parse("title:bridges and category:cs.AI"))});
    BOOST_TEST(filter->judge(subject(), context).reason == "included by `mixture`");
    BOOST_TEST(filter->judge(make_paper("2601.00002", "Other"), context).reason ==
               "matches no include expression");
    auto const excluding = make_keyword_filter({}, {test::require(Expression::parse("survey"))});
    BOOST_TEST(excluding->judge(subject(), context).reason == "excluded by `survey`");
}

BOOST_AUTO_TEST_SUITE_END()
