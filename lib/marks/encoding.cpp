#include "detail/encoding.hpp"

#include "core/detail/unicode.hpp"

#include <array>

namespace lectern::marks {
namespace {

/// Bytes 0x80 to 0x9f (https://encoding.spec.whatwg.org/index-windows-1252.txt); those without a character keep
/// their number.
constexpr std::array<char32_t, 32> kWindows{0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                            0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                            0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                            0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

bool is_high_surrogate(char32_t unit) {
    return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low_surrogate(char32_t unit) {
    return unit >= 0xdc00 && unit < 0xe000;
}

}  // namespace

Result<std::string> from_utf16(std::string_view bytes) {
    bool const little = bytes.starts_with("\xFF\xFE");
    bool const big = bytes.starts_with("\xFE\xFF");
    bool const wide = bytes.size() >= 4 && little && bytes[2] == '\0' && bytes[3] == '\0';  // UTF-32
    if ((!little && !big) || wide) return std::string(bytes);
    if (bytes.size() % 2 != 0) return Error(errc::invalid_argument, "UTF-16 that is cut in a character");
    auto const unit_at = [&](std::size_t i) {
        auto const first = static_cast<unsigned char>(bytes[i]);
        auto const second = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(little ? first | second << 8 : first << 8 | second);
    };
    std::string out;
    for (std::size_t i = 2; i < bytes.size(); i += 2) {
        char32_t unit = unit_at(i);
        bool const pair = is_high_surrogate(unit) && i + 3 < bytes.size() && is_low_surrogate(unit_at(i + 2));
        if (pair) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (unit_at(i + 2) - 0xdc00);
            i += 2;
        } else if (is_high_surrogate(unit) || is_low_surrogate(unit)) {
            return Error(errc::invalid_argument, "malformed UTF-16; save it as UTF-8");
        }
        unicode::append(out, unit);
    }
    return out;
}

std::string from_windows_1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            out += c;
        else
            unicode::append(out, byte < 0xa0 ? kWindows[byte - 0x80U] : byte);
    }
    return out;
}

}  // namespace lectern::marks
