#include "http_server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace lectern::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Waits until one of the sockets has something to read. \return whether the first has
bool first_is_ready(int first, int second) {
    std::array<pollfd, 2> sockets{pollfd{first, POLLIN, 0}, pollfd{second, POLLIN, 0}};
    ::poll(sockets.data(), sockets.size(), -1);
    return sockets[0].revents != 0;
}

/// Passes on what has arrived. TLS may hold more than the socket shows, so it is read until nothing is left.
template <class From, class To>
void pass_on(From& from, To& to) {
    std::array<char, 16384> buffer;
    for (;;) {
        boost::system::error_code error;
        from.lowest_layer().non_blocking(true);
        std::size_t const count = from.read_some(asio::buffer(buffer), error);
        from.lowest_layer().non_blocking(false);
        if (error == asio::error::would_block) return;
        if (error) throw boost::system::system_error(error);
        asio::write(to, asio::buffer(buffer.data(), count));
    }
}

std::string lower(std::string s) {
    std::ranges::transform(s, s.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return s;
}

std::string serialize(Reply const& reply) {
    if (!reply.raw.empty()) return reply.raw;
    std::string out = fmt::format("HTTP/1.1 {} Scripted\r\n", reply.status);
    for (auto const& [name, value] : reply.headers) out += fmt::format("{}: {}\r\n", name, value);
    if (reply.close) out += "Connection: close\r\n";
    bool const bodiless = reply.status == 304 || reply.status == 204;
    if (reply.chunked) {
        out += "Transfer-Encoding: chunked\r\n\r\n";
        for (std::size_t i = 0; i < reply.body.size(); i += 1000) {
            std::string const piece = reply.body.substr(i, 1000);
            out += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
        }
        return out + "0\r\n\r\n";
    }
    if (!bodiless) out += fmt::format("Content-Length: {}\r\n", reply.body.size());
    return out + "\r\n" + reply.body;
}

}  // namespace

class HttpServer::Impl {
public:
    Impl(Handler handler, std::optional<Identity> identity)
        : handler_(std::move(handler)),
          identity_(std::move(identity)),
          acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
        port = acceptor_.local_endpoint().port();
        if (identity_) {
            tls_.emplace(asio::ssl::context::tls_server);
            tls_->use_certificate_chain(asio::buffer(identity_->certificate));
            tls_->use_private_key(asio::buffer(identity_->key), asio::ssl::context::pem);
        }
        accepting_ = std::thread([this] { accept(); });
    }

    ~Impl() {
        stopping_ = true;
        boost::system::error_code ignored;
        // Wakes the blocking accept.
        tcp::socket knock(context_);
        knock.connect(acceptor_.local_endpoint(), ignored);
        accepting_.join();
        {
            std::lock_guard const lock(mutex_);
            for (auto const& socket : sockets_) socket->shutdown(tcp::socket::shutdown_both, ignored);
        }
        for (std::thread& worker : workers_) worker.join();
    }

    mutable std::mutex mutex_;
    std::condition_variable received_;
    std::vector<ReceivedRequest> requests;
    int port = 0;
    int peak = 0;
    int opened = 0;

private:
    void accept() {
        for (;;) {
            auto socket = std::make_shared<tcp::socket>(context_);
            boost::system::error_code error;
            acceptor_.accept(*socket, error);
            if (stopping_) return;
            if (error) continue;
            std::lock_guard const lock(mutex_);
            sockets_.push_back(socket);
            int const number = ++opened;
            peak = std::max(peak, ++open_);
            workers_.emplace_back([this, socket, number] { work(socket, number); });
        }
    }

    void work(std::shared_ptr<tcp::socket> const& socket, int number) {
        try {
            if (tls_) {
                asio::ssl::stream<tcp::socket&> stream(*socket, *tls_);
                stream.handshake(asio::ssl::stream_base::server);
                serve(stream, number);
            } else {
                serve(*socket, number);
            }
        } catch (std::exception const&) {
            // The client went away or the script closed the connection: both end it.
        }
        std::lock_guard const lock(mutex_);
        boost::system::error_code ignored;
        socket->shutdown(tcp::socket::shutdown_both, ignored);
        socket->close(ignored);
        std::erase(sockets_, socket);
        --open_;
    }

    template <class Stream>
    void serve(Stream& stream, int number) {
        asio::streambuf buffer;
        for (;;) {
            ReceivedRequest request = read(stream, buffer);
            request.connection = number;
            Reply const reply = answer(request);
            std::this_thread::sleep_for(reply.delay);
            if (!wait_for_requests(reply.after_requests)) return;
            std::string const bytes = serialize(reply);
            send(stream, std::string_view(bytes).substr(0, reply.drop_after), reply);
            while (!reply.endless.empty()) asio::write(stream, asio::buffer(reply.endless));
            if (reply.tunnel_to) tunnel(stream, reply.tunnel_to);
            if (reply.close || reply.close_silently || reply.drop_after < bytes.size()) return;
        }
    }

    /// \return false after a time that no test reaches unless it fails
    bool wait_for_requests(std::size_t count) {
        std::unique_lock lock(mutex_);
        return received_.wait_for(lock, std::chrono::seconds(20), [&] { return requests.size() >= count; });
    }

    template <class Stream>
    void send(Stream& stream, std::string_view bytes, Reply const& reply) {
        while (!bytes.empty()) {
            std::string_view const piece = bytes.substr(0, reply.piece);
            bytes.remove_prefix(piece.size());
            asio::write(stream, asio::buffer(piece));
            std::this_thread::sleep_for(reply.pause);
        }
    }

    /// Ends with the exception of the side that closes.
    template <class Stream>
    void tunnel(Stream& stream, int target) {
        tcp::socket other(context_);
        other.connect(tcp::endpoint(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(target)));
        for (;;) {
            int const near = stream.lowest_layer().native_handle();
            bool const from_client = first_is_ready(near, other.native_handle());
            if (from_client) pass_on(stream, other);
            if (!from_client) pass_on(other, stream);
        }
    }

    template <class Stream>
    ReceivedRequest read(Stream& stream, asio::streambuf& buffer) {
        ReceivedRequest request;
        asio::read_until(stream, buffer, "\r\n\r\n");
        request.at = std::chrono::steady_clock::now();
        std::istream in(&buffer);
        std::string line;
        std::getline(in, line);
        std::istringstream(line) >> request.method >> request.target;
        while (std::getline(in, line) && line != "\r") {
            std::size_t const colon = line.find(':');
            std::string value = line.substr(colon + 1);
            value.erase(0, value.find_first_not_of(' '));
            value.erase(value.find_last_not_of('\r') + 1);
            request.headers[lower(line.substr(0, colon))] = value;
        }
        if (request.headers.contains("content-length")) {
            std::size_t const length = std::stoul(request.headers["content-length"]);
            if (buffer.size() < length)
                asio::read(stream, buffer, asio::transfer_exactly(length - buffer.size()));
            request.body.resize(length);
            in.read(request.body.data(), static_cast<std::streamsize>(length));
        }
        return request;
    }

    Reply answer(ReceivedRequest const& request) {
        std::lock_guard const lock(mutex_);
        requests.push_back(request);
        received_.notify_all();
        std::lock_guard const in_handler(handlers());
        return handler_(request);
    }

    Handler handler_;
    std::optional<Identity> identity_;
    std::optional<asio::ssl::context> tls_;
    asio::io_context context_;
    tcp::acceptor acceptor_;
    std::atomic<bool> stopping_{false};
    std::thread accepting_;
    std::list<std::thread> workers_;
    std::vector<std::shared_ptr<tcp::socket>> sockets_;
    int open_ = 0;

    friend class HttpServer;
};

HttpServer::HttpServer(Handler handler) : impl_(std::make_unique<Impl>(std::move(handler), std::nullopt)) {}
HttpServer::HttpServer(Handler handler, std::string const& host)
    : impl_(std::make_unique<Impl>(std::move(handler), make_identity({{host}}))) {}
HttpServer::HttpServer(Handler handler, TestCertificate const& certificate)
    : impl_(std::make_unique<Impl>(std::move(handler), make_identity(certificate))) {}
HttpServer::~HttpServer() = default;

std::string HttpServer::url() const {
    return fmt::format("{}://127.0.0.1:{}", impl_->identity_ ? "https" : "http", impl_->port);
}
int HttpServer::port() const {
    return impl_->port;
}
std::string const& HttpServer::certificate() const {
    static std::string const none;
    return impl_->identity_ ? impl_->identity_->certificate : none;
}
std::vector<ReceivedRequest> HttpServer::requests() const {
    std::lock_guard const lock(impl_->mutex_);
    return impl_->requests;
}
int HttpServer::peak_connections() const {
    std::lock_guard const lock(impl_->mutex_);
    return impl_->peak;
}
int HttpServer::connections() const {
    std::lock_guard const lock(impl_->mutex_);
    return impl_->opened;
}

std::string gzip(std::string const& bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib");
    std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

Reply reply_with(std::string body, int status) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    return reply;
}

std::recursive_mutex& handlers() {
    static std::recursive_mutex mutex;  // recursive: a handler may start a program itself
    return mutex;
}

void synchronise_with_handlers() {
    std::lock_guard const lock(handlers());
}

}  // namespace lectern::test
