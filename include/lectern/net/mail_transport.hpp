#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>

#include <chrono>
#include <string>

namespace lectern::net {

/// How a connection to a mail server is encrypted. There is no way without.
enum class MailSecurity {
    tls,       ///< From the first byte (RFC 8314), usually port 465.
    starttls,  ///< STARTTLS (RFC 3207), usually port 587; without it nothing is sent.
};

/// How the sender proves who he is.
enum class MailLogin {
    password,  ///< AUTH PLAIN or LOGIN (RFC 4954), as the server offers.
    xoauth2,   ///< XOAUTH2, with a token in place of the password.
};

/// A mail server that takes messages for delivery (RFC 6409). Certificates are always verified.
struct MailServer {
    std::string host;                           ///< Name; the certificate must be valid for it.
    int port = 465;                             ///< 1 to 65535.
    MailSecurity security = MailSecurity::tls;  ///< How the connection is encrypted.
    std::string user{};                         ///< Empty: no login.
    Secret password{};                          ///< Or the token.
    MailLogin login = MailLogin::password;      ///< How to log in.
    std::string ca_file{};  ///< PEM file with trusted certificates instead of the system's; empty: none.
    std::chrono::milliseconds timeout{60'000};  ///< Of the whole dialogue.
};

/// Hands one message to the server, for one recipient.
/// \param server where to
/// \param from address of the sender, without a name
/// \param to address of the recipient, without a name
/// \param message head and body, lines ended by CR LF
/// \return what the server said to the message
/// \par Errors
/// connect_failed, timeout, tls_failed; unauthorized; rate_limited for 4yz (try later), request_refused for 5yz. If the connection
/// breaks after the last line of the message, it is not known whether the server took it.
/// \par Cancellation terminal; ends within a second
awaitable<Result<std::string>> send_mail(MailServer server, std::string from, std::string to,
                                         std::string message);

}  // namespace lectern::net
