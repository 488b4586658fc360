#include <lectern/net/pacer.hpp>

#include <algorithm>

namespace lectern::net {

Pacer::TimePoint Pacer::reserve(TimePoint now) {
    TimePoint const place = std::max(now, next_);
    next_ = place + min_interval_;
    return place;
}

void Pacer::hold_until(TimePoint when) {
    next_ = std::max(next_, when);
}

}  // namespace lectern::net
