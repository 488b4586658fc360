#define BOOST_TEST_MODULE lectern_cli
#include <boost/test/unit_test.hpp>

#include <cstdlib>

/// The servers of the tests are on this machine; no proxy of the caller's stands between.
struct NoProxies {
    NoProxies() {
        for (char const* name :
             {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
            ::unsetenv(name);
    }
};

BOOST_TEST_GLOBAL_FIXTURE(NoProxies);
