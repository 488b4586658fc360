#pragma once

#include <lectern/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

/// An amount of US dollars as written: a decimal number and how many of its digits are shown.
///
/// Published pages show `$0.1` and `$0.16`; both come back as they were. New amounts are made by
/// from_dollars(), which chooses the digits.
class Money {
public:
    /// Zero, shown as `0.00`.
    Money() = default;
    /// Rounds to two digits from one dollar on and for zero, else to four.
    /// \pre dollars is finite and ≥ 0.
    static Money from_dollars(double dollars);
    /// Reads `0.1` or `12.50`: digits, a point, 1 to 9 digits. \par Errors invalid_argument
    static Result<Money> parse(std::string_view text);

    double dollars() const noexcept;
    /// Without the dollar sign, with the digits it was written with.
    std::string to_string() const;

    friend bool operator==(Money const&, Money const&) = default;

private:
    std::int64_t units_ = 0;
    int digits_ = 2;
};

/// Tokens and money that scoring took.
struct Usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::optional<Money> prompt_cost = Money{};      ///< Nothing if the price is unknown.
    std::optional<Money> completion_cost = Money{};  ///< Nothing if the price is unknown.
    std::optional<Money> total_cost = Money{};       ///< Kept apart: rounded parts need not add up.

    std::int64_t total_tokens() const noexcept { return prompt_tokens + completion_tokens; }

    friend bool operator==(Usage const&, Usage const&) = default;
};

}  // namespace lectern
