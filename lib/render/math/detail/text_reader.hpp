#pragma once

#include <lectern/render/math.hpp>

#include <string>
#include <string_view>

namespace lectern::math {

/// What becomes of the parts of a text in a format.
class TextFormat {
public:
    virtual ~TextFormat() = default;
    virtual std::string characters(std::string_view plain) const = 0;
    /// \param name an element of HTML: strong, em, code, u, sup, sub
    virtual std::string element(std::string_view name, std::string content) const = 0;
    /// \param address https, as is_web_address() accepts it
    virtual std::string link(std::string const& address, std::string content) const = 0;
    virtual std::string formula(Piece const& piece) const = 0;
};

/// Reads a text with TeX's commands for text.
std::string read_text(std::string_view text, TextFormat const& format);

}  // namespace lectern::math
