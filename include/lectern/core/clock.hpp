#pragma once

#include <lectern/core/date.hpp>

#include <cstdint>
#include <random>

namespace lectern {

/// Where the time of day comes from. Handed in, so that a test or a replay can set it.
class Clock {
public:
    virtual ~Clock() = default;
    /// The current time, UTC.
    virtual Time now() const = 0;
};

/// The computer's clock. Thread-safe.
class SystemClock final : public Clock {
public:
    Time now() const override;
};

/// A clock that stands still until it is set. Not thread-safe.
class FixedClock final : public Clock {
public:
    /// Stands at `time`.
    explicit FixedClock(Time time) : time_(time) {}
    Time now() const override { return time_; }
    /// Moves the clock, forward or back.
    void set(Time time) { time_ = time; }

private:
    Time time_;
};

/// Source of the random numbers that spread retries. Handed in; not thread-safe.
class Random {
public:
    /// Equal seeds give equal numbers.
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    /// A number in [0, 1).
    double uniform();

private:
    std::mt19937_64 engine_;
};

}  // namespace lectern
