#include "detail/channel_kinds.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/channels.hpp>
#include <lectern/net/http.hpp>
#include <lectern/publish/chat.hpp>
#include <lectern/publish/mail.hpp>
#include <lectern/publish/webhook.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace lectern {
namespace {

using MadePublisher = Result<std::unique_ptr<Publisher>>;

Error missing(std::string_view key) {
    return {errc::invalid_config, fmt::format("{} is missing", key)};
}

/// A public address of a service, which tests and proxies may replace.
Result<std::string> service_address(ChannelSetup const& setup, std::string usual) {
    setup.options().text("url", usual);
    while (usual.ends_with('/')) usual.pop_back();
    if (auto const url = net::parse_url(usual); !url)
        return Error(errc::invalid_config, "url is no http(s) address");
    return usual;
}

Result<net::MailServer> mail_server(ChannelSetup const& setup) {
    PluginOptions& options = setup.options();
    net::MailServer server;
    std::string security = "tls";
    std::string login = "password";
    std::int64_t port = 0;
    std::filesystem::path ca_file;
    options.text("host", server.host);
    options.text("security", security);
    options.integer("port", port, 1, 65'535);
    options.text("user", server.user);
    options.text("login", login);
    options.path("ca_file", ca_file);
    options.duration("timeout", server.timeout);
    if (security != "tls" && security != "starttls")
        return Error(errc::invalid_config,
                     "security: \"tls\" or \"starttls\" is expected; nothing is sent without encryption");
    if (login != "password" && login != "xoauth2")
        return Error(errc::invalid_config, "login: \"password\" or \"xoauth2\" is expected");
    if (server.host.empty()) return missing("host");
    bool const good =
        std::ranges::all_of(server.host, [](char c) { return c > ' ' && c <= '~' && c != '/' && c != '@'; });
    if (!good) return Error(errc::invalid_config, "host is no name of a server");
    server.security = security == "tls" ? net::MailSecurity::tls : net::MailSecurity::starttls;
    server.login = login == "password" ? net::MailLogin::password : net::MailLogin::xoauth2;
    constexpr int implicit = 465;
    constexpr int submission = 587;
    server.port = port > 0 ? static_cast<int>(port) : security == "tls" ? implicit : submission;
    server.ca_file = (ca_file.empty() ? setup.config().net.ca_file : ca_file).string();
    auto password = server.user.empty() ? setup.optional_secret("password") : setup.secret("password");
    if (!password) return password.error();
    server.password = std::move(*password);
    return server;
}

MadePublisher make_smtp(ChannelSetup const& setup) {
    MailOptions mail;
    setup.options().text("from", mail.from);
    setup.options().texts("to", mail.to);
    setup.options().text("unsubscribe", mail.unsubscribe);
    auto server = mail_server(setup);
    if (!server) return server.error();
    mail.server = std::move(*server);
    mail.id = setup.id();
    return make_mail_publisher(std::move(mail));
}

MadePublisher make_slack(ChannelSetup const& setup) {
    SlackOptions slack;
    setup.options().text("channel", slack.channel);
    auto url = service_address(setup, slack.url);
    if (!url) return url.error();
    // The method may be left out.
    std::string const path = net::parse_url(*url)->target;
    slack.url = path == "/"      ? *url + "/api/chat.postMessage"
                : path == "/api" ? *url + "/chat.postMessage"
                                 : *url;
    auto token = setup.secret("token");
    if (!token) return token.error();
    if (slack.channel.empty()) return missing("channel");
    slack.token = std::move(*token);
    return make_slack_publisher(std::move(slack));
}

MadePublisher make_telegram(ChannelSetup const& setup) {
    TelegramOptions telegram;
    setup.options().text("chat", telegram.chat);
    auto url = service_address(setup, telegram.url);
    if (!url) return url.error();
    telegram.url = std::move(*url);
    auto token = setup.secret("token");
    if (!token) return token.error();
    if (telegram.chat.empty()) return missing("chat");
    telegram.token = std::move(*token);
    return make_telegram_publisher(std::move(telegram));
}

MadePublisher make_feishu(ChannelSetup const& setup) {
    auto url = setup.address();
    auto secret = setup.optional_secret("secret");
    if (!url) return url.error();
    if (!secret) return secret.error();
    return make_feishu_publisher({std::move(*url), std::move(*secret)});
}

MadePublisher make_ntfy(ChannelSetup const& setup) {
    auto url = setup.address();
    auto token = setup.optional_secret("token");
    if (!url) return url.error();
    if (!token) return token.error();
    std::string const path = net::parse_url(url->reveal())->target;
    if (path.size() < 2 || path.ends_with('/') || path.find('?') != std::string::npos)
        return Error(errc::invalid_config, "url must end with the topic: https://ntfy.sh/TOPIC");
    return make_ntfy_publisher({std::move(*url), std::move(*token)});
}

MadePublisher make_webhook(ChannelSetup const& setup) {
    WebhookOptions webhook;
    std::filesystem::path body;
    setup.options().path("body", body);
    auto url = setup.address();
    auto secret = setup.optional_secret("secret");
    if (!url) return url.error();
    if (!secret) return secret.error();
    if (!body.empty()) {
        constexpr std::size_t largest = std::size_t{1} << 20;
        auto text = read_file(body, largest);
        if (!text) return text.error();
        webhook.body = std::move(*text);
    }
    webhook.url = std::move(*url);
    webhook.secret = std::move(*secret);
    webhook.id = setup.id();
    return make_webhook_publisher(std::move(webhook));
}

/// Channels whose whole configuration is an address.
template <class Make>
auto by_address(Make make) {
    return [make](ChannelSetup const& setup) -> MadePublisher {
        auto url = setup.address();
        if (!url) return url.error();
        return make(std::move(*url));
    };
}

/// The first file of a format.
Result<std::shared_ptr<Renderer const>> renderer_of(std::vector<Format> const& formats,
                                                    std::string const& name) {
    auto const format = std::ranges::find(formats, name, &Format::name);
    if (format == formats.end())
        return Error(errc::invalid_config,
                     fmt::format("format: \"{}\" is not known; `lectern plugins` lists the formats",
                                 text::printable(name, 60)));
    return std::shared_ptr<Renderer const>(format->files.front().make());
}

}  // namespace

void add_channels(Registry& registry) {
    auto const add = [&](std::string name, std::string help, auto make) {
        registry.channels.push_back({std::move(name), std::move(help), std::move(make)});
    };
    add("smtp", "e-mail through a server of your own or your provider's, always encrypted", make_smtp);
    add("slack", "Slack with a bot's token: the top titles, all papers in a thread", make_slack);
    add("slack-webhook", "Slack by the address of an incoming webhook",
        by_address(make_slack_webhook_publisher));
    add("discord", "Discord by the address of a webhook", by_address(make_discord_publisher));
    add("telegram", "Telegram with a bot's token", make_telegram);
    add("feishu", "Feishu or Lark by the address of a custom bot", make_feishu);
    add("teams", "Microsoft Teams by the address of a workflow", by_address(make_teams_publisher));
    add("ntfy", "ntfy by the address of a topic", make_ntfy);
    add("webhook", "any service that takes JSON, signed if you like", make_webhook);
    add("command", "a program that gets the digest on its standard input",
        [formats = registry.formats](ChannelSetup const& setup) -> MadePublisher {
            CommandOptions command;
            std::string format = "text";
            setup.options().texts("argv", command.argv);
            setup.options().text("format", format);
            setup.options().duration("timeout", command.timeout);
            if (command.argv.empty()) return missing("argv");
            auto renderer = renderer_of(formats, format);
            if (!renderer) return renderer.error();
            command.renderer = std::move(*renderer);
            return make_command_publisher(std::move(command));
        });
}

}  // namespace lectern
