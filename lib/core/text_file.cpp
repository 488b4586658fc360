#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

/// Whether most bytes at even (0) or odd (1) places are NUL: Latin text in UTF-16 without a byte order mark.
bool is_zero_at(std::string_view start, std::size_t parity) {
    std::size_t zeros = 0;
    std::size_t other = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
        if (start[i] == '\0') (i % 2 == parity ? zeros : other) += 1;
    }
    return other == 0 && zeros > start.size() / 4;
}

/// Name of the wide encoding the bytes are in; empty if they are in none.
std::string_view wide_encoding(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv)) return "UTF-16";
    constexpr std::size_t sample = 256;
    std::string_view const start = bytes.substr(0, sample);
    return is_zero_at(start, 0) || is_zero_at(start, 1) ? "UTF-16" : "";
}

std::string with_plain_line_ends(std::string_view text) {
    if (text.find('\r') == std::string_view::npos) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (!crlf) out += text[i] == '\r' ? '\n' : text[i];
    }
    return out;
}

/// Place of a byte as `name:line`.
std::string place(std::string_view name, std::string_view text, std::size_t at) {
    return fmt::format("{}:{}", name, 1 + std::ranges::count(text.substr(0, at), '\n'));
}

}  // namespace

Result<std::string> plain_text(std::string_view bytes, std::string_view name) {
    if (std::string_view const encoding = wide_encoding(bytes); !encoding.empty())
        return Error(errc::invalid_argument, fmt::format("{} is {}; save it as UTF-8", name, encoding));
    if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
    std::string text = with_plain_line_ends(bytes);
    if (std::size_t const nul = text.find('\0'); nul != std::string::npos) {
        return Error(errc::invalid_argument,
                     fmt::format("{}: a NUL byte, which no text holds; save the file again as plain text",
                                 place(name, text, nul)));
    }
    if (auto const bad = text::find_invalid_utf8(text)) {
        return Error(errc::invalid_argument,
                     fmt::format("{}: not UTF-8; save the file as UTF-8", place(name, text, *bad)));
    }
    return text;
}

Result<std::string> read_text_file(std::filesystem::path const& path, std::size_t max_bytes) {
    auto const bytes = read_file(path, max_bytes);
    if (!bytes) return bytes.error();
    return plain_text(*bytes, path.string());
}

}  // namespace lectern
