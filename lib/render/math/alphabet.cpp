#include "detail/alphabet.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lectern::math {
namespace {

/// Where the letters of an alphabet begin; 0: it has none.
struct Block {
    char32_t capital;
    char32_t small;
    char32_t digit;
    char32_t greek_capital;
    char32_t greek_small;
};

constexpr Block block_of(Alphabet alphabet) {
    switch (alphabet) {
        case Alphabet::bold:
            return {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2};
        case Alphabet::bold_italic:
            return {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736};
        case Alphabet::calligraphic:
            return {0x1D49C, 0x1D4B6, 0, 0, 0};
        case Alphabet::fraktur:
            return {0x1D504, 0x1D51E, 0, 0, 0};
        case Alphabet::double_struck:
            return {0x1D538, 0x1D552, 0x1D7D8, 0, 0};
        case Alphabet::sans:
            return {0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0};
        case Alphabet::monospace:
            return {0x1D670, 0x1D68A, 0x1D7F6, 0, 0};
        case Alphabet::text_italic:
            return {0x1D434, 0x1D44E, 0, 0, 0};
        case Alphabet::italic:
        case Alphabet::upright:
            break;
    }
    return {};
}

/// Letters that were there before the block, which leaves a hole in their place.
constexpr std::array<std::pair<char32_t, char32_t>, 24> kEarlier{
    {{0x1D455, 0x210E}, {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131}, {0x1D4A3, 0x210B},
     {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133}, {0x1D4AD, 0x211B}, {0x1D4BA, 0x212F},
     {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134}, {0x1D506, 0x212D}, {0x1D50B, 0x210C}, {0x1D50C, 0x2111},
     {0x1D515, 0x211C}, {0x1D51D, 0x2128}, {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115},
     {0x1D547, 0x2119}, {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124}}};

/// Greek signs that stand behind ω in a bold block.
constexpr std::array<char32_t, 7> kGreekVariants{0x2202, 0x03F5, 0x03D1, 0x03F0, 0x03D5, 0x03F1, 0x03D6};

char32_t moved(char32_t c, Block const& block) {
    if (c >= 'A' && c <= 'Z' && block.capital) return block.capital + (c - 'A');
    if (c >= 'a' && c <= 'z' && block.small) return block.small + (c - 'a');
    if (c >= '0' && c <= '9' && block.digit) return block.digit + (c - '0');
    if (c >= 0x391 && c <= 0x3A9 && block.greek_capital) return block.greek_capital + (c - 0x391);
    if (c >= 0x3B1 && c <= 0x3C9 && block.greek_small) return block.greek_small + (c - 0x3B1);
    auto const variant = std::ranges::find(kGreekVariants, c);
    if (variant == kGreekVariants.end() || !block.greek_small) return c;
    constexpr char32_t letters = 25;  // α to ω
    return block.greek_small + letters + static_cast<char32_t>(variant - kGreekVariants.begin());
}

}  // namespace

char32_t in_alphabet(char32_t character, Alphabet alphabet) noexcept {
    char32_t const letter = moved(character, block_of(alphabet));
    auto const earlier = std::ranges::find(kEarlier, letter, &std::pair<char32_t, char32_t>::first);
    return earlier == kEarlier.end() ? letter : earlier->second;
}

}  // namespace lectern::math
