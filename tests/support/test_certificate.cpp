#include "test_certificate.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <memory>

namespace lectern::test {
namespace {

std::string pem_of(auto write) {
    std::unique_ptr<BIO, decltype(&BIO_free)> const bio(BIO_new(BIO_s_mem()), &BIO_free);
    write(bio.get());
    char* data = nullptr;
    long const size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key make_key() {
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

std::string alternative_names(std::vector<std::string> const& names) {
    std::string list;
    for (std::string const& name : names) {
        bool const address = name.find_first_not_of("0123456789.") == std::string::npos;
        list += (list.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + name;
    }
    return list;
}

void set_common_name(X509_NAME* name, std::string const& value) {
    auto const* bytes = reinterpret_cast<unsigned char const*>(value.c_str());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, -1, -1, 0);
}

}  // namespace

Identity make_identity(TestCertificate const& wanted) {
    Key const key = make_key();
    std::unique_ptr<X509, decltype(&X509_free)> const certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wanted.begins.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wanted.ends.count());
    X509_set_pubkey(certificate.get(), key.get());
    // Trusted certificates are found by their subject, so each has its own.
    static std::atomic<int> number{0};
    set_common_name(X509_get_subject_name(certificate.get()), fmt::format("lectern test {}", ++number));
    bool const foreign = !wanted.issuer.empty();
    if (foreign) set_common_name(X509_get_issuer_name(certificate.get()), wanted.issuer);
    if (!foreign) X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative_names(wanted.names).c_str());
    X509_add_ext(certificate.get(), extension, -1);
    X509_EXTENSION_free(extension);
    Key const authority = make_key();
    X509_sign(certificate.get(), foreign ? authority.get() : key.get(), EVP_sha256());
    return {pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, certificate.get()); }), pem_of([&](BIO* bio) {
                PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

}  // namespace lectern::test
