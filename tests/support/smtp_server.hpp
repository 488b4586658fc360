#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lectern::test {

/// A message that the server took.
struct ReceivedMail {
    std::string from;
    std::string to;
    std::string login;    ///< AUTH with its base64, decoded lines separated by blanks.
    std::string message;  ///< Without the dots of SMTP.
};

/// A mail server on 127.0.0.1 whose answers can be scripted. It offers AUTH PLAIN and LOGIN within TLS only.
class SmtpServer {
public:
    /// \param starttls false: TLS from the first byte
    explicit SmtpServer(bool starttls = true);
    SmtpServer(SmtpServer const&) = delete;
    SmtpServer& operator=(SmtpServer const&) = delete;
    ~SmtpServer();

    /// What the server says the next time this is due: the greeting (`connect`), a command (`EHLO`, `STARTTLS`, `AUTH`, `MAIL`,
    /// `RCPT`, `DATA`), or the end of a message (`.`). An empty reply closes the connection. Several are used in turn.
    void answer(std::string const& command, std::string reply);

    int port() const;
    /// PEM, valid for `localhost`.
    std::string const& certificate() const;
    std::vector<ReceivedMail> mails() const;
    /// Commands of all connections, in order.
    std::vector<std::string> commands() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::test
