#include "detail/beast_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/error.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>

namespace lectern::net {
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace {

class Context final : public TlsContext {
public:
    Context() : ssl(ssl::context::tls_client) {}

    ssl::context ssl;
};

using SslStream = ssl::stream<boost::beast::tcp_stream>;

class TlsStream final : public BasicByteStream<SslStream> {
public:
    using BasicByteStream::BasicByteStream;

    awaitable<Result<void>> handshake(std::string host) {
        tcp().expires_at(operation_deadline(times_, times_.handshake));
        auto const [error] = co_await stream_.async_handshake(ssl::stream_base::client, as_result);
        if (!error) co_return Result<void>();
        Error const failed = stream_error(error, fmt::format("starting TLS with {}", host));
        if (failed == errc::connect_failed) co_return Error(errc::tls_failed, describe(error, host));
        co_return failed;
    }

private:
    boost::beast::tcp_stream& tcp() override { return stream_.next_layer(); }

    bool is_end(boost::system::error_code error) const override {
        // Many servers close without a TLS farewell; HTTP's own framing shows whether something is missing.
        return error == asio::error::eof || error == ssl::error::stream_truncated;
    }

    std::string describe(boost::system::error_code error, std::string const& host) {
        long const verdict = SSL_get_verify_result(stream_.native_handle());
        std::string detail = fmt::format("{}: {}", host, error.message());
        if (verdict != X509_V_OK) detail += fmt::format(": {}", X509_verify_cert_error_string(verdict));
        return detail;
    }
};

bool is_address(std::string const& host) {
    boost::system::error_code no_address;
    (void)asio::ip::make_address(host, no_address);
    return !no_address;
}

}  // namespace

Result<std::unique_ptr<TlsContext>> make_tls_context(std::string const& ca_file) {
    auto context = std::make_unique<Context>();
    boost::system::error_code error;
    context->ssl.set_default_verify_paths(error);
    if (error) return Error(errc::tls_failed, "no system certificates: " + error.message());
    if (!ca_file.empty()) context->ssl.load_verify_file(ca_file, error);
    if (error)
        return Error(errc::file,
                     fmt::format("cannot read certificates from {}: {}", ca_file, error.message()));
    context->ssl.set_verify_mode(ssl::verify_peer, error);
    SSL_CTX_set_min_proto_version(context->ssl.native_handle(), TLS1_2_VERSION);
    return std::unique_ptr<TlsContext>(std::move(context));
}

awaitable<Result<std::unique_ptr<ByteStream>>> start_tls(std::unique_ptr<ByteStream> tcp, TlsContext& context,
                                                         std::string host, StreamTimes times) {
    auto& plain = static_cast<TcpStream&>(*tcp);
    SslStream stream(std::move(plain.stream()), static_cast<Context&>(context).ssl);
    // Server name indication is for names only (RFC 6066, section 3).
    if (!is_address(host)) SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
    stream.set_verify_callback(ssl::host_name_verification(host));
    auto tls = std::make_unique<TlsStream>(std::move(stream), times);
    auto const done = co_await tls->handshake(host);
    if (!done) co_return done.error();
    co_return tls;
}

}  // namespace lectern::net
