#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>

#include <chrono>

namespace lectern::net {

/// Waits until `when`. \par Errors cancelled
awaitable<Result<void>> sleep_until(std::chrono::steady_clock::time_point when);

/// Waits for a while. \par Errors cancelled
awaitable<Result<void>> sleep_for(std::chrono::milliseconds duration);

}  // namespace lectern::net
