#pragma once

#include <lectern/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

    /// The amount, for calculations.
    double dollars() const noexcept;
    /// Without the dollar sign, with the digits it was written with.
    std::string to_string() const;

    friend bool operator==(Money const&, Money const&) = default;

private:
    std::int64_t units_ = 0;
    int digits_ = 2;
};

/// Tokens as a language model's provider counts them.
struct Tokens {
    std::int64_t input = 0;  ///< Of the prompt, neither read from the provider's cache nor written to it.
    std::int64_t cache_read = 0;   ///< Of the prompt, read from the provider's cache.
    std::int64_t cache_write = 0;  ///< Of the prompt, written to the provider's cache.
    std::int64_t output = 0;       ///< Of the answer, reasoning included.
    std::int64_t reasoning = 0;    ///< The part of `output` that is reasoning.

    /// All of the prompt, cached or not.
    std::int64_t prompt() const noexcept { return input + cache_read + cache_write; }
    /// Prompt and answer.
    std::int64_t total() const noexcept { return prompt() + output; }
    /// Adds each count.
    Tokens& operator+=(Tokens const& other) noexcept;

    friend bool operator==(Tokens const&, Tokens const&) = default;
};

/// Dollars that tokens cost.
struct Cost {
    double prompt = 0;      ///< Of what was sent, at the rates of the cache where it was used.
    double completion = 0;  ///< Of the answer, reasoning included.

    /// Prompt and answer.
    double total() const noexcept { return prompt + completion; }

    friend bool operator==(Cost const&, Cost const&) = default;
};

/// What one stage of scoring took, by one model.
struct StageUsage {
    std::string stage;                  ///< `title`, `abstract`.
    std::string model;                  ///< As the configuration names it.
    std::int64_t requests = 0;          ///< Answered ones.
    Tokens tokens;                      ///< Of all these requests.
    std::optional<Cost> cost = Cost{};  ///< Nothing if a price is unknown.

    /// Adds what another one of the same stage and model took.
    StageUsage& operator+=(StageUsage const& other) noexcept;

    friend bool operator==(StageUsage const&, StageUsage const&) = default;
};

/// Tokens and money that scoring took.
struct Usage {
    std::int64_t prompt_tokens = 0;                  ///< Of what was sent, cached or not.
    std::int64_t completion_tokens = 0;              ///< Of the answers, reasoning included.
    std::optional<Money> prompt_cost = Money{};      ///< Nothing if the price is unknown.
    std::optional<Money> completion_cost = Money{};  ///< Nothing if the price is unknown.
    std::optional<Money> total_cost = Money{};       ///< Kept apart: rounded parts need not add up.
    std::vector<StageUsage> stages;                  ///< The same in detail; empty where nobody counted.

    /// The sum of the stages. The cost is unknown if that of one stage is.
    static Usage sum(std::vector<StageUsage> stages);
    /// Prompts and answers.
    std::int64_t total_tokens() const noexcept { return prompt_tokens + completion_tokens; }

    friend bool operator==(Usage const&, Usage const&) = default;
};

}  // namespace lectern
