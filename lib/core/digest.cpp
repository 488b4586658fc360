#include "detail/names.hpp"

#include <lectern/core/digest.hpp>

#include <algorithm>

namespace lectern {
namespace {

constexpr names::Table<Outcome, 4> kOutcomes{{
    {Outcome::shown, "shown"},
    {Outcome::below_cutoff, "below-cutoff"},
    {Outcome::filtered, "filtered"},
    {Outcome::unscored, "unscored"},
}};

}  // namespace

std::string const& shown_gist(DigestEntry const& entry) noexcept {
    return entry.summary.empty() ? entry.gist : entry.summary;
}

std::string shown_reason(DigestEntry const& entry) {
    std::string const comment = entry.score ? entry.score->comment : std::string();
    if (entry.reason.empty() || entry.reason == comment) return comment;
    if (!entry.pinned || comment.empty()) return entry.reason;
    return entry.reason + (entry.reason.ends_with('.') ? " " : ". ") + comment;
}

std::string_view estimator_of(std::string_view scorer, std::size_t judged) noexcept {
    return judged == 0 ? scorer : "local";
}

std::size_t count_judged(std::vector<Decision> const& decisions) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        decisions, [](Decision const& one) { return one.relevance.has_value() && !one.estimated; }));
}

std::string_view to_string(Outcome outcome) noexcept {
    return names::name_of(kOutcomes, outcome);
}
Result<Outcome> parse_outcome(std::string_view word) {
    return names::value_of(kOutcomes, word);
}

}  // namespace lectern
