#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <string_view>

namespace lectern::net {

/// Limits of one response that no configuration changes; real servers stay far below.
inline constexpr std::size_t kMaxHeadBytes = std::size_t{64} << 10;
inline constexpr std::size_t kMaxFields = 256;
inline constexpr std::size_t kMaxInterim = 16;

/// The error for a body beyond its limit, with the configuration key that changes it.
Error body_too_large(std::size_t max_bytes, std::string_view when);

/// Everything that one response may cost. Each part is charged as it arrives, before it is stored.
/// \par Errors too_large, with the limit
class ResponseBudget {
public:
    explicit ResponseBudget(std::size_t max_body) : max_body_(max_body), body_left_(max_body) {}

    /// Bytes of status lines, header fields, trailers and chunk extensions, interim responses included.
    Result<void> charge_head(std::size_t bytes);
    /// One header field or trailer.
    Result<void> charge_field();
    /// One interim (1xx) response.
    Result<void> charge_interim();
    /// Bytes of the body as sent, chunk sizes included.
    Result<void> charge_body(std::size_t bytes);
    /// Fails early when a body of this announced size could not be charged.
    Result<void> announce_body(std::size_t bytes) const;

    std::size_t max_body() const noexcept { return max_body_; }

private:
    std::size_t max_body_;
    std::size_t body_left_;
    std::size_t head_left_ = kMaxHeadBytes;
    std::size_t fields_left_ = kMaxFields;
    std::size_t interim_left_ = kMaxInterim;
};

}  // namespace lectern::net
