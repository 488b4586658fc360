#include "detail/mime.hpp"
#include "detail/paper_text.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>
#include <lectern/publish/mail.hpp>
#include <lectern/publish/webhook.hpp>
#include <lectern/render/brief.hpp>

#include <boost/algorithm/hex.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace lectern {
namespace {

using publish::Mailbox;

class Mail final : public Publisher {
public:
    Mail(MailOptions options, Mailbox from, std::vector<Mailbox> to)
        : options_(std::move(options)), from_(std::move(from)), to_(std::move(to)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        TextStyle style;
        style.width = 74;
        auto const text = make_text_renderer(style)->render(issue.digest);
        if (!text) return text.error();
        std::string const html = mail_html(issue);
        std::vector<OutgoingMessage> messages;
        for (Mailbox const& recipient : to_)
            messages.push_back(
                {recipient.address, publish::alternative_message(head_for(issue, recipient), *text, html)});
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        auto const started = std::chrono::steady_clock::now();
        for (int attempt = 1;; ++attempt) {
            auto taken =
                co_await net::send_mail(options_.server, from_.address, message.key, message.content);
            if (taken) co_return std::move(*taken);
            // A mail whose fate is unknown has the same Message-ID each time.
            bool const passing = taken.error().code() == make_error_condition(error_kind::retryable);
            auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now() - started);
            auto const delay = net::retry_delay(context.retry, attempt, elapsed, std::nullopt, 1.0);
            if (!passing || !delay) co_return taken.error();
            context.log.waiting(taken.error().message(), *delay);
            auto const slept = co_await net::sleep_for(*delay);
            if (!slept) co_return slept.error();
        }
    }

    bool in_order() const noexcept override { return false; }

private:
    std::string head_for(Issue const& issue, Mailbox const& recipient) const {
        std::string const unique =
            hmac_sha256(options_.id, format_date(issue.digest.date) + recipient.address);
        std::string hash;
        boost::algorithm::hex_lower(unique.begin(), unique.begin() + 12, std::back_inserter(hash));
        bool const address = options_.unsubscribe.starts_with("https://");
        std::string const unsubscribe =
            address ? options_.unsubscribe
                    : fmt::format("mailto:{}?subject=unsubscribe",
                                  options_.unsubscribe.empty() ? from_.address : options_.unsubscribe);
        std::string head = publish::structured_field("Date", publish::mail_date(issue.made));
        head += publish::structured_field("From", publish::mailbox_field(from_));
        head += publish::structured_field("To", publish::mailbox_field(recipient));
        head += publish::header_field("Subject", title_of(issue));
        head += publish::structured_field(
            "Message-ID",
            fmt::format("<lectern.{}.{}@{}>", format_date(issue.digest.date), hash, from_.domain()));
        head += publish::structured_field("List-Id", fmt::format("<lectern.{}>", from_.domain()));
        head += publish::structured_field("List-Unsubscribe", "<" + unsubscribe + ">");
        if (address) head += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
        return head + "Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\n";
    }

    MailOptions options_;
    Mailbox from_;
    std::vector<Mailbox> to_;
};

}  // namespace

Result<std::unique_ptr<Publisher>> make_mail_publisher(MailOptions options) {
    auto from = publish::parse_mailbox(options.from);
    if (!from) return Error(errc::invalid_config, "from: " + from.error().detail());
    if (options.to.empty()) return Error(errc::invalid_config, "to: at least one mail address is needed");
    std::vector<Mailbox> to;
    for (std::string const& one : options.to) {
        auto recipient = publish::parse_mailbox(one);
        if (!recipient) return Error(errc::invalid_config, "to: " + recipient.error().detail());
        bool const twice = std::ranges::count(to, recipient->address, &Mailbox::address) > 0;
        if (!twice) to.push_back(std::move(*recipient));
    }
    if (!options.unsubscribe.empty() && !options.unsubscribe.starts_with("https://")) {
        auto const address = publish::parse_mailbox(options.unsubscribe);
        if (!address) return Error(errc::invalid_config, "unsubscribe: " + address.error().detail());
    }
    return std::unique_ptr<Publisher>(
        std::make_unique<Mail>(std::move(options), std::move(*from), std::move(to)));
}

}  // namespace lectern
