#pragma once

#include "identify.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::marks {

/// An entry of a BibTeX file.
struct BibtexEntry {
    std::string key;
    std::size_t line = 0;
    std::vector<Field> fields;  ///< Names in lower case; values with their inner braces, macros expanded.
    std::string_view damage;    ///< What is wrong with it; empty if nothing is.
};

/// Reads one entry after another. Text outside of entries is a comment, as is the rest of its line behind `%`.
/// Braces are matched as BibTeX does, or with `\{` and `\}` as signs where only that gives a whole entry. Cost
/// is linear: a damaged entry is given up after a limit, and reading goes on at the next `@` that begins a
/// line.
class BibtexParser {
public:
    /// \param text must outlive the object
    explicit BibtexParser(std::string_view text) : text_(text) {}

    /// The next entry, or nothing at the end. Definitions and comments are taken in on the way.
    std::optional<BibtexEntry> next();

private:
    /// A reading of one entry, tried with either rule for backslashes.
    struct Attempt {
        BibtexEntry entry;
        std::size_t end = 0;
    };

    bool find_entry();
    std::optional<std::string> read_type();
    void skip_group();
    void define_macro();
    Attempt read_entry(std::size_t start, bool escapes) const;
    std::string_view read_fields(Attempt& attempt, char close, bool escapes) const;
    std::string_view read_value(std::size_t& pos, std::string& value, bool escapes) const;
    std::string_view read_piece(std::size_t& pos, std::string& value, bool escapes) const;
    std::size_t find_group_end(std::size_t open, bool escapes) const;
    std::size_t find_quote_end(std::size_t open, bool escapes) const;
    std::size_t limit(std::size_t start) const;
    bool opens_line(std::size_t at) const;
    std::size_t next_line_entry(std::size_t start, std::size_t farthest) const;
    std::size_t skip_blanks(std::size_t pos, bool comments) const;
    std::size_t line_of(std::size_t pos);

    std::string_view text_;
    std::size_t pos_ = 0;
    std::size_t counted_ = 0;  ///< Up to where lines are counted.
    std::size_t line_ = 1;
    std::size_t damaged_ = 0;
    std::map<std::string, std::string> macros_;
};

}  // namespace lectern::marks
