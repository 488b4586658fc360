#define BOOST_TEST_MODULE lectern_cli
#include <boost/test/unit_test.hpp>
