#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>

#include <vector>

namespace lectern::net {

/// Runs the operations side by side on the caller's executor and waits until all have ended.
/// \return the first failure in the operations' order, or success
/// \par Cancellation terminal; all operations are cancelled
awaitable<Result<void>> when_all(std::vector<awaitable<Result<void>>> operations);

}  // namespace lectern::net
