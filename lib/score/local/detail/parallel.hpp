#pragma once

#include <algorithm>
#include <atomic>
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

/// Calls `work(index)` for every index below `count`, each on the next thread that is free, and waits: for few
/// pieces of work of unequal size. `work` must not throw.
template <class Work>
void for_each_index(std::size_t count, unsigned threads, Work const& work) {
    std::atomic<std::size_t> next = 0;
    for_parts(std::min<std::size_t>(threads, count), threads, [&](std::size_t begin, std::size_t end) {
        if (begin == end) return;
        for (std::size_t index = next++; index < count; index = next++) work(index);
    });
}

}  // namespace lectern::local
