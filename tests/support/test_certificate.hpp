#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace lectern::test {

/// What a server's certificate says. It is made at the start.
struct TestCertificate {
    std::vector<std::string> names;      ///< Host names and IPv4 addresses that it is valid for.
    std::chrono::seconds begins{-3600};  ///< From now.
    std::chrono::seconds ends{24 * 3600};
    std::string issuer = {};  ///< Name of an authority that nobody knows; self-signed if empty.
};

/// A certificate and its key, as PEM.
struct Identity {
    std::string certificate;
    std::string key;
};

/// A P-256 certificate, signed by its own key or by one that is thrown away.
Identity make_identity(TestCertificate const& wanted);

}  // namespace lectern::test
