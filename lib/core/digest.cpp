#include <lectern/core/digest.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>

namespace lectern {
namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<DigestState, 3> kStates{{
    {DigestState::complete, "complete"},
    {DigestState::partial, "partial"},
    {DigestState::no_announcement, "no-announcement"},
}};

constexpr Names<Outcome, 4> kOutcomes{{
    {Outcome::shown, "shown"},
    {Outcome::below_cutoff, "below-cutoff"},
    {Outcome::filtered, "filtered"},
    {Outcome::unscored, "unscored"},
}};

template <class Enum, std::size_t N>
std::string_view name_of(Names<Enum, N> const& names, Enum value) noexcept {
    for (auto const& [candidate, name] : names) {
        if (candidate == value) return name;
    }
    return "unknown";
}

template <class Enum, std::size_t N>
Result<Enum> value_of(Names<Enum, N> const& names, std::string_view word) {
    for (auto const& [value, name] : names) {
        if (name == word) return value;
    }
    return Error(errc::invalid_argument, fmt::format("\"{}\" is not known", word));
}

}  // namespace

std::string_view to_string(DigestState state) noexcept {
    return name_of(kStates, state);
}
Result<DigestState> parse_digest_state(std::string_view word) {
    return value_of(kStates, word);
}
std::string_view to_string(Outcome outcome) noexcept {
    return name_of(kOutcomes, outcome);
}
Result<Outcome> parse_outcome(std::string_view word) {
    return value_of(kOutcomes, word);
}

}  // namespace lectern
