#include <lectern/core/text.hpp>
#include <lectern/score/llm/token_rate_limiter.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace lectern::llm {
namespace {

using std::chrono::milliseconds;

constexpr auto kWindow = std::chrono::seconds(60);

/// A number at the start of the text, which is then cut off.
std::optional<double> take_number(std::string_view& text) {
    double number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || !(number >= 0)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

/// Milliseconds of the unit at the start of the text, which is then cut off.
std::optional<double> take_unit(std::string_view& text) {
    static constexpr std::array<std::pair<std::string_view, double>, 4> units{
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};
    for (auto const& [name, ms] : units) {
        if (!text.starts_with(name)) continue;
        text.remove_prefix(name.size());
        return ms;
    }
    return std::nullopt;
}

bool is_zero(std::string_view text) {
    return !text.empty() && text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::optional<milliseconds> parse_reset(std::string_view text, Time now) {
    constexpr double longest = 86'400'000;
    constexpr double unix_time = 1e9;
    text = text::trim(text);
    if (auto const time = parse_rfc3339(text)) return std::max<milliseconds>(*time - now, milliseconds(0));
    double sum = 0;
    for (bool first = true; first || !text.empty(); first = false) {
        auto const number = take_number(text);
        if (!number) return std::nullopt;
        if (first && text.empty()) {
            double const since = static_cast<double>(now.time_since_epoch().count());
            sum = (*number > unix_time ? std::max(0.0, *number - since) : *number) * 1000;
            break;
        }
        auto const unit = take_unit(text);
        if (!unit) return std::nullopt;
        sum += *number * *unit;
    }
    if (!(sum <= longest)) return std::nullopt;
    return milliseconds(static_cast<std::int64_t>(std::ceil(sum)));
}

void TokenRateLimiter::forget(TimePoint now) {
    while (!window_.empty() && window_.front().when + kWindow <= now) {
        tokens_in_window_ -= window_.front().tokens;
        window_.pop_front();
    }
}

TokenRateLimiter::TimePoint TokenRateLimiter::next(TimePoint now, std::int64_t tokens) {
    forget(now);
    TimePoint when = std::max(now, blocked_until_);
    std::size_t leaving = 0;  // oldest starts that must be out of the window first
    if (requests_ > 0 && window_.size() >= static_cast<std::size_t>(requests_))
        leaving = window_.size() - static_cast<std::size_t>(requests_) + 1;
    if (tokens_ > 0) {
        std::int64_t free = tokens_ - tokens_in_window_;
        for (std::size_t i = 0; i < window_.size() && free < tokens; ++i) {
            free += window_[i].tokens;
            leaving = std::max(leaving, i + 1);
        }
    }
    return leaving == 0 ? when : std::max(when, window_[leaving - 1].when + kWindow);
}

void TokenRateLimiter::start(TimePoint now, std::int64_t tokens) {
    if (requests_ == 0 && tokens_ == 0) return;
    window_.push_back({now, tokens});
    tokens_in_window_ += tokens;
}

void TokenRateLimiter::hold_until(TimePoint when) {
    blocked_until_ = std::max(blocked_until_, when);
}

void TokenRateLimiter::learn(net::HttpResponse const& response, TimePoint now, Time wall_clock) {
    for (std::string const family : {"x-ratelimit-", "anthropic-ratelimit-"}) {
        for (std::string const what : {"requests", "tokens", "input-tokens", "output-tokens"}) {
            // OpenAI writes remaining-requests, Anthropic requests-remaining.
            bool const openai = family.starts_with('x');
            auto const header = [&](std::string const& value) {
                return response.header(family + (openai ? value + "-" + what : what + "-" + value));
            };
            if (!is_zero(header("remaining"))) continue;
            if (auto const reset = parse_reset(header("reset"), wall_clock)) hold_until(now + *reset);
        }
    }
}

}  // namespace lectern::llm
