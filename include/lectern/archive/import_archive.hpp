#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/store/day_ledger.hpp>
#include <lectern/store/paper_store.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

/// What an import of an archive brought.
struct ArchiveReport {
    std::size_t days = 0;    ///< Days taken over.
    std::size_t papers = 0;  ///< Papers of those days.
    std::size_t pages_alone =
        0;  ///< Days without a readable JSON file: their page is kept, their papers are not known.
    std::optional<Date> first;          ///< Earliest day taken over; nothing if none was.
    std::optional<Date> last;           ///< Latest day taken over; nothing if none was.
    std::vector<std::string> problems;  ///< Files that could not be used, and why.
};

/// Takes the archive of an existing system over: its pages stay as they are, its papers, decisions and scores
/// go into the store, and each day gets a digest file.
///
/// Looks at every file below `from` named `YYYY-MM-DD-output` or `YYYY-MM-DD-latest`, `.md` and `.json`, in
/// any directory. Where a day has both, the newest that holds papers counts, `output` before `latest`. A page
/// whose layout is not known is kept as it is, and its papers come from the JSON file alone. Days that the
/// store knows from a run of its own stay untouched.
/// \param from  the archive's directory
/// \param to  the output directory; may be where the archive lies
/// \param papers, ledger  of one store: they take papers, listings, decisions and scores
/// \param now  when this happens
/// \param progress  told how many days are done, of how many; may be empty
/// \par Errors file if `from` cannot be read or `to` not be written; the store's
Result<ArchiveReport> import_archive(std::filesystem::path const& from, std::filesystem::path const& to,
                                     PaperStore& papers, DayLedger& ledger, Time now,
                                     std::function<void(std::size_t, std::size_t)> const& progress = {});

}  // namespace lectern
