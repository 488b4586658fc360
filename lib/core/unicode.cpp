#include "detail/unicode.hpp"

#include <utf8proc.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>

namespace lectern::unicode {
namespace {

std::string map(std::string_view s, unsigned options) {
    utf8proc_uint8_t* mapped = nullptr;
    utf8proc_ssize_t const length = utf8proc_map(reinterpret_cast<utf8proc_uint8_t const*>(s.data()),
                                                 static_cast<utf8proc_ssize_t>(s.size()), &mapped,
                                                 static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE));
    std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> const owner(mapped, &std::free);
    if (length < 0) return std::string(s);
    return {reinterpret_cast<char const*>(mapped), static_cast<std::size_t>(length)};
}

}  // namespace

std::string compose(std::string_view s) {
    return map(s, UTF8PROC_COMPOSE);
}

std::string to_keyboard(std::string_view s) {
    return map(s, UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_IGNORE | UTF8PROC_LUMP);
}

std::string fold(std::string_view s) {
    return map(s, UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
}

char32_t first(std::string_view s) noexcept {
    utf8proc_int32_t code_point = -1;
    (void)utf8proc_iterate(reinterpret_cast<utf8proc_uint8_t const*>(s.data()),
                           static_cast<utf8proc_ssize_t>(s.size()), &code_point);
    return code_point < 0 ? U'\uFFFD' : static_cast<char32_t>(code_point);
}

void append(std::string& out, char32_t code_point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    auto const length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
    out.append(reinterpret_cast<char const*>(bytes.data()), static_cast<std::size_t>(length));
}

}  // namespace lectern::unicode
