#pragma once

#include <lectern/core/error.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/pacer.hpp>

#include <chrono>
#include <deque>
#include <memory>

namespace lectern::net {

/// Lets a bounded number of requests through at a time, spaced by a Pacer. First come, first served.
class Gate : public std::enable_shared_from_this<Gate> {
public:
    explicit Gate(Pacing const& pacing);

    /// The right to have one request in flight; ends with the object.
    class Permit {
    public:
        Permit() = default;
        explicit Permit(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}
        Permit(Permit&&) noexcept = default;
        Permit& operator=(Permit&&) noexcept = default;
        ~Permit() {
            if (gate_) gate_->release();
        }

    private:
        std::shared_ptr<Gate> gate_;
    };

    /// Waits for a free place and for its time. \par Errors cancelled
    awaitable<Result<Permit>> enter();
    /// No request starts before `when`.
    void hold_until(Pacer::TimePoint when) { pacer_.hold_until(when); }

    int max_connections() const noexcept { return max_; }
    int in_flight() const noexcept { return in_flight_; }

private:
    struct Waiter;
    void release();

    Pacer pacer_;
    int max_;
    int in_flight_ = 0;
    std::deque<std::shared_ptr<Waiter>> waiting_;
};

}  // namespace lectern::net
