#pragma once

#include <lectern/core/date.hpp>
#include <lectern/net/http.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

namespace lectern::llm {

/// Keeps requests below a provider's limits per minute: a calculation with the time handed in. In no 60
/// seconds more requests start, or more tokens are asked for, than allowed; without limits nothing waits.
class TokenRateLimiter {
public:
    /// Not disturbed when the wall clock is set.
    using TimePoint = std::chrono::steady_clock::time_point;

    /// \param requests per minute; 0: no limit
    /// \param tokens per minute, of prompts and answers; 0: no limit
    TokenRateLimiter(std::int64_t requests, std::int64_t tokens) : requests_(requests), tokens_(tokens) {}

    /// When a request of so many tokens may start: `now` or later. A request above the limit of a whole
    /// minute waits until it is alone.
    TimePoint next(TimePoint now, std::int64_t tokens);
    /// Notes that it starts now.
    void start(TimePoint now, std::int64_t tokens);
    /// No request starts before `when`: the server asked to wait.
    void hold_until(TimePoint when);
    /// Learns from the rate-limit headers of a response: when nothing is left, requests wait until the reset.
    /// Resets are durations (`6m0s`, `20ms`), numbers of seconds, Unix times or RFC 3339 times. Source:
    /// https://platform.openai.com/docs/guides/rate-limits, https://docs.anthropic.com/en/api/rate-limits
    void learn(net::HttpResponse const& response, TimePoint now, Time wall_clock);

private:
    struct Start {
        TimePoint when;
        std::int64_t tokens;
    };
    void forget(TimePoint now);

    std::int64_t requests_;
    std::int64_t tokens_;
    std::int64_t tokens_in_window_ = 0;
    std::deque<Start> window_;
    TimePoint blocked_until_{};
};

/// A reset as rate-limit headers give it. \return nothing for text that is none
std::optional<std::chrono::milliseconds> parse_reset(std::string_view text, Time now);

}  // namespace lectern::llm
