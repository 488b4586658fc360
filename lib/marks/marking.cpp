#include <lectern/feed/arxiv_api.hpp>
#include <lectern/marks/marking.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace lectern {
namespace {

/// Takes the entries whose paper the store does not hold out of `entries`.
Result<std::vector<ReadingListEntry>> take_unheld(std::vector<ReadingListEntry>& entries,
                                                  PaperStore const& store) {
    std::vector<ReadingListEntry> held;
    std::vector<ReadingListEntry> unheld;
    for (ReadingListEntry& entry : entries) {
        auto const paper = store.find_paper(entry.id);
        if (!paper) return paper.error();
        (*paper ? held : unheld).push_back(std::move(entry));
    }
    entries = std::move(held);
    return unheld;
}

Result<void> set_marks(std::vector<ReadingListEntry> const& entries, std::string const& source, Time now,
                       MarkStore& store, MarkReport& report) {
    std::vector<Mark> marks;
    for (ReadingListEntry const& entry : entries) {
        marks.push_back({entry.id, entry.liked, source, entry.made.value_or(now)});
    }
    auto const changed = store.set_marks(marks);
    if (!changed) return changed.error();
    report.changed += *changed;
    report.unchanged += marks.size() - *changed;
    return {};
}

}  // namespace

net::awaitable<Result<MarkReport>> mark_papers(std::vector<ReadingListEntry> entries, std::string source,
                                               PaperStore& papers, MarkStore& marks, ArxivApiOptions options,
                                               FetchContext& context) {
    MarkReport report;
    Time const now = context.clock.now();
    auto unheld = take_unheld(entries, papers);
    if (!unheld) co_return unheld.error();
    if (auto const marked = set_marks(entries, source, now, marks, report); !marked) co_return marked.error();
    if (unheld->empty()) co_return std::move(report);
    std::vector<ArxivId> ids;
    for (ReadingListEntry const& entry : *unheld) ids.push_back(entry.id.with_version(0));
    std::size_t const asked = ids.size();
    auto found = co_await look_up(std::move(ids), std::move(options), context);
    if (!found) {
        co_return found.error().with_context(
            fmt::format("{} papers are not in the store and could not be looked up", asked));
    }
    if (auto const added = papers.add_papers(found->papers); !added) co_return added.error();
    report.looked_up = found->papers.size();
    std::set<std::string> missing;
    for (ArxivId const& id : found->missing) missing.insert(id.base());
    auto const unknown = std::ranges::stable_partition(
        *unheld, [&](ReadingListEntry const& entry) { return !missing.contains(entry.id.base()); });
    report.unknown.assign(std::make_move_iterator(unknown.begin()), std::make_move_iterator(unknown.end()));
    unheld->erase(unknown.begin(), unknown.end());
    if (auto const marked = set_marks(*unheld, source, now, marks, report); !marked) co_return marked.error();
    co_return std::move(report);
}

}  // namespace lectern
