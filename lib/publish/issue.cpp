#include "render/detail/day_words.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/issue.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lectern {

Issue week_of(std::vector<Digest> digests, std::size_t most) {
    Issue issue;
    issue.from = digests.front().date;
    issue.digest.date = digests.back().date;
    issue.digest.scorer = digests.back().scorer;
    std::set<std::string> seen;
    Totals totals;
    std::vector<DigestEntry>& entries = issue.digest.entries;
    // Newest first: of a paper that two days show, the newer version.
    for (auto digest = digests.rbegin(); digest != digests.rend(); ++digest) {
        totals.announced += digest->totals.announced;
        totals.scanned += digest->totals.scanned;
        totals.filtered += digest->totals.filtered;
        totals.judged += digest->totals.judged;
        if (!is_settled(digest->state)) issue.digest.state = DayState::partial;
        for (DigestEntry& entry : digest->entries) {
            if (seen.insert(entry.paper.id.base()).second) entries.push_back(std::move(entry));
        }
    }
    std::ranges::stable_sort(entries, std::greater{}, &DigestEntry::order_key);
    if (entries.size() > most)
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(most), entries.end());
    totals.relevant = entries.size();
    issue.digest.totals = totals;
    return issue;
}

std::string title_of(Issue const& issue) {
    Digest const& digest = issue.digest;
    std::string const papers = text::counted(digest.entries.size(), "paper");
    if (!issue.from || *issue.from == digest.date)
        return fmt::format("arXiv digest of {}: {}", render::long_date(digest.date), papers);
    return fmt::format("arXiv digest, {} to {}: {}", format_date(*issue.from), format_date(digest.date),
                       papers);
}

}  // namespace lectern
