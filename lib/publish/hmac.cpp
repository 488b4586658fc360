#include <lectern/publish/webhook.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace lectern {

std::string hmac_sha256(std::string const& key, std::string const& message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    (void)HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
               reinterpret_cast<unsigned char const*>(message.data()), message.size(), digest.data(), &size);
    return {reinterpret_cast<char const*>(digest.data()), size};
}

}  // namespace lectern
