#include "detail/bibtex_parser.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace lectern::marks {
namespace {

constexpr std::size_t kLongestEntry = std::size_t{1} << 20;
constexpr std::size_t kMostFields = 1000;
constexpr std::size_t kMostMacros = 10'000;
constexpr std::size_t kLongestMacro = 4000;
/// Beyond these many damaged entries, one is given up at the next line that begins with `@`.
constexpr std::size_t kPatience = 50;

constexpr std::string_view kNotClosed = "it is not closed";
constexpr std::string_view kNoField = "a field has no \"=\" or a stray character stands between fields";
constexpr std::string_view kTooMuch = "it has more than 1000 fields";

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("_-.:+/*!$&'<>?[]^`|;").find(c) != std::string_view::npos;
}

}  // namespace

std::size_t BibtexParser::skip_blanks(std::size_t pos, bool comments) const {
    while (pos < text_.size()) {
        if (is_blank(text_[pos]))
            ++pos;
        else if (comments && text_[pos] == '%')
            pos = std::min(text_.find('\n', pos), text_.size());
        else
            break;
    }
    return pos;
}

std::size_t BibtexParser::line_of(std::size_t pos) {
    auto const from = text_.begin() + static_cast<std::ptrdiff_t>(std::min(counted_, pos));
    line_ +=
        static_cast<std::size_t>(std::count(from, text_.begin() + static_cast<std::ptrdiff_t>(pos), '\n'));
    counted_ = std::max(counted_, pos);
    return line_;
}

/// Whether `@word{` or `@word(` begins a line at `at`, where an `@` stands.
bool BibtexParser::opens_line(std::size_t at) const {
    std::size_t before = at;
    while (before > 0 && (text_[before - 1] == ' ' || text_[before - 1] == '\t')) --before;
    if (before > 0 && text_[before - 1] != '\n') return false;
    std::size_t end = at + 1;
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end]))) ++end;
    std::size_t const open = skip_blanks(end, false);
    return end > at + 1 && open < text_.size() && (text_[open] == '{' || text_[open] == '(');
}

/// Place of the next entry that begins a line, at most `farthest`.
std::size_t BibtexParser::next_line_entry(std::size_t start, std::size_t farthest) const {
    std::string_view const reach = text_.substr(0, farthest);
    for (std::size_t at = reach.find('@', start); at < reach.size(); at = reach.find('@', at + 1)) {
        if (opens_line(at)) return at;
    }
    return reach.size();
}

/// How far an entry may reach.
std::size_t BibtexParser::limit(std::size_t start) const {
    std::size_t const farthest = std::min(text_.size(), start + kLongestEntry);
    return damaged_ > kPatience ? next_line_entry(start + 1, farthest) : farthest;
}

/// Goes to the next `@` outside of comments; false at the end.
bool BibtexParser::find_entry() {
    while ((pos_ = text_.find_first_of("@%", pos_)) < text_.size()) {
        if (text_[pos_] == '%') {
            pos_ = std::min(text_.find('\n', pos_), text_.size());
            continue;
        }
        bool const address = pos_ > 0 && std::isalnum(static_cast<unsigned char>(text_[pos_ - 1]));
        if (!address) return true;
        ++pos_;
    }
    pos_ = text_.size();
    return false;
}

/// The word behind `@` if a group follows; leaves the place at the group's opening.
std::optional<std::string> BibtexParser::read_type() {
    std::size_t const start = skip_blanks(pos_ + 1, false);
    std::size_t end = start;
    while (end < text_.size() && (is_word(text_[end]) && text_[end] != ':')) ++end;
    std::size_t const open = skip_blanks(end, false);
    std::string type = text::ascii_lower(text_.substr(start, end - start));
    bool const group = open < text_.size() && (text_[open] == '{' || text_[open] == '(');
    pos_ = group && end > start ? open : std::max(end, pos_ + 1);
    if (type == "comment" && !group) pos_ = std::min(text_.find('\n', end), text_.size());
    if (!group || end == start) return std::nullopt;
    return type;
}

/// End of the group that opens at `open`: the place behind its closing brace, or npos.
std::size_t BibtexParser::find_group_end(std::size_t open, bool escapes) const {
    std::size_t const end = limit(open);
    std::size_t depth = 0;
    for (std::size_t i = open; i < end; ++i) {
        char const c = text_[i];
        if (c == '\\' && escapes) ++i;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

/// The place behind the quote that closes the one at `open`; quotes within braces do not count. A string does
/// not reach over the next entry: its closing quote is missing then.
std::size_t BibtexParser::find_quote_end(std::size_t open, bool escapes) const {
    std::size_t const end = next_line_entry(open + 1, limit(open));
    std::size_t depth = 0;
    for (std::size_t i = open + 1; i < end; ++i) {
        char const c = text_[i];
        if (c == '\\' && escapes) ++i;
        if (c == '{') ++depth;
        if (c == '}' && depth > 0) --depth;
        if (c == '"' && depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

/// Skips `@comment{…}` and `@preamble{…}`.
void BibtexParser::skip_group() {
    std::size_t end = std::string_view::npos;
    if (text_[pos_] == '{') {
        end = find_group_end(pos_, false);
    } else {
        end = std::min(text_.find(')', pos_), text_.find('\n', pos_));
    }
    if (end == std::string_view::npos) {
        ++damaged_;
        end = next_line_entry(pos_, text_.size());
    }
    pos_ = end;
}

/// Takes in `@string{name = value}`.
void BibtexParser::define_macro() {
    Attempt attempt = read_entry(pos_, false);
    pos_ = attempt.end;
    for (Field& field : attempt.entry.fields) {
        bool const kept = macros_.size() < kMostMacros && field.value.size() <= kLongestMacro;
        if (kept) macros_.insert_or_assign(std::move(field.name), std::move(field.value));
    }
}

std::optional<BibtexEntry> BibtexParser::next() {
    while (find_entry()) {
        std::size_t const at = pos_;
        auto const type = read_type();
        if (!type) continue;
        if (*type == "comment" || *type == "preamble") {
            skip_group();
            continue;
        }
        if (*type == "string") {
            define_macro();
            continue;
        }
        std::size_t const line = line_of(at);
        Attempt attempt = read_entry(pos_, false);
        if (!attempt.entry.damage.empty()) {
            Attempt other = read_entry(pos_, true);
            if (other.entry.damage.empty()) attempt = std::move(other);
        }
        if (!attempt.entry.damage.empty()) ++damaged_;
        pos_ = attempt.end;
        attempt.entry.line = line;
        return std::move(attempt.entry);
    }
    return std::nullopt;
}

/// Reads the entry whose group opens at `start`; what follows a fault is left for the next line with an `@`.
BibtexParser::Attempt BibtexParser::read_entry(std::size_t start, bool escapes) const {
    Attempt attempt;
    char const close = text_[start] == '{' ? '}' : ')';
    std::size_t pos = skip_blanks(start + 1, true);
    std::size_t end = pos;
    while (end < text_.size() && std::string_view(",={}()\"#%\n@").find(text_[end]) == std::string_view::npos)
        ++end;
    // Without a key the first word is a field's name.
    if (end < text_.size() && text_[end] != '=') {
        attempt.entry.key = text::trim(text_.substr(pos, end - pos));
        pos = end;
    }
    attempt.end = pos;
    attempt.entry.damage = read_fields(attempt, close, escapes);
    bool const at_next = attempt.end < text_.size() && text_[attempt.end] == '@';
    if (!attempt.entry.damage.empty() && !at_next) attempt.end = next_line_entry(attempt.end, text_.size());
    return attempt;
}

/// Reads fields up to the end of the entry. \return what is wrong, or nothing
std::string_view BibtexParser::read_fields(Attempt& attempt, char close, bool escapes) const {
    std::size_t& pos = attempt.end;
    for (;;) {
        pos = skip_blanks(pos, true);
        if (pos >= text_.size()) return kNotClosed;
        char const c = text_[pos];
        if (c == close) {
            ++pos;
            return {};
        }
        if (c == ',') {
            ++pos;
            continue;
        }
        if (c == '@') return kNotClosed;
        std::size_t end = pos;
        while (end < text_.size() && is_word(text_[end])) ++end;
        std::size_t const equals = skip_blanks(end, true);
        if (end == pos || equals >= text_.size() || text_[equals] != '=') return kNoField;
        if (attempt.entry.fields.size() >= kMostFields) return kTooMuch;
        Field field{text::ascii_lower(text_.substr(pos, end - pos)), {}};
        std::size_t value = equals + 1;
        std::string_view const fault = read_value(value, field.value, escapes);
        if (!fault.empty()) return fault;
        attempt.entry.fields.push_back(std::move(field));
        pos = value;
    }
}

/// Reads the pieces of a value, joined by `#`.
std::string_view BibtexParser::read_value(std::size_t& pos, std::string& value, bool escapes) const {
    for (;;) {
        pos = skip_blanks(pos, true);
        std::string_view const fault = read_piece(pos, value, escapes);
        if (!fault.empty()) return fault;
        std::size_t const next = skip_blanks(pos, true);
        if (next >= text_.size() || text_[next] != '#') return {};
        pos = next + 1;
    }
}

/// Reads `{…}`, `"…"`, a number or the name of a macro.
std::string_view BibtexParser::read_piece(std::size_t& pos, std::string& value, bool escapes) const {
    char const c = pos < text_.size() ? text_[pos] : '\0';
    if (c == '{' || c == '"') {
        std::size_t const end = c == '{' ? find_group_end(pos, escapes) : find_quote_end(pos, escapes);
        if (end == std::string_view::npos) return kNotClosed;
        value += text_.substr(pos + 1, end - pos - 2);
        pos = end;
        return {};
    }
    std::size_t end = pos;
    while (end < text_.size() && is_word(text_[end])) ++end;
    std::string const word(text_.substr(pos, end - pos));
    auto const macro = macros_.find(text::ascii_lower(word));
    if (value.size() > kLongestEntry) return kNotClosed;
    value += macro == macros_.end() ? word : macro->second;
    pos = end;
    return {};
}

}  // namespace lectern::marks
