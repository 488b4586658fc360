#include "net/detail/event.hpp"

#include <lectern/net/runtime.hpp>
#include <lectern/net/when_all.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(net_event)

net::awaitable<Result<void>> wait_and_count(net::Event& event, int& woken) {
    auto const waited = co_await event.wait();
    if (waited) ++woken;
    co_return waited;
}

net::awaitable<Result<void>> notify(net::Event& event) {
    event.notify_all();
    co_return Result<void>();
}

net::awaitable<Result<void>> wake_both(int& woken) {
    auto const executor = co_await boost::asio::this_coro::executor;
    net::Event event(executor);
    std::vector<net::awaitable<Result<void>>> all;
    all.push_back(wait_and_count(event, woken));
    all.push_back(wait_and_count(event, woken));
    all.push_back(notify(event));
    co_return co_await net::when_all(std::move(all));
}

net::awaitable<Result<void>> wait_for_ever(net::Runtime& runtime) {
    auto const executor = co_await boost::asio::this_coro::executor;
    net::Event event(executor);
    runtime.cancel();
    co_return co_await event.wait();
}

BOOST_AUTO_TEST_CASE(all_who_wait_are_woken) {
    int woken = 0;
    net::Runtime runtime;
    BOOST_TEST(runtime.run(wake_both(woken)).has_value());
    BOOST_TEST(woken == 2);
}

BOOST_AUTO_TEST_CASE(a_cancelled_wait_says_so) {
    net::Runtime runtime;
    auto const waited = runtime.run(wait_for_ever(runtime));
    BOOST_REQUIRE(waited.has_error());
    BOOST_TEST((waited.error() == errc::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
