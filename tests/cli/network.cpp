// What the command takes from the environment for the network: proxy variables, and how it introduces itself.
#include "http_server.hpp"
#include "process.hpp"
#include "support.hpp"

#include <lectern/version.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace lectern;
using test::Finished;
using test::HttpServer;
using test::ReceivedRequest;

BOOST_AUTO_TEST_SUITE(cli_network)

/// Sets variables for the programs that are started, and removes them again.
class Variables {
public:
    void set(char const* name, std::string const& value) {
        ::setenv(name, value.c_str(), 1);
        names_.emplace_back(name);
    }
    void clear() {
        for (std::string const& name : names_) ::unsetenv(name.c_str());
        names_.clear();
    }
    ~Variables() { clear(); }

private:
    std::vector<std::string> names_;
};

struct Fixture {
    test::TempDir dir;
    Variables variables;
    HttpServer origin{[](ReceivedRequest const&) { return test::reply_with("origin", 403); }};
    HttpServer proxy{[](ReceivedRequest const&) { return test::reply_with("proxy", 407); }};

    Finished run(std::string const& net = {}) {
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks\n");
        test::write(dir.path() / "lectern.toml",
                    fmt::format("[feed]\ncategories = [\"cs.LG\"]\nfallback = \"none\"\nrss_url = \"{0}\"\n"
                                "api_url = \"{0}\"\nmin_interval = \"1ms\"\n[net]\nattempts = 1\n{1}",
                                origin.url(), net));
        return test::run_lectern({"run"}, dir.path());
    }
};

BOOST_FIXTURE_TEST_CASE(names_the_proxy_variable_that_stops_a_request, Fixture) {
    variables.set("all_proxy", "socks5h://me:secret@127.0.0.1:1080");
    Finished const socks = run();
    BOOST_TEST(socks.err.find("all_proxy: SOCKS proxies are not supported") != std::string::npos, socks.err);
    BOOST_TEST(socks.err.find("secret") == std::string::npos);
    variables.set("http_proxy", proxy.url());
    Finished const login = run();
    std::string const named = fmt::format("proxy 127.0.0.1:{} (http_proxy) requires a login", proxy.port());
    BOOST_TEST(login.err.find(named) != std::string::npos, login.err);
    BOOST_TEST(origin.requests().empty());
}

BOOST_FIXTURE_TEST_CASE(sends_a_proxys_login_from_its_variable, Fixture) {
    variables.set("http_proxy", fmt::format("http://us%40er:p%3Ass@127.0.0.1:{}", proxy.port()));
    Finished const finished = run();
    BOOST_REQUIRE(!proxy.requests().empty());
    BOOST_TEST(proxy.requests()[0].headers.at("proxy-authorization") == "Basic dXNAZXI6cDpzcw==");
    BOOST_TEST(finished.err.find("p:ss") == std::string::npos);
    BOOST_TEST(finished.err.find("p%3Ass") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(reaches_exempt_hosts_directly, Fixture) {
    std::string const with_port = fmt::format("127.0.0.1:{}", origin.port());
    std::size_t before = 0;
    for (std::string const& list : {with_port, std::string("localhost 127.0.0.1"), std::string("*.0.0.1"),
                                    std::string("127.0.0.0/8"), std::string("*")}) {
        variables.clear();
        variables.set("http_proxy", "http://127.0.0.1:1");
        variables.set(list.size() > 1 ? "no_proxy" : "NO_PROXY", list);
        (void)run();
        BOOST_TEST(origin.requests().size() > before, list);
        before = origin.requests().size();
    }
}

BOOST_FIXTURE_TEST_CASE(ignores_the_upper_case_form_of_http_proxy, Fixture) {
    variables.set("HTTP_PROXY", proxy.url());
    (void)run();
    BOOST_TEST(proxy.requests().empty());
    BOOST_TEST(!origin.requests().empty());
}

BOOST_FIXTURE_TEST_CASE(introduces_itself_with_version_and_contact, Fixture) {
    (void)run();
    (void)run("contact = \"me@example.org\"\n");
    std::string const agent = fmt::format("lectern/{}", version());
    BOOST_TEST(origin.requests().front().headers.at("user-agent") == agent);
    BOOST_TEST(origin.requests().back().headers.at("user-agent") == agent + " (me@example.org)");
}

BOOST_AUTO_TEST_SUITE_END()
