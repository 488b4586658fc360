#include "detail/budget.hpp"

namespace lectern::llm {

bool Budget::reserve(Amount const& estimate) {
    double const cost = taken_.cost + reserved_.cost + estimate.cost;
    std::int64_t const tokens = taken_.tokens + reserved_.tokens + estimate.tokens;
    if (max_.cost > 0 && cost > max_.cost) return false;
    if (max_.tokens > 0 && tokens > max_.tokens) return false;
    reserved_.cost += estimate.cost;
    reserved_.tokens += estimate.tokens;
    return true;
}

void Budget::settle(Amount const& reserved, Amount const& taken) {
    reserved_.cost -= reserved.cost;
    reserved_.tokens -= reserved.tokens;
    taken_.cost += taken.cost;
    taken_.tokens += taken.tokens;
}

}  // namespace lectern::llm
