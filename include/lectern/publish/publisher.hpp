#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/publish/issue.hpp>
#include <lectern/store/delivery_store.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// One message of an issue, as it will be sent.
struct OutgoingMessage {
    std::string key;      ///< Which message of the issue: a recipient, or a number; the same each time.
    std::string content;  ///< A mail with its head, or the body of a request.
};

/// What sending may use.
struct SendContext {
    net::HttpClient* http = nullptr;  ///< Null for channels that need none.
    Clock const& clock;               ///< Dates mails and deliveries.
    Logger const& log;                ///< Told of repetitions.
    net::RetryPolicy retry{};         ///< How often a message is tried.
    /// Reference of the issue's first message, for channels that answer to it (a thread); empty before it is sent.
    std::string first{};
};

/// A way to send issues: one file a kind. What is sent when, and only once, is the matter of deliver().
/// \par Thread safety one call at a time
class Publisher {
public:
    virtual ~Publisher() = default;

    /// The messages of an issue, in the order in which they are sent, each within the channel's limits. Text from papers is data:
    /// it is escaped for the channel, and can mention nobody. Pure. \par Errors invalid_argument
    virtual Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const = 0;

    /// Sends a message, and again by the channel's own rules.
    /// \return what the channel calls it; may be empty
    /// \par Errors rate_limited, unauthorized, request_refused, the client's: the message was not taken. Without an answer it is
    /// not known whether it was.
    /// \par Cancellation terminal
    virtual net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) = 0;

    /// Whether the messages make one text, so that after a failure the later ones wait.
    virtual bool in_order() const noexcept { return true; }
    /// The time between two messages that the service asks for.
    virtual std::chrono::milliseconds pause() const noexcept { return std::chrono::milliseconds(0); }
};

/// What came of sending an issue to a channel.
struct Delivery {
    std::size_t messages = 0;     ///< Of the issue.
    std::size_t sent = 0;         ///< Now.
    std::size_t sent_before = 0;  ///< By an earlier attempt.
    std::size_t uncertain =
        0;  ///< Of those sent now: an earlier attempt got no answer, so they may have arrived before.
    std::vector<Error> failures;  ///< One for each message that could not be sent.

    /// Whether nothing is left to send.
    bool complete() const { return sent + sent_before == messages; }
};

/// Sends what of an issue was not sent yet. All messages are recorded before the first is sent, and each before it is sent and after it was taken, so that a later
/// call sends only what is missing.
/// \param issue what to send
/// \param channel its name, under which deliveries are kept
/// \param publisher how to send
/// \param store remembers what was sent
/// \param context what sending may use
/// \param again send everything, whatever was sent before
/// \return also when messages failed; its failures say why
/// \par Errors the store's; what compose() reports; cancelled
/// \par Cancellation terminal
/// \par Lifetimes all references must outlive the returned coroutine
net::awaitable<Result<Delivery>> deliver(Issue const& issue, std::string channel, Publisher& publisher,
                                         DeliveryStore& store, SendContext& context, bool again = false);

}  // namespace lectern
