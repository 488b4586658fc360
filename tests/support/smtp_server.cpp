#include "smtp_server.hpp"

#include "test_certificate.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <istream>
#include <list>
#include <mutex>
#include <thread>

namespace lectern::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// The connection was closed by a script.
struct Closed {};

}  // namespace

class SmtpServer::Impl {
public:
    explicit Impl(bool starttls)
        : starttls_(starttls), identity_(make_identity({{"localhost", "127.0.0.1"}})) {
        tls_.use_certificate_chain(asio::buffer(identity_.certificate));
        tls_.use_private_key(asio::buffer(identity_.key), asio::ssl::context::pem);
        port_ = acceptor_.local_endpoint().port();
        thread_ = std::thread([this] { accept(); });
    }

    ~Impl() {
        stopping_ = true;
        boost::system::error_code ignored;
        tcp::socket wake(io_);
        wake.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
        for (std::thread& connection : connections_) connection.join();
    }

    void answer(std::string const& command, std::string reply) {
        std::lock_guard const lock(mutex_);
        script_[command].push_back(std::move(reply));
    }
    std::vector<ReceivedMail> mails() const {
        std::lock_guard const lock(mutex_);
        return mails_;
    }
    std::vector<std::string> commands() const {
        std::lock_guard const lock(mutex_);
        return commands_;
    }
    int port() const { return port_; }
    std::string const& certificate() const { return identity_.certificate; }

private:
    using Tls = asio::ssl::stream<tcp::socket&>;

    void accept() {
        for (;;) {
            boost::system::error_code failed;
            tcp::socket socket(io_);
            acceptor_.accept(socket, failed);
            if (stopping_ || failed) return;
            connections_.emplace_back([this, own = std::move(socket)]() mutable { serve(std::move(own)); });
        }
    }

    void serve(tcp::socket socket) {
        try {
            Tls tls(socket, tls_);
            if (!starttls_) tls.handshake(asio::ssl::stream_base::server);
            if (starttls_) {
                say(socket, reply_to("connect", "220 ready"));
                if (!talk(socket, false)) return;
                tls.handshake(asio::ssl::stream_base::server);
            } else {
                say(tls, reply_to("connect", "220 ready"));
            }
            (void)talk(tls, true);
        } catch (boost::system::system_error const&) {
        } catch (Closed const&) {
        }
    }

    std::string reply_to(std::string const& command, std::string usual) {
        std::lock_guard const lock(mutex_);
        auto const found = script_.find(command);
        if (found == script_.end() || found->second.empty()) return usual;
        std::string reply = std::move(found->second.front());
        found->second.pop_front();
        return reply;
    }

    template <class Stream>
    static void say(Stream& stream, std::string const& reply) {
        if (reply.empty()) throw Closed();
        asio::write(stream, asio::buffer(reply + "\r\n"));
    }

    template <class Stream>
    std::string line(Stream& stream, asio::streambuf& buffer) {
        asio::read_until(stream, buffer, "\r\n");
        std::istream in(&buffer);
        std::string text;
        std::getline(in, text);
        if (text.ends_with('\r')) text.pop_back();
        return text;
    }

    /// \return whether TLS begins now
    template <class Stream>
    bool talk(Stream& stream, bool encrypted) {
        asio::streambuf buffer;
        ReceivedMail mail;
        for (;;) {
            std::string const command = line(stream, buffer);
            std::string const verb = command.substr(0, command.find(' '));
            {
                std::lock_guard const lock(mutex_);
                commands_.push_back(command);
            }
            if (verb == "EHLO") {
                std::string const more = encrypted ? "250 AUTH PLAIN LOGIN" : "250 STARTTLS";
                say(stream, reply_to(verb, "250-localhost\r\n250-8BITMIME\r\n" + more));
            } else if (verb == "STARTTLS") {
                std::string const reply = reply_to(verb, "220 go ahead");
                say(stream, reply);
                if (reply.starts_with("220")) return true;
            } else if (verb == "AUTH") {
                mail.login = command.substr(5);
                if (command.find(' ', 5) == std::string::npos) {
                    say(stream, "334 ");
                    mail.login += " " + line(stream, buffer);
                }
                say(stream, reply_to(verb, "235 welcome"));
            } else if (verb == "MAIL") {
                mail.from = command.substr(command.find('<') + 1, command.find('>') - command.find('<') - 1);
                say(stream, reply_to(verb, "250 fine"));
            } else if (verb == "RCPT") {
                mail.to = command.substr(command.find('<') + 1, command.find('>') - command.find('<') - 1);
                say(stream, reply_to(verb, "250 fine"));
            } else if (verb == "DATA") {
                std::string const reply = reply_to(verb, "354 go on");
                say(stream, reply);
                if (!reply.starts_with("354")) continue;
                mail.message.clear();
                for (std::string text = line(stream, buffer); text != "."; text = line(stream, buffer))
                    mail.message += (text.starts_with('.') ? text.substr(1) : text) + "\r\n";
                std::string const taken = reply_to(".", "250 taken");
                if (taken.empty() || taken.starts_with("250")) {
                    std::lock_guard const lock(mutex_);
                    mails_.push_back(mail);
                }
                say(stream, taken);
            } else if (verb == "QUIT") {
                say(stream, "221 bye");
                return false;
            } else {
                say(stream, "250 fine");
            }
        }
    }

    bool starttls_;
    Identity identity_;
    asio::io_context io_;
    asio::ssl::context tls_{asio::ssl::context::tls_server};
    tcp::acceptor acceptor_{io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::map<std::string, std::deque<std::string>> script_;
    std::vector<ReceivedMail> mails_;
    std::vector<std::string> commands_;
    std::list<std::thread> connections_;
    std::thread thread_;
};

SmtpServer::SmtpServer(bool starttls) : impl_(std::make_unique<Impl>(starttls)) {}
SmtpServer::~SmtpServer() = default;
void SmtpServer::answer(std::string const& command, std::string reply) {
    impl_->answer(command, std::move(reply));
}
int SmtpServer::port() const {
    return impl_->port();
}
std::string const& SmtpServer::certificate() const {
    return impl_->certificate();
}
std::vector<ReceivedMail> SmtpServer::mails() const {
    return impl_->mails();
}
std::vector<std::string> SmtpServer::commands() const {
    return impl_->commands();
}

}  // namespace lectern::test
