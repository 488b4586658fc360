#include "detail/beast_stream.hpp"
#include "detail/certificate.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>

namespace lectern::net {
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace {

bool is_address(std::string const& host) {
    boost::system::error_code no_address;
    (void)asio::ip::make_address(host, no_address);
    return !no_address;
}

class Context final : public TlsContext {
public:
    Context() : ssl(ssl::context::tls_client) {}

    ssl::context ssl;
};

/// TLS over a lower stream: a TCP connection, or the TLS connection to a proxy.
template <class Lower>
class TlsStream final : public BasicByteStream<ssl::stream<Lower>> {
public:
    TlsStream(Lower lower, ssl::context& context, StreamTimes const& times)
        : BasicByteStream<ssl::stream<Lower>>(ssl::stream<Lower>(std::move(lower), context), times) {}

    awaitable<Result<void>> handshake(std::string host) {
        if (auto const expected = expect(host); !expected) co_return expected.error();
        this->tcp().expires_at(operation_deadline(this->times_, this->times_.handshake));
        auto const [error] = co_await this->stream_.async_handshake(ssl::stream_base::client, as_result);
        if (!error) co_return Result<void>();
        if (error.category() == asio::error::get_ssl_category()) {
            co_return Error(errc::tls_failed, fmt::format("{}: {}", host, describe(error)));
        }
        co_return stream_error(error, fmt::format("starting TLS with {}", host));
    }

private:
    /// Has OpenSSL verify the certificate's name, and note why it rejects a certificate.
    Result<void> expect(std::string const& host) {
        SSL* tls = this->stream_.native_handle();
        // Server name indication is for names only (RFC 6066, section 3).
        bool const set =
            is_address(host)
                ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1
                : SSL_set1_host(tls, host.c_str()) == 1 && SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
        if (!set) return Error(errc::tls_failed, fmt::format("{} cannot be the name of a certificate", host));
        boost::system::error_code ignored;  // no failure is defined for setting a callback
        this->stream_.set_verify_callback(
            [host, rejection = rejection_](bool accepted, ssl::verify_context& context) {
                if (!accepted) *rejection = describe_rejection(context.native_handle(), host);
                return accepted;
            },
            ignored);
        return {};
    }

    bool is_end(boost::system::error_code error) const override {
        // Many servers close without a TLS farewell; HTTP's own framing shows whether something is missing.
        return error == asio::error::eof || error == ssl::error::stream_truncated;
    }

    std::string describe(boost::system::error_code error) const {
        if (!rejection_->empty()) return *rejection_;
        int const reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
        bool const plain = reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST;
        if (plain) return "the server does not speak TLS on this port; check the port, or use http://";
        return error.message();
    }

    std::shared_ptr<std::string> rejection_ = std::make_shared<std::string>();
};

using Outer = TlsStream<boost::beast::tcp_stream>;
using Inner = TlsStream<ssl::stream<boost::beast::tcp_stream>>;

template <class Tls, class Lower>
awaitable<Result<std::unique_ptr<ByteStream>>> start(Lower& lower, ssl::context& context, std::string host,
                                                     StreamTimes times) {
    auto tls = std::make_unique<Tls>(std::move(lower.stream()), context, times);
    auto const done = co_await tls->handshake(host);
    if (!done) co_return done.error();
    co_return tls;
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

awaitable<Result<std::unique_ptr<ByteStream>>> start_tls(std::unique_ptr<ByteStream> lower,
                                                         TlsContext& context, std::string host,
                                                         StreamTimes times) {
    ssl::context& shared = static_cast<Context&>(context).ssl;
    if (auto* tls = dynamic_cast<Outer*>(lower.get()))
        co_return co_await start<Inner>(*tls, shared, host, times);
    co_return co_await start<Outer>(static_cast<TcpStream&>(*lower), shared, host, times);
}

}  // namespace lectern::net
