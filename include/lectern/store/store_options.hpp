#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lectern {

/// How a store is opened.
struct StoreOptions {
    /// How long a call waits for another process that is writing.
    std::chrono::milliseconds busy_timeout{10'000};
    /// Most pages of 4096 bytes the file may have; 0: no limit. A full store fails like a full disk.
    std::int64_t max_pages = 0;
    /// Whose days, decisions and marks; empty: those of the one reader there is.
    std::string reader;
};

}  // namespace lectern
