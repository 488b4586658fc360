#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Plain functions over UTF-8 text. All are pure and thread-safe; cost is linear in the input.
namespace lectern::text {

/// Position of the first byte that is not well-formed UTF-8 (RFC 3629), or nothing if all of it is.
std::optional<std::size_t> find_invalid_utf8(std::string_view bytes) noexcept;

/// The text with every malformed byte sequence replaced by U+FFFD.
std::string replace_invalid_utf8(std::string_view bytes);

/// The text without ASCII white space at both ends.
std::string_view trim(std::string_view s) noexcept;

/// Runs of ASCII white space become one blank; both ends are trimmed.
std::string collapse_whitespace(std::string_view s);

/// Position of the first C0 control character other than tab, newline and carriage return, or DEL; nothing if
/// there is none.
std::optional<std::size_t> find_control(std::string_view s) noexcept;

/// The text without the characters that find_control() finds, and without carriage returns: a repair of input
/// formats that do not allow them. What may be shown is another matter: see displayable().
std::string strip_controls(std::string_view s);

/// displayable() for one line of a terminal, a log or an error message, at most `max_bytes` bytes: control,
/// bidirectional and invisible characters become visible (`\n`, `\x1b`, `\u{202e}`), malformed UTF-8 becomes
/// U+FFFD. A cut is at a character and marked with "…".
std::string printable(std::string_view s, std::size_t max_bytes = 2000);

/// A number with a comma before every three digits: `1,234`.
std::string grouped(std::size_t number);

/// A number of things, named in the singular with a regular plural: `1 day`, `1,234 papers`.
std::string counted(std::size_t number, std::string_view thing);

/// Number of code points: the width of a table column, near enough. \pre `s` is UTF-8
std::size_t count_characters(std::string_view s) noexcept;

/// At most `max_bytes` bytes of `s`, cut at a character border; "…" (counted) marks a cut.
std::string truncate(std::string_view s, std::size_t max_bytes);

/// Unicode case folding without accents and with compatibility forms unified (NFKD, marks dropped):
/// "Schrödinger" and "SCHRODINGER" give the same text. Malformed input is repaired first.
std::string fold(std::string_view s);

/// Bytes of the letter, digit or combining mark (Unicode categories L, N and M) that `s` starts with; 0 if it
/// starts with anything else, malformed UTF-8 or nothing.
std::size_t letter_length(std::string_view s) noexcept;

/// ASCII lower case; other bytes stay.
std::string ascii_lower(std::string_view s);

/// Equal up to the case of ASCII letters.
bool iequals(std::string_view a, std::string_view b) noexcept;

/// Parts of `s` between separators; empty parts are kept.
std::vector<std::string_view> split(std::string_view s, char separator);

/// The parts joined with `separator` between them.
std::string join(std::span<std::string const> parts, std::string_view separator);

/// Insertions, deletions, substitutions and swaps of neighboring bytes that turn `a` into `b` (Damerau,
/// 1964, in the form where no place is edited twice). Time grows with the product of the lengths.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word` if it is near enough to be a typing mistake (at most a third of the
/// longer word's bytes, ignoring ASCII case), else nothing. Ties go to the first candidate.
std::optional<std::string_view> nearest(std::string_view word, std::span<std::string_view const> candidates);

}  // namespace lectern::text
