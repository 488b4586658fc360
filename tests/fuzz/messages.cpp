// Messages of a digest whose texts are any bytes: limits, header fields that stay one, JSON that can be read.
#include "target.hpp"

#include <lectern/people/author_names.hpp>
#include <lectern/people/followed_authors.hpp>
#include <lectern/publish/chat.hpp>
#include <lectern/publish/mail.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

using namespace lectern;

namespace {

bool lines_fit(std::string_view text, std::size_t most) {
    while (!text.empty()) {
        std::size_t const end = text.find("\r\n");
        if (end == std::string_view::npos || end > most) return false;
        text.remove_prefix(end + 2);
    }
    return true;
}

/// Whether the head of a mail has our fields only, in lines of ASCII.
bool is_our_head(std::string_view mail) {
    std::string_view head = mail.substr(0, mail.find("\r\n\r\n") + 2);
    while (!head.empty()) {
        std::size_t const end = head.find("\r\n");
        std::string_view const line = head.substr(0, end);
        std::string_view const name = line.substr(0, line.find(':'));
        constexpr std::string_view known =
            " Date From To Subject Message-ID List-Id List-Unsubscribe Auto-Submitted Precedence "
            "MIME-Version Content-Type ";
        bool const goes_on = line.starts_with(' ');
        if (!goes_on && known.find(" " + std::string(name) + " ") == std::string_view::npos) return false;
        head.remove_prefix(end + 2);
    }
    return std::ranges::all_of(mail,
                               [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\0'; });
}

Issue issue_with(std::string const& text) {
    Issue issue;
    issue.digest.date = std::chrono::year(2026) / 3 / 17;
    issue.digest.warnings.push_back(text);
    for (int i = 1; i <= 3; ++i) {
        DigestEntry entry;
        entry.paper.id = ArxivId::parse("2603.0000" + std::to_string(i)).value();
        entry.paper.title = text;
        entry.paper.authors.push_back({text, {}, {}});
        entry.reason = entry.gist = text;
        issue.digest.entries.push_back(std::move(entry));
    }
    return issue;
}

}  // namespace

void fuzz(std::string_view bytes) {
    std::string const text(bytes);
    (void)may_be_same_name(text, "Ada Lovelace");
    if (auto const authors = parse_followed_authors(text, "authors.txt")) {
        for (FollowedAuthor const& author : *authors)
            must(!author.s2.empty(), "an author of the file has an id");
    }
    Issue const issue = issue_with(text);
    MailOptions mail;
    mail.from = "Digest <digest@example.org>";
    mail.to = {text};
    if (!make_mail_publisher(mail)) mail.to = {text + " <reader@example.org>"};
    if (!make_mail_publisher(mail)) mail.to = {"reader@example.org"};
    auto const letters = make_mail_publisher(mail).value()->compose(issue);
    must(letters.has_value() && letters->size() == 1, "a mail is composed");
    must(is_our_head(letters->front().content), "a mail has the fields of its head only");
    must(lines_fit(letters->front().content, 300), "lines of a mail are short");
    must(mail_html(issue).size() < 102'000, "a mail is not cut off");
    Secret const url("https://example.org/topic");
    SlackOptions slack;
    slack.channel = "C1";
    TelegramOptions telegram;
    telegram.chat = "1";
    std::unique_ptr<Publisher> const publishers[] = {
        make_slack_publisher(slack),       make_slack_webhook_publisher(url), make_discord_publisher(url),
        make_telegram_publisher(telegram), make_feishu_publisher({url, {}}),  make_teams_publisher(url),
        make_ntfy_publisher({url, {}})};
    for (auto const& publisher : publishers) {
        auto const messages = publisher->compose(issue);
        must(messages.has_value() && !messages->empty(), "messages are composed");
        for (OutgoingMessage const& message : *messages) {
            boost::system::error_code broken;
            (void)boost::json::parse(message.content, broken);
            must(!broken && message.content.size() < 40'000, "a message is JSON within the limits");
        }
    }
}
