#include "detail/coverage.hpp"

#include <algorithm>
#include <map>

namespace lectern {
namespace {

void count(Decision const& decision, bool fresh, Coverage& coverage) {
    auto const add = [](bool condition, std::size_t& number) { number += condition ? std::size_t{1} : 0; };
    add(fresh, coverage.fresh);
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

std::vector<Coverage> count_coverage(std::vector<SourceReport> const& sources,
                                     std::vector<ListedPaper> const& papers, Digest const& digest) {
    Coverage total;
    add_received(sources, total);
    std::map<std::string, Coverage, std::less<>> categories;
    for (std::size_t i = 0; i < papers.size(); ++i) {
        Decision const& decision = digest.decisions.at(i);
        count(decision, papers[i].fresh, total);
        for (Listing const& listing : papers[i].listings) {
            Coverage& coverage = categories[listing.category.code()];
            ++coverage.fetched;
            ++coverage.parsed;
            count(decision, papers[i].fresh, coverage);
        }
    }
    for (SourceReport const& source : sources) {
        // Asked for by itself, a category has numbers of its own; one that failed has none otherwise.
        auto const found = categories.find(source.name);
        bool const alone = sources.size() > 1 && Category(source.name).info();
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
