#include <lectern/net/rate_limiter.hpp>

#include <algorithm>

namespace lectern::net {

RateLimiter::TimePoint RateLimiter::reserve(TimePoint now) {
    TimePoint const place = std::max(now, next_);
    next_ = place + min_interval_;
    return place;
}

void RateLimiter::hold_until(TimePoint when) {
    next_ = std::max(next_, when);
}

}  // namespace lectern::net
