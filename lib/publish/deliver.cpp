#include <lectern/net/timer.hpp>
#include <lectern/publish/publisher.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace lectern {
namespace {

using Records = std::map<std::string, DeliveryRecord>;

Result<Records> records_of(DeliveryStore const& store, std::string const& channel, Date day) {
    auto list = store.deliveries(channel, day);
    if (!list) return list.error();
    Records records;
    for (DeliveryRecord& record : *list) records[record.message] = std::move(record);
    return records;
}

/// Keeps one record with a new state.
Result<void> put(DeliveryRecord& record, DeliveryState state, DeliveryStore& store, Clock const& clock) {
    record.state = state;
    record.made = clock.now();
    return store.put_deliveries(std::span(&record, 1));
}

/// Whether the channel certainly did not take a message; else it may have, without an answer that arrived.
bool was_refused(Error const& error) {
    constexpr std::array codes{errc::rate_limited, errc::unauthorized, errc::request_refused,
                               errc::http_status,  errc::tls_failed,   errc::invalid_argument};
    return std::ranges::any_of(codes, [&](errc code) { return error == code; });
}

/// Sends one message between its two records.
net::awaitable<Result<std::string>> send_recorded(OutgoingMessage message, DeliveryRecord record,
                                                  Publisher& publisher, DeliveryStore& store,
                                                  SendContext& context) {
    if (auto const begun = put(record, DeliveryState::begun, store, context.clock); !begun)
        co_return begun.error();
    auto reference = co_await publisher.send(std::move(message), context);
    if (!reference && was_refused(reference.error())) {
        auto const kept = put(record, DeliveryState::planned, store, context.clock);
        if (!kept) co_return kept.error();
    }
    if (!reference) co_return reference.error();
    record.reference = *reference;
    if (auto const kept = put(record, DeliveryState::sent, store, context.clock); !kept)
        co_return kept.error();
    co_return std::move(*reference);
}

/// Records what is to be sent and not known yet, so that a run that is cut off leaves no day that looks complete.
Result<void> plan(std::vector<OutgoingMessage> const& messages, std::string const& channel, Date day,
                  Records& records, DeliveryStore& store, Clock const& clock) {
    std::vector<DeliveryRecord> planned;
    for (OutgoingMessage const& message : messages) {
        if (records.contains(message.key)) continue;
        DeliveryRecord record;
        record.channel = channel;
        record.day = day;
        record.message = message.key;
        record.made = clock.now();
        records[message.key] = record;
        planned.push_back(std::move(record));
    }
    return store.put_deliveries(planned);
}

}  // namespace

net::awaitable<Result<Delivery>> deliver(Issue const& issue, std::string channel, Publisher& publisher,
                                         DeliveryStore& store, SendContext& context, bool again) {
    auto messages = publisher.compose(issue);
    if (!messages) co_return messages.error();
    auto records = records_of(store, channel, issue.digest.date);
    if (!records) co_return records.error();
    if (again) records->clear();
    auto const planned = plan(*messages, channel, issue.digest.date, *records, store, context.clock);
    if (!planned) co_return planned.error();
    Delivery delivery;
    delivery.messages = messages->size();
    context.first.clear();
    for (OutgoingMessage& message : *messages) {
        DeliveryRecord const record = records->at(message.key);
        if (record.state == DeliveryState::sent) {
            ++delivery.sent_before;
            if (context.first.empty()) context.first = record.reference;
            continue;
        }
        if (delivery.sent > 0 && publisher.pause().count() > 0) {
            auto const waited = co_await net::sleep_for(publisher.pause());
            if (!waited) co_return waited.error();
        }
        auto const sent = co_await send_recorded(std::move(message), record, publisher, store, context);
        if (!sent && (sent.error() == errc::cancelled || sent.error() == errc::store)) co_return sent.error();
        if (!sent) {
            delivery.failures.push_back(sent.error());
            if (publisher.in_order()) break;
            continue;
        }
        ++delivery.sent;
        delivery.uncertain += record.state == DeliveryState::begun ? std::size_t{1} : 0;
        if (context.first.empty()) context.first = *sent;
    }
    co_return std::move(delivery);
}

}  // namespace lectern
