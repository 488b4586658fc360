#pragma once

#include <lectern/net/mail_transport.hpp>
#include <lectern/publish/publisher.hpp>

#include <memory>
#include <string>
#include <vector>

namespace lectern {

/// E-mail: the digest as text and as HTML, a message for each recipient.
struct MailOptions {
    net::MailServer server{};       ///< Where mails are handed in.
    std::string from{};             ///< `Name <name@example.org>`, or the address alone.
    std::vector<std::string> to{};  ///< Recipients, written so too; at least one.
    std::string
        unsubscribe{};  ///< Address (https) or mail address of List-Unsubscribe; empty: a mail to the sender.
    std::string id{};  ///< Of reader and channel: part of the Message-ID, which is the same for each attempt.
};
/// \par Errors invalid_config for addresses that are none
Result<std::unique_ptr<Publisher>> make_mail_publisher(MailOptions options);

/// The digest as HTML for mail programs: tables, inline styles, no script, no picture, with colors for dark screens, and below
/// 100 kB, above which some programs cut mails off: then later papers are told in fewer words.
std::string mail_html(Issue const& issue);

}  // namespace lectern
