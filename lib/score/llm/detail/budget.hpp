#pragma once

#include <cstdint>

namespace lectern::llm {

/// Keeps a run below its caps: every request reserves what it may cost at most before it is sent, so that those in
/// flight together cannot cross a cap either.
class Budget {
public:
    /// What a request takes.
    struct Amount {
        double cost = 0;  ///< Dollars; 0 where the price is unknown.
        std::int64_t tokens = 0;
    };

    /// \param max_cost dollars; 0: no cap
    /// \param max_tokens prompts and answers together; 0: no cap
    Budget(double max_cost, std::int64_t max_tokens) : max_{max_cost, max_tokens} {}

    /// Whether the request fits below the caps; then its estimate is reserved.
    bool reserve(Amount const& estimate);
    /// Puts what a request took in the place of its reservation. A failed one may have taken nothing.
    void settle(Amount const& reserved, Amount const& taken);

    Amount const& taken() const noexcept { return taken_; }
    /// Whether something is reserved that may turn out to take less.
    bool is_waiting() const noexcept { return reserved_.tokens > 0; }

private:
    Amount max_;
    Amount reserved_;
    Amount taken_;
};

}  // namespace lectern::llm
