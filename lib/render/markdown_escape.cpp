#include "detail/markdown_escape.hpp"

#include "detail/html_syntax.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <vector>

namespace lectern::markdown {
namespace {

/// How far ahead the end of a tag or comment is looked for; what is still open there counts as markup. Keeps
/// the time linear.
constexpr std::size_t kLongestMarkup = 1024;

bool is_punctuation(char c) {
    return std::ispunct(static_cast<unsigned char>(c)) != 0;
}
bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t run_length(std::string_view s, std::size_t pos) {
    return std::min(s.find_first_not_of(s[pos], pos), s.size()) - pos;
}

/// Finds code spans of a paragraph in one pass: where each run of backticks of a length is met next.
class CodeSpans {
public:
    explicit CodeSpans(std::string_view s) {
        for (std::size_t i = s.find('`'); i != std::string_view::npos;) {
            std::size_t const length = run_length(s, i);
            runs_[length].push_back(i);
            i = s.find('`', i + length);
        }
    }

    /// End of the code span that the run at `pos` opens, or npos.
    std::size_t end(std::size_t pos, std::size_t length) const {
        auto const places = runs_.find(length);
        if (places == runs_.end()) return std::string_view::npos;
        auto const next = std::ranges::upper_bound(places->second, pos);
        return next == places->second.end() ? std::string_view::npos : *next + length;
    }

private:
    std::map<std::size_t, std::vector<std::size_t>> runs_;
};

/// Escapes the inline markup of one paragraph.
class Inline {
public:
    Inline(std::string_view s, bool in_link)
        : s_(s), in_link_(in_link), code_(s), last_parenthesis_(s.rfind(')')) {}

    std::string escape() {
        while (pos_ < s_.size()) step();
        escape_brackets();
        return std::move(out_);
    }

private:
    void copy(std::size_t n) {
        out_ += s_.substr(pos_, n);
        pos_ += n;
    }

    void step() {
        switch (s_[pos_]) {
            case '\\':
                return backslash();
            case '`':
                return backticks();
            case '<':
                return less_than();
            case '&':
                return ampersand();
            case '[':
                return open_bracket();
            case ']':
                return close_bracket();
            default:
                return copy(1);
        }
    }

    void backslash() {
        bool const escapes = pos_ + 1 < s_.size() && is_punctuation(s_[pos_ + 1]);
        // At its end, a link's text must not escape the bracket behind it.
        if (!escapes && in_link_ && pos_ + 1 == s_.size()) out_ += '\\';
        copy(escapes ? 2 : 1);
    }

    void backticks() {
        std::size_t const length = run_length(s_, pos_);
        std::size_t const end = code_.end(pos_, length);
        if (end != std::string_view::npos) return copy(end - pos_);
        // Left open here, it could be closed by what follows the link in its paragraph.
        for (std::size_t i = 0; in_link_ && i < length; ++i) out_ += "\\`";
        if (in_link_)
            pos_ += length;
        else
            copy(length);
    }

    void less_than() {
        std::string_view const window = s_.substr(pos_, kLongestMarkup);
        Match const match = match_inline_html(window);
        bool const cut = pos_ + window.size() < s_.size();
        bool const markup = match == Match::complete || (match == Match::incomplete && (in_link_ || cut));
        if (!markup) return copy(1);
        out_ += "&lt;";
        ++pos_;
    }

    void ampersand() {
        if (entity_length(s_.substr(pos_)) == 0) return copy(1);
        out_ += "&amp;";
        ++pos_;
    }

    void open_bracket() {
        open_.push_back(out_.size());
        copy(1);
    }

    void close_bracket() {
        std::size_t const place = out_.size();
        char const next = pos_ + 1 < s_.size() ? s_[pos_ + 1] : '\0';
        bool const link =
            next == '(' && last_parenthesis_ != std::string_view::npos && pos_ < last_parenthesis_;
        if (open_.empty()) {
            if (in_link_ || link) escapes_.push_back(place);
        } else {
            if (link || (in_link_ && next == '[')) {
                escapes_.push_back(open_.back());
                escapes_.push_back(place);
            }
            open_.pop_back();
        }
        copy(1);
    }

    void escape_brackets() {
        if (in_link_) escapes_.insert(escapes_.end(), open_.begin(), open_.end());
        std::ranges::sort(escapes_);
        std::string escaped;
        escaped.reserve(out_.size() + escapes_.size());
        std::size_t copied = 0;
        for (std::size_t const place : escapes_) {
            escaped.append(out_, copied, place - copied).append("\\");
            copied = place;
        }
        out_ = std::move(escaped.append(out_, copied));
    }

    std::string_view s_;
    bool in_link_;
    CodeSpans code_;
    std::size_t last_parenthesis_;
    std::size_t pos_ = 0;
    std::string out_;
    std::vector<std::size_t> open_;     ///< Places of brackets not closed yet, in out_.
    std::vector<std::size_t> escapes_;  ///< Places in out_ that get a backslash.
};

bool is_thematic_break(std::string_view line) {
    char const sign = line.front();
    if (sign != '*' && sign != '-' && sign != '_') return false;
    bool const only = std::ranges::all_of(line, [sign](char c) { return c == sign || is_blank(c); });
    return only && std::ranges::count(line, sign) >= 3;
}

bool is_setext_underline(std::string_view line) {
    line = text::trim(line);
    return std::ranges::all_of(line, [&](char c) { return c == line.front(); }) &&
           (line.front() == '=' || line.front() == '-');
}

/// The row below the header of a table (GitHub Flavored Markdown, section 4.10).
bool is_table_delimiter(std::string_view line) {
    bool const signs =
        std::ranges::all_of(line, [](char c) { return c == '|' || c == '-' || c == ':' || is_blank(c); });
    return signs && line.find('-') != std::string_view::npos &&
           (line.find('|') != std::string_view::npos || line.find(':') != std::string_view::npos);
}

bool is_atx_heading(std::string_view line) {
    if (line.front() != '#') return false;
    std::size_t const level = run_length(line, 0);
    return level <= 6 && (level == line.size() || is_blank(line[level]));
}

bool is_bullet(std::string_view line) {
    bool const sign = line.front() == '-' || line.front() == '+' || line.front() == '*';
    return sign && (line.size() == 1 || is_blank(line[1]));
}

bool is_fence(std::string_view line) {
    return (line.front() == '`' || line.front() == '~') && run_length(line, 0) >= 3;
}

bool is_link_definition(std::string_view line) {
    return line.front() == '[' && line.find("]:") != std::string_view::npos;
}

/// Length of `12.` or `12)` where it starts a list item, or 0.
std::size_t ordered_marker(std::string_view line) {
    auto const digits = static_cast<std::size_t>(std::ranges::find_if_not(line, is_digit) - line.begin());
    if (digits == 0 || digits > 9 || digits >= line.size()) return 0;
    if (line[digits] != '.' && line[digits] != ')') return 0;
    bool const item = digits + 1 == line.size() || is_blank(line[digits + 1]);
    return item ? digits + 1 : 0;
}

/// Makes a line that would start a block a line of text.
std::string disarm_line(std::string_view line) {
    auto const content = static_cast<std::size_t>(std::ranges::find_if_not(line, is_blank) - line.begin());
    std::string_view const body = line.substr(content);
    if (body.empty()) return std::string(line);
    std::string const indent(line.substr(0, content));
    if (std::size_t const marker = ordered_marker(body)) {
        return indent + std::string(body.substr(0, marker - 1)) + "\\" + std::string(body.substr(marker - 1));
    }
    bool const block = body.front() == '>' || (body.front() == '<' && starts_html_block(body)) ||
                       is_atx_heading(body) || is_thematic_break(body) || is_setext_underline(body) ||
                       is_bullet(body) || is_fence(body) || is_link_definition(body) ||
                       is_table_delimiter(body);
    return indent + (block ? "\\" : "") + std::string(body);
}

std::string clean(std::string_view text) {
    return text::strip_controls(text::replace_invalid_utf8(text));
}

}  // namespace

std::string link_text(std::string_view text) {
    std::string const line = text::collapse_whitespace(clean(text));
    return Inline(line, true).escape();
}

std::string line_text(std::string_view text) {
    std::string const line = text::collapse_whitespace(clean(text));
    return Inline(line, false).escape();
}

std::string block_text(std::string_view text) {
    return Inline(disarm_line(text::collapse_whitespace(clean(text))), false).escape();
}

std::string running_text(std::string_view raw) {
    std::string const text = clean(raw);
    std::string out;
    std::string paragraph;
    auto const flush = [&] {
        out += Inline(paragraph, false).escape();
        paragraph.clear();
    };
    bool first = true;
    for (std::string_view line : text::split(text, '\n')) {
        bool const blank = text::trim(line).empty();
        if (!first && paragraph.empty()) {
            // Four blanks at the start of a paragraph would make it code.
            while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
        }
        if (blank) {
            flush();
            out += first ? "" : "\n";
        } else {
            if (!first) (paragraph.empty() ? out : paragraph) += '\n';
            paragraph += first ? std::string(line) : disarm_line(line);
        }
        first = false;
    }
    flush();
    return out;
}

std::string quote(std::string_view text) {
    std::string out;
    for (std::string_view const line : text::split(text, '\n')) {
        if (!out.empty()) out += '\n';
        out.append("> ").append(line);
    }
    return out;
}

}  // namespace lectern::markdown
