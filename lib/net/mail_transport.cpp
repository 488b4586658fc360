#include <lectern/core/text.hpp>
#include <lectern/net/mail_transport.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <curl/curl.h>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

// The dialogue is libcurl's. Its calls block, so it has a thread of its own.

namespace lectern::net {
namespace {

namespace asio = boost::asio;

/// One dialogue with a mail server.
class MailDialogue {
public:
    MailDialogue(MailServer server, std::string from, std::string to, std::string message)
        : server_(std::move(server)),
          from_(std::move(from)),
          to_(std::move(to)),
          message_(std::move(message)) {}

    /// Blocks until the server has answered or stop() was called.
    void run() {
        std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> const curl(::curl_easy_init(),
                                                                         &::curl_easy_cleanup);
        if (!curl) {
            result_ = Error(errc::io, "libcurl cannot be started");
            return;
        }
        std::string const recipient = "<" + to_ + ">";
        std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)> const recipients(
            ::curl_slist_append(nullptr, recipient.c_str()), &::curl_slist_free_all);
        configure(curl.get(), recipients.get());
        CURLcode const code = ::curl_easy_perform(curl.get());
        long reply = 0;
        ::curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply);
        result_ =
            code == CURLE_OK ? Result<std::string>(last_line_) : Result<std::string>(failure(code, reply));
    }

    void stop() { stopped_ = true; }
    Result<std::string> take_result() { return std::move(result_); }

private:
    void configure(CURL* curl, curl_slist* recipients) {
        bool const tls = server_.security == MailSecurity::tls;
        // The name in EHLO is the path.
        std::string const url = fmt::format("{}://{}:{}/{}", tls ? "smtps" : "smtp", server_.host,
                                            server_.port, from_.substr(from_.rfind('@') + 1));
        std::string const sender = "<" + from_ + ">";
        ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        ::curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        ::curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
        ::curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
        ::curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
        ::curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!server_.ca_file.empty()) ::curl_easy_setopt(curl, CURLOPT_CAINFO, server_.ca_file.c_str());
        // No proxy, no .netrc: what is not configured is not used.
        ::curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
        ::curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        ::curl_easy_setopt(
            curl, CURLOPT_CONNECTTIMEOUT_MS,
            static_cast<long>(
                std::min<std::chrono::milliseconds>(server_.timeout, std::chrono::seconds(30)).count()));
        ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(server_.timeout.count()));
        log_in(curl);
        ::curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
        ::curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
        ::curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        ::curl_easy_setopt(curl, CURLOPT_READFUNCTION, &MailDialogue::read);
        ::curl_easy_setopt(curl, CURLOPT_READDATA, this);
        ::curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message_.size()));
        ::curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &MailDialogue::take_line);
        ::curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
        ::curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        ::curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &MailDialogue::glance);
        ::curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
        ::curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem_.data());
    }

    void log_in(CURL* curl) const {
        if (server_.user.empty()) return;
        bool const token = server_.login == MailLogin::xoauth2;
        ::curl_easy_setopt(curl, CURLOPT_USERNAME, server_.user.c_str());
        ::curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, token ? "AUTH=XOAUTH2" : "AUTH=PLAIN;AUTH=LOGIN");
        ::curl_easy_setopt(curl, token ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD,
                           server_.password.reveal().c_str());
    }

    Error failure(CURLcode code, long reply) const {
        if (stopped_) return Error(errc::cancelled);
        std::string const server = fmt::format("{}:{}", server_.host, server_.port);
        auto const with = [&](errc kind, std::string_view what) {
            return Error(kind, fmt::format("{}: {}", server, text::printable(what, 300)));
        };
        switch (code) {
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_CONNECT_ERROR:
            case CURLE_SSL_CACERT_BADFILE:
            case CURLE_SSL_ISSUER_ERROR:
            case CURLE_SSL_CIPHER:
                return with(errc::tls_failed, problem_.data());
            case CURLE_USE_SSL_FAILED:
                return with(errc::tls_failed,
                            "the server does not offer STARTTLS, and nothing is sent without");
            case CURLE_LOGIN_DENIED:
                return with(errc::unauthorized,
                            "the server does not accept user and password: " + last_line_);
            case CURLE_OPERATION_TIMEDOUT:
                return with(errc::timeout, "no answer in time");
            default:
                break;
        }
        constexpr long transient = 400;
        constexpr long permanent = 500;
        // An answer of the server says more than what libcurl makes of it.
        if (reply >= permanent) return with(errc::request_refused, last_line_);
        if (reply >= transient) return with(errc::rate_limited, last_line_);
        return with(errc::connect_failed,
                    problem_[0] ? std::string_view(problem_.data()) : ::curl_easy_strerror(code));
    }

    static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
        auto& dialogue = *static_cast<MailDialogue*>(self);
        std::size_t const n = std::min(size * count, dialogue.message_.size() - dialogue.read_);
        dialogue.message_.copy(to, n, dialogue.read_);
        dialogue.read_ += n;
        return n;
    }

    static std::size_t take_line(char* line, std::size_t size, std::size_t count, void* self) {
        constexpr std::size_t longest = 1000;
        std::string_view const text(line, std::min(size * count, longest));
        // The farewell tells nothing of the message.
        if (!text.starts_with("221")) static_cast<MailDialogue*>(self)->last_line_ = text::trim(text);
        return size * count;
    }

    static int glance(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<MailDialogue*>(self)->stopped_ ? 1 : 0;
    }

    MailServer server_;
    std::string from_;
    std::string to_;
    std::string message_;
    std::size_t read_ = 0;
    std::string last_line_;
    std::array<char, CURL_ERROR_SIZE> problem_{};
    std::atomic<bool> stopped_ = false;
    Result<std::string> result_ = Error(errc::cancelled);
};

}  // namespace

awaitable<Result<std::string>> send_mail(MailServer server, std::string from, std::string to,
                                         std::string message) {
    auto const executor = co_await asio::this_coro::executor;
    MailDialogue dialogue(std::move(server), std::move(from), std::move(to), std::move(message));
    // The posted function may run when this coroutine is over.
    auto const done = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    auto const work = [&dialogue, done, executor] {
        dialogue.run();
        asio::post(executor, [done] { done->cancel(); });
    };
    std::thread worker(work);
    co_await done->async_wait(asio::as_tuple(asio::use_awaitable));
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) dialogue.stop();
    worker.join();
    co_return dialogue.take_result();
}

}  // namespace lectern::net
