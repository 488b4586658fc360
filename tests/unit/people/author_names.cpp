#include <lectern/people/author_names.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string_view>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(author_names)

struct Pair {
    std::string_view a;
    std::string_view b;
    bool same;
};
std::ostream& operator<<(std::ostream& out, Pair const& pair) {
    return out << pair.a << " / " << pair.b;
}

Pair const pairs[] = {
    {"Yann LeCun", "Yann LeCun", true},
    {"Yann LeCun", "yann lecun", true},
    {"Yann LeCun", "Y. LeCun", true},
    {"Yann LeCun", "LeCun, Yann", true},
    {"Yann LeCun", "Yann A. LeCun", true},
    {"Yann LeCun", "Yves LeCun", false},
    {"Yann LeCun", "Y. LeCunne", false},
    {"Yann LeCun", "LeCun", false},
    {"Jürgen Schmidhuber", "Jurgen Schmidhuber", true},
    {"Pál Erdős", "Pal Erdos", true},
    {"Jean-Luc Picard", "Jean Luc Picard", true},
    {"Jean-Luc Picard", "J.-L. Picard", true},
    {"Jean-Luc Picard", "Jean-Paul Picard", false},
    {"Laurens van der Maaten", "L. van der Maaten", true},
    {"Laurens van der Maaten", "van der Maaten, Laurens", true},
    {"Laurens van der Maaten", "Laurens Maaten", false},
    {"Sammy Davis, Jr.", "Sammy Davis", true},
    {"Martin King Jr", "Martin King III", true},
    {"Connor O'Neil", "Connor ONeil", true},
    {"Ada B. Lovelace", "Ada C. Lovelace", false},
    {"", "", false},
    {"李明", "李明", true},
    {".", ",", false},
};

BOOST_DATA_TEST_CASE(names_may_be_one_persons, boost::unit_test::data::make(pairs), pair) {
    BOOST_TEST(may_be_same_name(pair.a, pair.b) == pair.same);
    BOOST_TEST(may_be_same_name(pair.b, pair.a) == pair.same);
}

BOOST_AUTO_TEST_SUITE_END()
