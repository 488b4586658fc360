#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace lectern::net {

/// The event loop that lectern's coroutines run on: one thread, the caller's own.
///
///     net::Runtime runtime;
///     Result<Digest> digest = runtime.run(pipeline.run(...));
///
/// \par Thread safety
/// Only cancel() and cancelled() may be called from another thread; none of them from a signal handler.
class Runtime {
public:
    Runtime();
    Runtime(Runtime const&) = delete;
    Runtime& operator=(Runtime const&) = delete;
    ~Runtime();

    /// Runs the operation to its end and gives its result. One at a time.
    /// \par Errors those of the operation; cancelled after cancel().
    template <class T>
    Result<T> run(awaitable<Result<T>> operation) {
        std::optional<Result<T>> result;
        run_to_end(store(std::move(operation), result));
        if (result) return std::move(*result);
        return Error(errc::cancelled);
    }

    /// Asks the running operation to end; it then ends with errc::cancelled, at the next point where it waits
    /// for something. Operations that are started afterwards do not begin.
    void cancel();
    /// Whether cancel() was called.
    bool cancelled() const noexcept;

    class Impl;
    /// For lectern's own networking code.
    Impl& impl() noexcept { return *impl_; }

private:
    template <class T>
    static awaitable<void> store(awaitable<Result<T>> operation, std::optional<Result<T>>& result) {
        result.emplace(co_await std::move(operation));
    }
    void run_to_end(awaitable<void> operation);

    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::net
