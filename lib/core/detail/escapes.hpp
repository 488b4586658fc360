#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// A text derived from another one, with the place that each of its bytes comes from.
struct MappedText {
    std::string text;
    std::vector<std::uint32_t> begin;  ///< Of the bytes in the origin that a byte stands for.
    std::vector<std::uint32_t> end;

    void add(char c, std::uint32_t from, std::uint32_t to) {
        text += c;
        begin.push_back(from);
        end.push_back(to);
    }
};

/// The text as it is, each byte from its own place.
MappedText mapped(std::string_view text);

/// Resolves one layer of escapes of JSON, C, URLs, quoted-printable, HTML and Markdown, whichever there are.
/// \return whether there were any
bool resolve_escapes(MappedText const& from, MappedText& to);

/// The text without white space and characters of no width.
MappedText without_blanks(MappedText const& from);

}  // namespace lectern
