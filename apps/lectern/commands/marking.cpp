#include "marking.hpp"

#include <lectern/core/text.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/marks/mark_file.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::app {
namespace {

/// Leaves the lines of papers that the store holds. \return how many went
Result<std::size_t> drop_unheld(std::vector<MarkLine>& lines, PaperStore const& store) {
    std::vector<MarkLine> held;
    for (MarkLine& line : lines) {
        auto const paper = store.find_paper(line.id);
        if (!paper) return paper.error();
        if (*paper) held.push_back(std::move(line));
    }
    std::size_t const dropped = lines.size() - held.size();
    lines = std::move(held);
    return dropped;
}

Result<void> drop_marks(std::vector<MarkLine> const& lines, MarkStore& store) {
    for (MarkLine const& line : lines) {
        if (line.liked) continue;
        if (auto const dropped = store.drop_mark(line.id); !dropped) return dropped.error();
    }
    return {};
}

}  // namespace

Result<std::map<std::string, Mark>> marks_by_id(Store const& store) {
    auto const marks = store.marks();
    if (!marks) return marks.error();
    std::map<std::string, Mark> by_id;
    for (Mark const& mark : *marks) by_id.emplace(mark.id.base(), mark);
    return by_id;
}

Result<void> record_marks(Config const& config, Store const& store, std::map<std::string, Mark> const& before,
                          std::vector<ArxivId> const& ids, Time now) {
    if (config.profile.marks.empty()) return {};
    auto const after = marks_by_id(store);
    if (!after) return after.error();
    std::vector<MarkLine> lines;
    for (ArxivId const& id : ids) {
        auto const old = before.find(id.base());
        auto const mark = after->find(id.base());
        bool const was = old != before.end();
        bool const is = mark != after->end();
        if (was == is && (!is || old->second.liked == mark->second.liked)) continue;
        if (is)
            lines.push_back({id.with_version(0), mark->second.liked, mark->second.source, mark->second.made});
        else
            lines.push_back({id.with_version(0), std::nullopt, "cli", now});
    }
    return append_marks(config.profile.marks, lines);
}

Result<void> take_marks_from_file(Workspace& place, bool network, Console& console) {
    if (place.config().profile.marks.empty()) return {};
    auto const file = read_mark_file(place.config().profile.marks);
    if (!file) return file.error();
    for (std::string const& warning : file->warnings) console.log().warning(warning);
    auto const kept = place.store().marks();
    if (!kept) return kept.error();
    auto lines = newer_marks(*file, *kept);
    if (!network) {
        auto const waiting = drop_unheld(lines, place.store());
        if (!waiting) return waiting.error();
        if (*waiting > 0)
            console.log().info(
                fmt::format("{} marks of {} wait for a run that may ask arXiv about their papers", *waiting,
                            place.config().profile.marks.string()));
    }
    if (lines.empty()) return {};
    if (auto const dropped = drop_marks(lines, place.store()); !dropped) return dropped.error();
    std::vector<ReadingListEntry> entries;
    for (MarkLine const& line : lines) {
        if (line.liked) entries.push_back({line.id, *line.liked, line.made});
    }
    FetchContext context = fetch_context(place.services());
    auto const report = place.look(mark_papers(std::move(entries), "file", place.store(), place.store(),
                                               api_options(place.config()), context));
    if (!report) {
        if (report.error() == errc::cancelled || report.error() == errc::store) return report.error();
        console.log().warning(report.error().with_context(place.config().profile.marks.string()).message());
        return {};
    }
    console.log().info(
        fmt::format("{} marks taken from {}", report->changed, place.config().profile.marks.string()));
    for (ReadingListEntry const& entry : report->unknown)
        console.log().warning(fmt::format("{}: arXiv knows no paper {}",
                                          place.config().profile.marks.string(), entry.id.base()));
    return {};
}

std::string named(Store const& store, ArxivId const& id) {
    constexpr std::size_t longest = 100;
    auto const paper = store.find_paper(id);
    if (!paper || !*paper || (*paper)->title.empty()) return id.base();
    return fmt::format("{} \"{}\"", id.base(), text::printable((*paper)->title, longest));
}

}  // namespace lectern::app
