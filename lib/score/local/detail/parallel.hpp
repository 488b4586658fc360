#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace lectern::local {

/// Calls `work(index)` for every index below `count`, each on the next thread that is free, and waits. What an
/// index gives must not depend on the others, so that the number of threads changes nothing but the time. Where
/// `work` throws, the rest is left and the first exception goes to the caller.
template <class Work>
void for_each_index(std::size_t count, unsigned threads, Work const& work) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    auto const go_on = [&]() noexcept {
        try {
            for (std::size_t index = next++; index < count; index = next++) work(index);
        } catch (...) {
            std::lock_guard const lock(mutex);
            if (!failure) failure = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) others.emplace_back(go_on);
        go_on();
    }
    if (failure) std::rethrow_exception(failure);
}

/// Calls `work(begin, end)` for parts of [0, count), each on the next thread that is free, and waits. There are a
/// few parts for each thread, so that none waits long for another.
template <class Work>
void for_parts(std::size_t count, unsigned threads, Work const& work) {
    std::size_t const parts = std::min<std::size_t>(count, threads > 1 ? 8UL * threads : 1);
    for_each_index(parts, threads,
                   [&](std::size_t part) { work(count * part / parts, count * (part + 1) / parts); });
}

}  // namespace lectern::local
