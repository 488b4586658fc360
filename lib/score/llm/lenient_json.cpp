#include "detail/lenient_json.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace lectern::llm {
namespace {

namespace bj = boost::json;

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Whether a letter after `\\t`, `\\n` or `\\r` continues a TeX command: `\\theta` is no tab.
bool continues_tex(std::string_view word) {
    static constexpr std::array<std::string_view, 24> commands{
        "tau", "theta", "times",  "to",         "text", "tilde",  "top",   "tanh",
        "tr",  "nu",    "nabla",  "neq",        "ne",   "not",    "norm",  "nmid",
        "rho", "right", "rangle", "rightarrow", "rm",   "rfloor", "rceil", "rVert"};
    return std::ranges::find(commands, word) != commands.end();
}

/// The letters from the start of the text on.
std::string_view leading_letters(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && ((text[end] | 0x20) >= 'a' && (text[end] | 0x20) <= 'z')) ++end;
    return text.substr(0, end);
}

/// Whether the text at a backslash is an escape of JSON and not the beginning of a TeX command.
bool is_escape(std::string_view rest) {
    if (rest.size() < 2) return false;
    std::string_view const word = leading_letters(rest.substr(1));
    switch (rest[1]) {
        case '"':
        case '\\':
        case '/':
            return true;
        case 'u':
            return rest.size() >= 6 && std::ranges::all_of(rest.substr(2, 4), is_hex);
        case 'b':
        case 'f':
            return word.size() == 1;
        case 'n':
        case 'r':
        case 't':
            return !continues_tex(word);
        default:
            return false;
    }
}

/// Doubles backslashes that begin no escape, and escapes control characters, within strings.
std::string mend_strings(std::string_view text) {
    std::string mended;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (!in_string) {
            in_string = c == '"';
            mended += c;
        } else if (c == '\\') {
            bool const known = is_escape(text.substr(i));
            mended += known ? "\\" : "\\\\";
            if (known) mended += text[++i];
        } else if (c == '\n') {
            mended += "\\n";
        } else if (c == '\t') {
            mended += "\\t";
        } else {
            in_string = c != '"';
            // Other control characters have no place in a comment.
            if (static_cast<unsigned char>(c) >= 0x20) mended += c;
        }
    }
    return mended;
}

/// Turns 'single' quotes into double ones. A quote counts where a string can begin or end, so that
/// apostrophes stay.
std::string double_quotes(std::string_view text) {
    std::string mended;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\\' && i + 1 < text.size() && text[i + 1] == '\'') {
            mended += text[++i];
            continue;
        }
        if (c == '"') {
            mended += in_string ? "\\\"" : "\"";
            continue;
        }
        if (c != '\'') {
            mended += c;
            continue;
        }
        std::size_t const next = text.find_first_not_of(" \t\r\n", i + 1);
        char const after = next == std::string_view::npos ? '}' : text[next];
        bool const border = !in_string || std::string_view(",:]}").find(after) != std::string_view::npos;
        if (border) in_string = !in_string;
        mended += border ? '"' : '\'';
    }
    return mended;
}

Result<bj::value> parse_strict(std::string_view text) {
    bj::parse_options options;
    options.max_depth = 16;
    options.allow_trailing_commas = true;
    boost::system::error_code failure;
    bj::value value = bj::parse(bj::string_view(text.data(), text.size()), failure, {}, options);
    if (failure) return Error(errc::bad_answer, failure.message());
    return value;
}

}  // namespace

Result<bj::value> parse_lenient(std::string_view text) {
    std::string const mended = mend_strings(text::replace_invalid_utf8(text));
    auto value = parse_strict(mended);
    if (value) return value;
    auto quoted = parse_strict(double_quotes(mended));
    return quoted ? quoted : value;
}

}  // namespace lectern::llm
