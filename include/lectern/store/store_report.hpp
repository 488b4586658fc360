#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lectern {

/// What a store's check found.
struct StoreReport {
    std::vector<std::string> problems;  ///< Empty: everything is in order.
    std::int64_t papers = 0;            ///< Each once, whatever its versions.
    std::int64_t days = 0;              ///< Records of days, of all readers.
    std::int64_t bytes = 0;             ///< Size of the file, without its `-wal` file.
    int schema = 0;                     ///< Of the file.
};

/// What a transfer moved.
struct TransferReport {
    std::size_t lines = 0;              ///< Written or read, unreadable ones included.
    std::size_t papers = 0;             ///< Lines that held a paper.
    std::vector<std::string> problems;  ///< Lines that could not be read, with their number.
};

}  // namespace lectern
