#include "detail/certificate.hpp"

#include <lectern/core/text.hpp>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <memory>
#include <vector>

namespace lectern::net {
namespace {

constexpr std::size_t kShownNames = 3;
constexpr std::size_t kLongestName = 100;

std::string text_of(ASN1_STRING const* string) {
    auto const* data = reinterpret_cast<char const*>(ASN1_STRING_get0_data(string));
    std::string_view const bytes(data, static_cast<std::size_t>(ASN1_STRING_length(string)));
    return text::printable(bytes, kLongestName);
}

std::string address_of(ASN1_OCTET_STRING const* address) {
    namespace ip = boost::asio::ip;
    unsigned char const* data = ASN1_STRING_get0_data(address);
    if (ASN1_STRING_length(address) == 4) {
        ip::address_v4::bytes_type bytes;
        std::memcpy(bytes.data(), data, bytes.size());
        return ip::address_v4(bytes).to_string();
    }
    if (ASN1_STRING_length(address) != 16) return "a malformed address";
    ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), data, bytes.size());
    return ip::address_v6(bytes).to_string();
}

/// The last common name, which counts where there are no alternative names.
std::string common_name(X509_NAME const* name) {
    int const index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0) return {};
    return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
}

std::vector<std::string> names_of(X509 const* certificate) {
    std::vector<std::string> names;
    std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> const alternatives(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free);
    for (int i = 0; i < sk_GENERAL_NAME_num(alternatives.get()); ++i) {
        GENERAL_NAME const* name = sk_GENERAL_NAME_value(alternatives.get(), i);
        if (name->type == GEN_DNS) names.push_back(text_of(name->d.dNSName));
        if (name->type == GEN_IPADD) names.push_back(address_of(name->d.iPAddress));
    }
    if (!names.empty()) return names;
    std::string const common = common_name(X509_get_subject_name(certificate));
    return common.empty() ? names : std::vector{common};
}

std::string describe_names(X509 const* certificate) {
    std::vector<std::string> names = names_of(certificate);
    if (names.empty()) return "no host name";
    std::size_t const more = names.size() - std::min(names.size(), kShownNames);
    names.resize(names.size() - more);
    std::string const shown = text::join(names, ", ");
    return more ? fmt::format("{} and {} more", shown, more) : shown;
}

/// The day in UTC, `YYYY-MM-DD`.
std::string day_of(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable date";
    return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string issuer_of(X509 const* certificate) {
    std::string const name = common_name(X509_get_issuer_name(certificate));
    return name.empty() ? "its issuer" : fmt::format("its issuer \"{}\"", name);
}

}  // namespace

std::string describe_rejection(X509_STORE_CTX* context, std::string const& host) {
    X509 const* leaf = X509_STORE_CTX_get0_cert(context);
    X509 const* current = X509_STORE_CTX_get_current_cert(context);
    if (!current) current = leaf;
    int const error = X509_STORE_CTX_get_error(context);
    switch (error) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return fmt::format(
                "the certificate is for {}, not for {}; check the address, and whether a proxy or "
                "login page answers in its place",
                describe_names(leaf), host);
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return fmt::format(
                "the certificate expired on {}; check this computer's clock, else only the server's "
                "operator can renew it",
                day_of(X509_get0_notAfter(current)));
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return fmt::format("the certificate is valid only from {}; check this computer's clock",
                               day_of(X509_get0_notBefore(current)));
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return fmt::format(
                "the certificate is self-signed by {}; if you trust the server, put its certificate "
                "(PEM) into the file of net.ca_file",
                issuer_of(current));
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return fmt::format(
                "the certificate's chain is not trusted: {} is unknown; if it belongs to your "
                "company's proxy, put its certificate (PEM) into the file of net.ca_file",
                issuer_of(current));
        default:
            return fmt::format("the certificate was rejected: {}", X509_verify_cert_error_string(error));
    }
}

}  // namespace lectern::net
