#include <lectern/core/usage.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace lectern {
namespace {

constexpr std::array<std::int64_t, 10> kPowers{1,       10,        100,        1'000,       10'000,
                                               100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

}  // namespace

Money Money::from_dollars(double dollars) {
    Money money;
    money.digits_ = dollars >= 1.0 || dollars == 0.0 ? 2 : 4;
    money.units_ =
        std::llround(dollars * static_cast<double>(kPowers[static_cast<std::size_t>(money.digits_)]));
    return money;
}

Result<Money> Money::parse(std::string_view text) {
    Error const error(errc::invalid_argument, fmt::format("\"{}\" is no amount like 0.25", text));
    std::size_t const point = text.find('.');
    std::size_t const decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
    if (point == 0 || (point != std::string_view::npos && decimals == 0) || decimals > 9 ||
        text.size() > 19) {
        return error;
    }
    std::string digits(text);
    if (point != std::string_view::npos) digits.erase(point, 1);
    Money money;
    money.digits_ = static_cast<int>(decimals);
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), money.units_);
    if (failure != std::errc{} || end != digits.data() + digits.size() || money.units_ < 0) return error;
    return money;
}

double Money::dollars() const noexcept {
    return static_cast<double>(units_) / static_cast<double>(kPowers[static_cast<std::size_t>(digits_)]);
}

Tokens& Tokens::operator+=(Tokens const& other) noexcept {
    input += other.input;
    cache_read += other.cache_read;
    cache_write += other.cache_write;
    output += other.output;
    reasoning += other.reasoning;
    return *this;
}

StageUsage& StageUsage::operator+=(StageUsage const& other) noexcept {
    requests += other.requests;
    tokens += other.tokens;
    if (cost && other.cost)
        cost = Cost{cost->prompt + other.cost->prompt, cost->completion + other.cost->completion};
    else
        cost.reset();
    return *this;
}

Usage Usage::sum(std::vector<StageUsage> stages) {
    StageUsage all;
    for (StageUsage const& stage : stages) all += stage;
    Usage usage;
    usage.prompt_tokens = all.tokens.prompt();
    usage.completion_tokens = all.tokens.output;
    usage.prompt_cost.reset();
    usage.completion_cost.reset();
    usage.total_cost.reset();
    if (all.cost) {
        usage.prompt_cost = Money::from_dollars(all.cost->prompt);
        usage.completion_cost = Money::from_dollars(all.cost->completion);
        usage.total_cost = Money::from_dollars(all.cost->total());
    }
    usage.stages = std::move(stages);
    return usage;
}

std::string Money::to_string() const {
    std::int64_t const scale = kPowers[static_cast<std::size_t>(digits_)];
    if (digits_ == 0) return fmt::format("{}", units_);
    return fmt::format("{}.{:0{}}", units_ / scale, units_ % scale, digits_);
}

}  // namespace lectern
