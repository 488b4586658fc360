#include "detail/markdown_text.hpp"

#include "detail/harmless.hpp"

#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

namespace lectern::markdown {
namespace {

/// Ends each line that another line of the same paragraph follows with a hard break.
std::string with_hard_breaks(std::string_view escaped) {
    std::string out;
    for (std::string_view const line : text::split(escaped, '\n')) {
        if (!out.empty()) out += line.empty() || out.ends_with('\n') ? "\n" : "\\\n";
        out += line;
    }
    return out;
}

}  // namespace

std::string TextWriter::link(std::string_view text) const {
    if (imported_ && !text.empty() && is_harmless(text, Place::link)) return std::string(text);
    std::string const escaped = text::escape_markdown(text);
    return escaped.empty() ? "(no title)" : escaped;
}

std::string TextWriter::bracketed_cell(std::string_view text) const {
    if (imported_ && is_harmless(text, Place::cell)) return fmt::format("[{}]", text);
    std::string const escaped = text::escape_markdown_cell(text);
    // GitHub takes [^name] for a footnote even where the "^" is escaped.
    return escaped.starts_with("\\^") ? fmt::format("\\[{}\\]", escaped) : fmt::format("[{}]", escaped);
}

std::string TextWriter::line(std::string_view text) const {
    return imported_ && is_harmless(text, Place::line) ? std::string(text) : text::escape_markdown(text);
}

std::string TextWriter::lines(std::string_view text) const {
    return imported_ && is_harmless(text, Place::lines) ? std::string(text)
                                                        : text::escape_markdown_lines(text);
}

std::string TextWriter::quote(std::string_view text) const {
    bool const raw = imported_ && is_harmless(text, Place::blocks);
    std::string const body = raw ? std::string(text) : with_hard_breaks(text::escape_markdown_lines(text));
    std::string out;
    for (std::string_view const line : text::split(body, '\n')) {
        if (!out.empty()) out += '\n';
        out.append("> ").append(line);
    }
    return out;
}

}  // namespace lectern::markdown
