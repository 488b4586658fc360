#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// How far a message is on its way.
enum class DeliveryState {
    planned,  ///< It will be sent.
    begun,    ///< Sending began; whether the channel took it is not known.
    sent,     ///< The channel took it.
};

/// `planned`, `begun`, `sent`.
std::string_view to_string(DeliveryState state) noexcept;
/// \par Errors invalid_argument for any other word
Result<DeliveryState> parse_delivery_state(std::string_view word);

/// A message of a digest to a channel.
struct DeliveryRecord {
    std::string channel;                           ///< Its name in the configuration.
    Date day{};                                    ///< Of the digest; of a weekly one the last day.
    std::string message;                           ///< Which message of that day: a recipient, or a number.
    DeliveryState state = DeliveryState::planned;  ///< How far it is.
    std::string reference;  ///< What the channel calls the message, such as Slack's `ts`; may be empty.
    Time made{};            ///< When it came into this state.

    friend bool operator==(DeliveryRecord const&, DeliveryRecord const&) = default;
};

/// What was sent of a reader's digests, so that nothing is sent twice.
/// \par Errors store
/// \par Thread safety one thread at a time; several processes may use one database
class DeliveryStore {
public:
    virtual ~DeliveryStore() = default;

    /// The messages of a day to a channel, in no particular order.
    virtual Result<std::vector<DeliveryRecord>> deliveries(std::string_view channel, Date day) const = 0;
    /// The last day of which everything that was planned was sent to the channel; nothing before the first.
    virtual Result<std::optional<Date>> last_delivered(std::string_view channel) const = 0;
    /// Keeps the state of messages, all of them or none; each replaces an earlier one. On the disk when this returns.
    virtual Result<void> put_deliveries(std::span<DeliveryRecord const> records) = 0;
};

}  // namespace lectern
