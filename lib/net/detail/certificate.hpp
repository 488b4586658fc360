#pragma once

#include <openssl/x509_vfy.h>

#include <string>

namespace lectern::net {

/// What is wrong with the certificate that OpenSSL is rejecting, and what to do: the names it has instead of
/// `host`, the day it expired, or the issuer that is not trusted.
/// \param context verification that failed
/// \param host the name that was asked for
std::string describe_rejection(X509_STORE_CTX* context, std::string const& host);

}  // namespace lectern::net
