#include "detail/budget.hpp"

#include <fmt/format.h>

namespace lectern::net {
namespace {

/// Takes `amount` from what is left. False if it is not there.
bool take(std::size_t& left, std::size_t amount) {
    if (amount > left) return false;
    left -= amount;
    return true;
}

Error beyond_fixed(std::size_t limit, std::string_view what) {
    return {errc::too_large, fmt::format("more than {} {} (fixed limit)", limit, what)};
}

/// The limit in MB if it is a whole number of them, else in bytes.
std::string amount(std::size_t bytes) {
    constexpr std::size_t megabyte = std::size_t{1} << 20;
    return bytes % megabyte == 0 ? fmt::format("{} MB", bytes / megabyte) : fmt::format("{} bytes", bytes);
}

}  // namespace

Error body_too_large(std::size_t max_bytes, std::string_view when) {
    return {errc::too_large,
            fmt::format("the response body has more than {} {}; net.max_response_mb sets the limit",
                        amount(max_bytes), when)};
}

Result<void> ResponseBudget::charge_head(std::size_t bytes) {
    if (!take(head_left_, bytes)) return beyond_fixed(kMaxHeadBytes >> 10, "KB of headers in one response");
    return {};
}

Result<void> ResponseBudget::charge_field() {
    if (!take(fields_left_, 1)) return beyond_fixed(kMaxFields, "header fields in one response");
    return {};
}

Result<void> ResponseBudget::charge_interim() {
    if (!take(interim_left_, 1))
        return beyond_fixed(kMaxInterim, "interim (1xx) responses before the final one");
    return {};
}

Result<void> ResponseBudget::charge_body(std::size_t bytes) {
    if (!take(body_left_, bytes)) return body_too_large(max_body_, "as sent");
    return {};
}

Result<void> ResponseBudget::announce_body(std::size_t bytes) const {
    if (bytes > body_left_) return body_too_large(max_body_, "as sent");
    return {};
}

}  // namespace lectern::net
