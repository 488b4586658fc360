#pragma once

#include "database.hpp"

namespace lectern::store {

/// Opens a database to read, without writing to the file, to its directory or to files beside it, and without
/// waiting for anyone.
///
/// Several states of a file need a way of their own:
/// - nobody has it open (there is no `-wal` file): read as it is, without locks; see Database::was_overtaken();
/// - a process has it open, or left its `-wal` and `-shm` files: read with them, as every reader in WAL mode;
/// - a `-wal` file without a usable `-shm` file (a backup of two of the three files): the two are copied, and
///   SQLite puts them together in memory;
/// - an earlier schema: copied to memory and brought up to date there.
/// \par Errors file if there is none; store: damaged, not lectern's, of a newer version, not readable, too large
/// to be copied (kLargestCopy)
Result<Database> open_to_read(std::filesystem::path const& path, int busy_timeout_ms);

/// Largest file that is copied to memory, in bytes.
inline constexpr std::uintmax_t kLargestCopy = std::uintmax_t{512} << 20;

}  // namespace lectern::store
