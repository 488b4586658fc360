#include <lectern/core/usage.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

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

std::string Money::to_string() const {
    std::int64_t const scale = kPowers[static_cast<std::size_t>(digits_)];
    if (digits_ == 0) return fmt::format("{}", units_);
    return fmt::format("{}.{:0{}}", units_ / scale, units_ % scale, digits_);
}

}  // namespace lectern
