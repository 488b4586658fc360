#pragma once

#include <lectern/archive/format.hpp>
#include <lectern/core/digest.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace lectern {

/// Renders the digest in the named formats and writes the files below `directory`, each atomically. A
/// format's "latest" copy is written only if no newer day is there, so that an old day never takes the front
/// page.
/// \return the files written, in the names' order
/// \par Errors unsupported for an unknown format
/// (nothing is written then), file, the renderers' own
Result<std::vector<std::filesystem::path>> write_digest(Digest const& digest,
                                                        std::vector<Format> const& formats,
                                                        std::vector<std::string> const& names,
                                                        std::filesystem::path const& directory);

/// Removes the files that the formats have of a day, and puts the newest day that is left in the place of a "latest"
/// copy.
/// \return the files removed
/// \par Errors file, io; those of read_newest_day() and of the renderers
Result<std::vector<std::filesystem::path>> remove_digest(std::vector<Format> const& formats, Date day,
                                                         std::filesystem::path const& directory);

/// Checks, before a long run, that the named formats exist and that files can be written below `directory`.
/// \par Errors unsupported, file
Result<void> check_output(std::vector<Format> const& formats, std::vector<std::string> const& names,
                          std::filesystem::path const& directory);

}  // namespace lectern
