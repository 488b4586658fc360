#include "detail/names.hpp"

#include <lectern/core/digest.hpp>

namespace lectern {
namespace {

constexpr names::Table<Outcome, 4> kOutcomes{{
    {Outcome::shown, "shown"},
    {Outcome::below_cutoff, "below-cutoff"},
    {Outcome::filtered, "filtered"},
    {Outcome::unscored, "unscored"},
}};

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
    return names::name_of(kOutcomes, outcome);
}
Result<Outcome> parse_outcome(std::string_view word) {
    return names::value_of(kOutcomes, word);
}

}  // namespace lectern
