#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/rate_limiter.hpp>

#include <chrono>
#include <deque>
#include <memory>

namespace lectern::net {

/// Lets a bounded number of requests through at a time, spaced by a RateLimiter. First come, first served.
class RequestLimiter : public std::enable_shared_from_this<RequestLimiter> {
public:
    explicit RequestLimiter(Pacing const& pacing);

    /// The right to have one request in flight; ends with the object.
    class Permit {
    public:
        Permit() = default;
        explicit Permit(std::shared_ptr<RequestLimiter> limiter) : limiter_(std::move(limiter)) {}
        Permit(Permit&&) noexcept = default;
        Permit& operator=(Permit&&) noexcept = default;
        ~Permit() {
            if (limiter_) limiter_->release();
        }

    private:
        std::shared_ptr<RequestLimiter> limiter_;
    };

    /// Waits for a free place and for its time. \par Errors cancelled
    awaitable<Result<Permit>> enter();
    /// No request starts before `when`.
    void hold_until(RateLimiter::TimePoint when) { rate_limiter_.hold_until(when); }

    int max_connections() const noexcept { return max_; }
    int in_flight() const noexcept { return in_flight_; }

private:
    struct Waiter;
    void release();

    RateLimiter rate_limiter_;
    int max_;
    int in_flight_ = 0;
    std::deque<std::shared_ptr<Waiter>> waiting_;
};

}  // namespace lectern::net
