#include <lectern/core/sentences.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(sentences)

BOOST_AUTO_TEST_CASE(ends_where_a_reader_would) {
    auto const parts = text::sentences(
        "Large models, e.g. GPT, are slow. Smith et al. show this in Fig. 2. We use $f(x). A$ of J. Doe! Is "
        "it 2.5 "
        "times faster? $O(n)$ time.\n");
    BOOST_REQUIRE(parts.size() == 5u);
    BOOST_TEST(parts[0] == "Large models, e.g. GPT, are slow.");
    BOOST_TEST(parts[1] == "Smith et al. show this in Fig. 2.");
    BOOST_TEST(parts[2] == "We use $f(x). A$ of J. Doe!");
    BOOST_TEST(parts[3] == "Is it 2.5 times faster?");
    BOOST_TEST(parts[4] == "$O(n)$ time.");
    BOOST_TEST(text::sentences("").empty());
    BOOST_TEST(text::sentences(" \n ").empty());
    BOOST_TEST(text::sentences("no end").size() == 1u);
    BOOST_TEST(text::sentences("...").size() == 1u);
    BOOST_TEST(text::sentences("A lone $ sign. Then more.").size() == 1u);
}

BOOST_AUTO_TEST_CASE(gist_is_what_the_authors_did) {
    BOOST_TEST(text::gist("Models are large. Many tried. We introduce a\n  smaller one. It works well.") ==
               "We introduce a smaller one.");
    BOOST_TEST(text::gist("Models are large. It works well.") == "Models are large.");
    BOOST_TEST(text::gist("Storms pass. This paper maps them. We also thank you.") ==
               "This paper maps them.");
    // "we" within a word is no cue.
    BOOST_TEST(text::gist("Rain falls. Lowe showed power shows. We prove it.") == "We prove it.");
    BOOST_TEST(text::gist("").empty());
}

BOOST_AUTO_TEST_CASE(gist_is_cut_at_a_word_and_outside_of_formulas) {
    std::string const words = "We show " + std::string(60, 'a') + " " + std::string(60, 'b') + ".";
    BOOST_TEST(text::gist(words, 90) == "We show " + std::string(60, 'a') + "…");
    BOOST_TEST(text::gist("We show that $a b c d e f g h i j k l$ is small.", 24) == "We show that…");
    BOOST_TEST(text::gist(std::string(50, 'x'), 20).size() <= 20u);
    // A sentence that fits is preferred to one that must be cut.
    BOOST_TEST(text::gist("We introduce " + std::string(250, 'x') + ". We show that it works.") ==
               "We show that it works.");
}

BOOST_AUTO_TEST_SUITE_END()
