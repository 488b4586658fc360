#pragma once

#include <lectern/core/author_record.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/people/author_directory.hpp>
#include <lectern/pipeline/announcement.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <map>
#include <string>
#include <vector>

namespace lectern {

/// Who has written the day's papers.
struct DayAuthors {
    AuthorRecords records;
    std::vector<std::string> warnings;
};

/// Looks up the authors of the day's papers that no earlier digest judged, and of recent papers that were not shown. Those of
/// the latter that turn out to be by followed authors join the announcement as late papers.
/// \param directory may be null: nothing is looked up
/// \param judged papers of earlier digests; late papers are taken out
/// \par Errors the store's; cancelled
net::awaitable<Result<DayAuthors>> look_up_day(AuthorDirectory* directory, Announcement& announcement,
                                               std::map<std::string, Date, std::less<>>& judged,
                                               Services& services);

/// Names the followed authors of the entries, and tells how many papers pass the h-index filter because theirs is not known.
void name_followed(AuthorDirectory const& directory, DayAuthors const& authors,
                   std::vector<DigestEntry>& entries);
std::string unknown_h_index(AuthorDirectory const& directory, AuthorRecords const& records,
                            std::vector<Paper> const& papers);

}  // namespace lectern
