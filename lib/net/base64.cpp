#include "detail/base64.hpp"

#include <openssl/evp.h>

namespace lectern::net {

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock adds a zero byte
    auto const* from = reinterpret_cast<unsigned char const*>(bytes.data());
    int const size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), from, static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

}  // namespace lectern::net
