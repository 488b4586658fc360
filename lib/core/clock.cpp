#include <lectern/core/clock.hpp>

namespace lectern {

Time SystemClock::now() const {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

double Random::uniform() {
    // 53 random bits: the same numbers with every standard library.
    return static_cast<double>(engine_() >> 11) * 0x1.0p-53;
}

}  // namespace lectern
