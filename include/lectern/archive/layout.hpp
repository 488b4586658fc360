#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace lectern {

/// Where an output directory keeps the whole digest of a day: `json/YYYY-MM/YYYY-MM-DD-digest.json`.
std::filesystem::path digest_file(std::filesystem::path const& directory, Date day);

/// The days that have a digest file, oldest first. A directory that cannot be read has none.
std::vector<Date> digest_days(std::filesystem::path const& directory);

/// The digest of a day; nothing if there is no file.
/// \par Errors invalid_digest, file, io, too_large; all name the file
Result<std::optional<Digest>> read_day(std::filesystem::path const& directory, Date day);

/// The digest of the newest day that has one; nothing if there is none. \par Errors those of read_day()
Result<std::optional<Digest>> read_newest_day(std::filesystem::path const& directory);

}  // namespace lectern
