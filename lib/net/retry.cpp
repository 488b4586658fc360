#include <lectern/core/text.hpp>
#include <lectern/net/retry.hpp>

#include <algorithm>
#include <charconv>

namespace lectern::net {

bool is_retryable_status(int status) noexcept {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Time now) {
    value = text::trim(value);
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc{} && end == value.data() + value.size()) {
        constexpr std::int64_t a_year = 366LL * 24 * 3600;
        if (seconds < 0) return std::nullopt;
        return std::chrono::seconds(std::min(seconds, a_year));
    }
    auto const time = parse_rfc822(value);
    if (!time) return std::nullopt;
    return std::max(*time - now, std::chrono::seconds(0));
}

std::optional<std::chrono::milliseconds> retry_delay(RetryPolicy const& policy, int attempt,
                                                     std::chrono::milliseconds elapsed,
                                                     std::optional<std::chrono::milliseconds> retry_after,
                                                     double random) {
    if (attempt >= policy.attempts) return std::nullopt;
    auto const doubled = policy.base * (1LL << std::min(attempt - 1, 20));
    auto const backoff = std::min<std::chrono::milliseconds>(doubled, policy.max_delay);
    auto const spread = std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(backoff.count()) * (0.5 + random / 2)));
    auto const delay = std::max(spread, retry_after.value_or(std::chrono::milliseconds(0)));
    // A server that wants a longer rest than we are willing to wait is not asked again.
    if (delay > policy.max_delay || elapsed + delay > policy.max_total) return std::nullopt;
    return delay;
}

}  // namespace lectern::net
