#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/net/http_client.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace lectern::net {

/// Whether a response of this status may be tried again: 429, 502, 503, 504.
bool is_retryable_status(int status) noexcept;

/// The wait a Retry-After header asks for: seconds or an HTTP date (RFC 9110, section 10.2.3). Nothing if the
/// value is neither; zero for a date that has passed.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Time now);

/// The wait before attempt `attempt` + 1, or nothing if there should be none.
/// \param policy how often and how long to wait at most
/// \param attempt requests made so far, from 1
/// \param elapsed time since the first request began
/// \param retry_after what the server asked for, if it did
/// \param random a number in [0, 1) that spreads the wait
std::optional<std::chrono::milliseconds> retry_delay(RetryPolicy const& policy, int attempt,
                                                     std::chrono::milliseconds elapsed,
                                                     std::optional<std::chrono::milliseconds> retry_after,
                                                     double random);

}  // namespace lectern::net
