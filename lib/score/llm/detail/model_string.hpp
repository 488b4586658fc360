#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Strings and words of JSON as models write it. Everything looks at a bounded piece of text ahead, blanks aside.
namespace lectern::llm {

/// Where a string stands: what may follow it differs.
enum class StringPlace { member_name, member_value, list_item };

/// The kind of quotation mark at `at`: `"`, `'`, typographic, fullwidth.
struct Quote {
    char kind = 0;         ///< `"` or `'`; 0: none.
    std::size_t size = 0;  ///< In bytes.
};
Quote quote_at(std::string_view text, std::size_t at);

/// A string as it stands in the text.
struct RawString {
    std::size_t begin = 0;  ///< Behind the opening quote.
    std::size_t end = 0;    ///< Of the contents.
    std::size_t next = 0;   ///< Where reading goes on.
    bool closed = false;
    bool has_quotes = false;  ///< Whether quotes within were not escaped.
    bool has_member = false;  ///< Whether something within looks like a member of its own: `"RELEVANCE": 9`.
};

/// Reads the string whose opening quote is at `at`. A quote ends it if what follows can follow a string in this
/// place; others belong to the contents. A line that begins with `{` ends a string that was never closed.
RawString read_string(std::string_view text, std::size_t at, StringPlace place);

/// The contents with their escapes resolved. A backslash that begins no escape of JSON stays (`\alpha`, `\theta`);
/// half a surrogate pair becomes U+FFFD; control characters except tab and line feed are dropped.
std::string decode_string(std::string_view contents);

/// The first place from `at` on that is not white space.
std::size_t skip_white(std::string_view text, std::size_t at);
/// The size of a `:` or `,` at `at`, plain or fullwidth; 0 if there is none.
std::size_t colon_at(std::string_view text, std::size_t at);
std::size_t comma_at(std::string_view text, std::size_t at);
/// Whether a comment begins at `at`: `//`, `/*`, `#`.
bool comment_at(std::string_view text, std::size_t at);

}  // namespace lectern::llm
