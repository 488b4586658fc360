// Compressed bytes.
#include "target.hpp"

#include <lectern/net/inflate.hpp>

void fuzz(std::string_view bytes) {
    constexpr std::size_t most = 1 << 20;
    auto const plain = lectern::net::inflate(bytes, most);
    must(!plain || plain->size() <= most, "the limit holds");
}
