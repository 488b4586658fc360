#include "detail/names.hpp"

#include <lectern/core/coverage.hpp>

#include <fmt/format.h>

namespace lectern {
namespace {

constexpr names::Table<DayState, 6> kStates{{{DayState::ok, "ok"},
                                             {DayState::no_announcement, "no-announcement"},
                                             {DayState::stale, "stale"},
                                             {DayState::partial, "partial"},
                                             {DayState::failed, "failed"},
                                             {DayState::not_run, "not-run"}}};

}  // namespace

std::string_view to_string(DayState state) noexcept {
    return names::name_of(kStates, state);
}

std::string_view digest_word(DayState state) noexcept {
    return state == DayState::ok ? "complete" : to_string(state);
}

Result<DayState> parse_day_state(std::string_view word) {
    return names::value_of(kStates, word);
}

bool is_settled(DayState state) noexcept {
    return state == DayState::ok || state == DayState::no_announcement;
}

std::string describe(Coverage const& coverage) {
    std::string const declared =
        coverage.declared ? fmt::format("{} declared, ", *coverage.declared) : std::string();
    return fmt::format(
        "{}{} received, {} read ({} new), {} filtered, {} scored, {} without a score, {} shown", declared,
        coverage.fetched, coverage.parsed, coverage.newly_listed, coverage.filtered, coverage.scored,
        coverage.unscored, coverage.shown);
}

}  // namespace lectern
