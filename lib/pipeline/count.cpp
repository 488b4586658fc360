#include "detail/count.hpp"

#include <algorithm>
#include <map>

namespace lectern {
namespace {

void count(Decision const& decision, bool newly_listed, Coverage& coverage) {
    auto const add = [](bool condition, std::size_t& number) { number += condition ? std::size_t{1} : 0; };
    add(newly_listed, coverage.newly_listed);
    add(decision.outcome == Outcome::filtered, coverage.filtered);
    add(decision.relevance.has_value(), coverage.scored);
    add(decision.outcome == Outcome::unscored, coverage.unscored);
    add(decision.outcome == Outcome::shown, coverage.shown);
}

void add_received(std::vector<SourceReport> const& sources, Coverage& total) {
    bool const all_declare =
        std::ranges::all_of(sources, [](SourceReport const& source) { return source.declared.has_value(); });
    if (all_declare && !sources.empty()) total.declared = 0;
    for (SourceReport const& source : sources) {
        total.fetched += source.items;
        total.parsed += source.parsed;
        if (total.declared) *total.declared += *source.declared;
    }
}

}  // namespace

Totals count_totals(Trace const& trace, std::size_t duplicates) {
    Totals totals;
    totals.announced = trace.papers.size();
    totals.scanned = trace.kept.size();
    totals.filtered = trace.dropped.size();
    totals.duplicates = duplicates;
    for (TracedPaper const& traced : trace.papers) {
        bool const pinned = traced.verdict.action == Action::pin;
        if (traced.decision.outcome == Outcome::shown) ++totals.relevant;
        if (pinned) ++totals.pinned;
        if (!traced.score) continue;
        if (*traced.score)
            ++totals.scored;
        else if (!pinned)
            ++totals.unscored;
    }
    return totals;
}

std::vector<Coverage> count_coverage(Trace const& trace, Announcement const& announcement) {
    Coverage total;
    add_received(announcement.sources, total);
    std::map<std::string, Coverage, std::less<>> categories;
    for (TracedPaper const& traced : trace.papers) {
        bool const newly_listed = announcement.first_listed.contains(traced.paper->id.base());
        count(traced.decision, newly_listed, total);
        for (Listing const& listing : traced.paper->listings) {
            Coverage& coverage = categories[listing.category.code()];
            ++coverage.fetched;
            ++coverage.parsed;
            count(traced.decision, newly_listed, coverage);
        }
    }
    for (SourceReport const& source : announcement.sources) {
        // Asked for by itself, a category has numbers of its own; one that failed has none otherwise.
        auto const found = categories.find(source.name);
        bool const alone = announcement.sources.size() > 1 && Category(source.name).info();
        if (!alone) continue;
        Coverage& coverage = found == categories.end() ? categories[source.name] : found->second;
        coverage.declared = source.declared;
        coverage.fetched = source.items;
        coverage.parsed = source.parsed;
    }
    std::vector<Coverage> all{std::move(total)};
    for (auto& [code, coverage] : categories) {
        coverage.category = code;
        all.push_back(std::move(coverage));
    }
    return all;
}

}  // namespace lectern
