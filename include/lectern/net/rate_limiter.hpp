#pragma once

#include <chrono>

namespace lectern::net {

/// Spaces the requests of one group: a pure calculation with the time handed in.
class RateLimiter {
public:
    /// Not disturbed when the wall clock is set.
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The first place is free at once.
    explicit RateLimiter(std::chrono::milliseconds min_interval) : min_interval_(min_interval) {}

    /// Takes the next free place and gives its time, `now` or later; places are `min_interval` apart.
    TimePoint reserve(TimePoint now);
    /// Notes that a request starts now: the next place is an interval later at least.
    void started(TimePoint now) { hold_until(now + min_interval_); }
    /// Moves the next place to `when` if it lies earlier: the server asked to wait.
    void hold_until(TimePoint when);

private:
    std::chrono::milliseconds min_interval_;
    TimePoint next_{};
};

}  // namespace lectern::net
