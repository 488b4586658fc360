#pragma once

#include <string>
#include <string_view>

namespace lectern::markdown {

/// Text from outside as it is written on a page: escaped, or, on a page that was imported, as it was published
/// where that is harmless.
class TextWriter {
public:
    /// `imported`: see Digest::imported.
    explicit TextWriter(bool imported) : imported_(imported) {}

    /// The text of a link; a text without anything to see becomes `(no title)`.
    std::string link(std::string_view text) const;
    /// A cell of a table, in brackets.
    std::string bracketed_cell(std::string_view text) const;
    /// A text of one line.
    std::string line(std::string_view text) const;
    /// A text that may go on over further lines and paragraphs.
    std::string lines(std::string_view text) const;
    /// A quotation. Hard breaks keep the lines of an escaped text apart.
    std::string quote(std::string_view text) const;

private:
    bool imported_;
};

}  // namespace lectern::markdown
