#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace lectern::local {

/// Calls `work(begin, end)` for parts of [0, count) on several threads, and waits. What each index gives must
/// not depend on the parts, so that the number of threads changes nothing but the time. `work` must not throw.
template <class Work>
void for_parts(std::size_t count, unsigned threads, Work const& work) {
    std::size_t const parts = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(count, 1));
    std::vector<std::jthread> others;
    for (std::size_t part = 1; part < parts; ++part) {
        others.emplace_back(
            [&work, begin = count * part / parts, end = count * (part + 1) / parts] { work(begin, end); });
    }
    work(std::size_t{0}, count / parts);
}

}  // namespace lectern::local
