#pragma once

#include <lectern/core/secret.hpp>
#include <lectern/publish/publisher.hpp>

#include <memory>
#include <string>

namespace lectern {

/// Slack, with a bot's token: a message with the head and the top titles, and a thread with all papers
/// (https://docs.slack.dev/reference/methods/chat.postMessage).
struct SlackOptions {
    Secret token{};         ///< `xoxb-…`, with the scope `chat:write`.
    std::string channel{};  ///< Id or name of the channel; the bot must be a member.
    std::string url = "https://slack.com/api/chat.postMessage";  ///< The method's address.
};
/// Sends with these options.
std::unique_ptr<Publisher> make_slack_publisher(SlackOptions options);

/// Slack, by the address of an incoming webhook: messages one after the other, since webhooks have no threads
/// (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
std::unique_ptr<Publisher> make_slack_webhook_publisher(Secret url);

/// Discord, by the address of a webhook: an embed for each paper
/// (https://docs.discord.com/developers/resources/webhook#execute-webhook).
std::unique_ptr<Publisher> make_discord_publisher(Secret url);

/// Telegram, with a bot's token: messages in its HTML (https://core.telegram.org/bots/api#sendmessage).
struct TelegramOptions {
    Secret token{};                                ///< `123456:ABC…`
    std::string chat{};                            ///< Number of the chat, or `@channel`.
    std::string url = "https://api.telegram.org";  ///< Base address.
};
/// Sends with these options.
std::unique_ptr<Publisher> make_telegram_publisher(TelegramOptions options);

/// Feishu or Lark, by the address of a custom bot: rich text
/// (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot).
struct FeishuOptions {
    Secret url{};     ///< With the bot's id.
    Secret secret{};  ///< Signs the messages; empty if the bot wants no signature.
};
/// Sends with these options.
std::unique_ptr<Publisher> make_feishu_publisher(FeishuOptions options);

/// The signature that Feishu wants: base64 of HMAC-SHA256 with `timestamp`, a line feed and `secret` as key and no message.
std::string feishu_signature(std::string const& timestamp, std::string const& secret);

/// Microsoft Teams, by the address of a workflow that posts to a chat or a channel: Adaptive Cards
/// (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook).
std::unique_ptr<Publisher> make_teams_publisher(Secret url);

/// ntfy: plain messages (https://docs.ntfy.sh/publish/).
struct NtfyOptions {
    Secret url{};    ///< With the topic: `https://ntfy.sh/TOPIC`.
    Secret token{};  ///< Empty: none.
};
/// Sends with these options.
std::unique_ptr<Publisher> make_ntfy_publisher(NtfyOptions options);

}  // namespace lectern
