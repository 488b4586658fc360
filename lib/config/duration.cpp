#include "detail/duration.hpp"

#include <lectern/core/text.hpp>

#include <array>
#include <charconv>

namespace lectern {
namespace {

struct Unit {
    std::string_view name;
    double milliseconds;
};

constexpr std::array<Unit, 4> kUnits{{{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}}};
constexpr double kDay = 86'400'000;

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    text = text::trim(text);
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || !(number >= 0)) return std::nullopt;
    std::string_view const unit = text::trim(text.substr(static_cast<std::size_t>(end - text.data())));
    for (Unit const& known : kUnits) {
        double const total = number * known.milliseconds;
        if (unit == known.name && total <= kDay)
            return std::chrono::milliseconds(static_cast<std::int64_t>(total));
    }
    return std::nullopt;
}

}  // namespace lectern
