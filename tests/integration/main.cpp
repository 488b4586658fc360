#define BOOST_TEST_MODULE lectern_integration
#include <boost/test/unit_test.hpp>
