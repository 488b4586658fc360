#include <lectern/net/when_all.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace lectern::net {
namespace asio = boost::asio;
namespace {

awaitable<void> keep(awaitable<Result<void>> operation, std::optional<Result<void>>& result) {
    result.emplace(co_await std::move(operation));
}

}  // namespace

awaitable<Result<void>> when_all(std::vector<awaitable<Result<void>>> operations) {
    if (operations.empty()) co_return Result<void>();
    auto const executor = co_await asio::this_coro::executor;
    std::vector<std::optional<Result<void>>> results(operations.size());
    using Spawned =
        decltype(asio::co_spawn(executor, keep(std::move(operations[0]), results[0]), asio::deferred));
    std::vector<Spawned> spawned;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        spawned.push_back(
            asio::co_spawn(executor, keep(std::move(operations[i]), results[i]), asio::deferred));
    }
    auto group = asio::experimental::make_parallel_group(std::move(spawned));
    auto const [order, failures] =
        co_await group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (std::exception_ptr const& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
    for (std::optional<Result<void>> const& result : results) {
        if (!*result) co_return result->error();
    }
    co_return Result<void>();
}

}  // namespace lectern::net
