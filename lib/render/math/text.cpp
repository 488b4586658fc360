#include "core/detail/ascii.hpp"
#include "core/detail/unicode.hpp"
#include "detail/split.hpp"
#include "detail/symbols.hpp"
#include "detail/text_reader.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/links.hpp>
#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

/// TeX's commands for text, as they stand in titles and abstracts outside of formulas.
namespace lectern::math {
namespace {

constexpr int kDeepestText = 20;

using Names = std::pair<std::string_view, std::string_view>;

/// Commands with an argument, and the element they make; empty: none.
constexpr auto kElements = std::to_array<Names>({{"textbf", "strong"},
                                                 {"textit", "em"},
                                                 {"emph", "em"},
                                                 {"textsl", "em"},
                                                 {"texttt", "code"},
                                                 {"textsc", ""},
                                                 {"textrm", ""},
                                                 {"textsf", ""},
                                                 {"textmd", ""},
                                                 {"textup", ""},
                                                 {"textnormal", ""},
                                                 {"mbox", ""},
                                                 {"hbox", ""},
                                                 {"underline", "u"},
                                                 {"uline", "u"},
                                                 {"textsuperscript", "sup"},
                                                 {"textsubscript", "sub"},
                                                 {"mathrm", ""},
                                                 {"mathbf", "strong"},
                                                 {"mathit", "em"},
                                                 {"text", ""},
                                                 {"ensuremath", ""},
                                                 {"title", ""},
                                                 {"mathcal", ""},
                                                 {"mathsf", ""}});

/// Commands that hold to the end of their group.
constexpr auto kTextSwitches = std::to_array<Names>({{"em", "em"},
                                                     {"it", "em"},
                                                     {"itshape", "em"},
                                                     {"sl", "em"},
                                                     {"bf", "strong"},
                                                     {"bfseries", "strong"},
                                                     {"tt", "code"},
                                                     {"ttfamily", "code"},
                                                     {"sc", ""},
                                                     {"rm", ""},
                                                     {"sf", ""},
                                                     {"small", ""},
                                                     {"scshape", ""},
                                                     {"cal", ""}});

/// Commands for a character that is another one in a formula, or none there.
constexpr auto kCharacters = std::to_array<Names>({{"deg", "°"},
                                                   {"textdegree", "°"},
                                                   {"textemdash", "—"},
                                                   {"textendash", "–"},
                                                   {"ldots", "…"},
                                                   {"dots", "…"},
                                                   {"textellipsis", "…"},
                                                   {"textquoteleft", "‘"},
                                                   {"textquoteright", "’"},
                                                   {"textquotedblleft", "“"},
                                                   {"textquotedblright", "”"},
                                                   {"textquotesingle", "'"},
                                                   {"textasciitilde", "~"},
                                                   {"textasciicircum", "^"},
                                                   {"textbackslash", "\\"},
                                                   {"textunderscore", "_"},
                                                   {"textless", "<"},
                                                   {"textgreater", ">"},
                                                   {"textbar", "|"},
                                                   {"textregistered", "®"},
                                                   {"texttrademark", "™"},
                                                   {"textcopyright", "©"},
                                                   {"textpm", "±"},
                                                   {"textmu", "µ"},
                                                   {"textbullet", "•"},
                                                   {"textdollar", "$"},
                                                   {"textpercent", "%"},
                                                   {"slash", "/"},
                                                   {"TeX", "TeX"},
                                                   {"LaTeX", "LaTeX"},
                                                   {"%", "%"},
                                                   {"&", "&"},
                                                   {"_", "_"},
                                                   {"#", "#"},
                                                   {"$", "$"},
                                                   {"{", "{"},
                                                   {"}", "}"},
                                                   {" ", " "},
                                                   {",", "\u2009"},
                                                   {"-", ""},
                                                   {"/", ""},
                                                   {"@", ""},
                                                   {"\\", " "},
                                                   {"newline", " "},
                                                   {"linebreak", " "},
                                                   {"par", "\n\n"},
                                                   {"noindent", ""},
                                                   {"xspace", ""},
                                                   {"protect", ""},
                                                   {"quad", " "},
                                                   {"qquad", " "},
                                                   {"!", ""},
                                                   {";", " "},
                                                   {":", " "},
                                                   {"i", "ı"}});

template <class Table>
std::string_view const* value_of(Table const& table, std::string_view name) {
    auto const found = std::ranges::find(table, name, &Names::first);
    return found == table.end() ? nullptr : &found->second;
}

/// The address of \href as it may be linked; empty if it may not.
std::string safe_address(std::string_view raw) {
    auto const found = web_addresses(raw);
    return found.size() == 1 ? found.front() : std::string();
}

class Reader {
public:
    Reader(std::string_view text, TextFormat const& format, int depth)
        : s_(text), format_(format), depth_(depth) {}

    std::string read() {
        while (pos_ < s_.size()) step();
        flush();
        return std::move(out_);
    }

private:
    void step() {
        char const c = s_[pos_];
        if (opens_formula(s_, pos_))
            formula();
        else if (c == '\\')
            command();
        else if (c == '{')
            group();
        else if (c == '~')
            tilde();
        else if (c == '-' || c == '`' || c == '\'')
            dash_or_quote();
        else
            plain_ += s_[pos_++];
    }

    void flush() {
        if (!plain_.empty()) out_ += format_.characters(plain_);
        plain_.clear();
    }
    void add(std::string const& markup) {
        flush();
        out_ += markup;
    }
    std::string nested(std::string_view content) const {
        if (depth_ >= kDeepestText) return format_.characters(content);
        return Reader(content, format_, depth_ + 1).read();
    }

    void formula() {
        Piece const piece = formula_at(s_, pos_);
        if (piece.source.empty()) {
            std::size_t const length = s_.substr(pos_).starts_with("$$") || s_[pos_] == '\\' ? 2 : 1;
            plain_ += s_.substr(pos_, length);
            pos_ += length;
            return;
        }
        pos_ += piece.source.size();
        add(is_text_command(piece.content) ? nested(piece.content) : format_.formula(piece));
    }

    /// Whether a formula is one command for text and nothing else, as in `$\textbf{fast}$`.
    static bool is_text_command(std::string_view content) {
        content = text::trim(content);
        std::size_t end = 1;
        while (end < content.size() && text::is_letter(content[end])) ++end;
        if (!content.starts_with('\\') || end >= content.size() || content[end] != '{' ||
            !content.ends_with('}'))
            return false;
        std::string_view const name = content.substr(1, end - 1);
        if (name == "href" || name == "url") return true;
        if (!name.starts_with("text") && name != "emph") return false;
        int depth = 0;
        for (std::size_t i = end; i < content.size(); ++i) {
            if (content[i] == '\\') {
                ++i;
                continue;
            }
            depth += content[i] == '{' ? 1 : content[i] == '}' ? -1 : 0;
            if (depth == 0) return i + 1 == content.size() && value_of(kElements, name);
        }
        return false;
    }

    /// `~` ties words; where it stands before one it means "about".
    void tilde() {
        bool const before = pos_ > 0 && s_[pos_ - 1] != ' ' && s_[pos_ - 1] != '(' && s_[pos_ - 1] != '\n';
        bool const after = pos_ + 1 < s_.size() && s_[pos_ + 1] != ' ';
        plain_ += before && after ? "\u00A0" : "~";
        ++pos_;
    }

    void dash_or_quote() {
        std::string_view const rest = s_.substr(pos_);
        bool const option = pos_ > 0 && s_[pos_ - 1] == ' ' && rest.size() > 2 && text::is_letter(rest[2]);
        constexpr std::array<Names, 4> signs{{{"---", "—"}, {"--", "–"}, {"``", "“"}, {"''", "”"}}};
        for (auto const& [source, sign] : signs) {
            if (!rest.starts_with(source) || (option && source == "--")) continue;
            plain_ += sign;
            pos_ += source.size();
            return;
        }
        plain_ += rest.front() == '`' ? "‘" : std::string_view(rest.substr(0, 1));
        ++pos_;
    }

    /// The content of the braces at the place; nothing if they do not close.
    std::optional<std::string_view> braces() const {
        if (pos_ >= s_.size() || s_[pos_] != '{') return std::nullopt;
        int depth = 0;
        for (std::size_t i = pos_; i < s_.size(); ++i) {
            if (s_[i] == '\\') {
                ++i;
                continue;
            }
            depth += s_[i] == '{' ? 1 : s_[i] == '}' ? -1 : 0;
            if (depth == 0) return s_.substr(pos_ + 1, i - pos_ - 1);
        }
        return std::nullopt;
    }
    std::optional<std::string_view> take_braces() {
        auto const content = braces();
        if (content) pos_ += content->size() + 2;
        return content;
    }

    /// Braces that only group go, as around a switch or a protected word; those of a set stay.
    void group() {
        auto const content = braces();
        if (!content) {
            plain_ += s_[pos_++];
            return;
        }
        bool const set =
            content->find_first_of(",:|") != std::string_view::npos && !content->starts_with('\\');
        pos_ += content->size() + 2;
        if (set) plain_ += '{';
        add(nested(*content));
        if (set) plain_ += '}';
    }

    void command() {
        std::size_t end = pos_ + 1;
        while (end < s_.size() && text::is_letter(s_[end])) ++end;
        if (end == pos_ + 1 && end < s_.size()) ++end;
        std::string_view const name = s_.substr(pos_ + 1, end - pos_ - 1);
        std::size_t const begin = pos_;
        pos_ = end;
        if (simple(name) || with_argument(name)) return;
        plain_ += s_.substr(begin, end - begin);  // as it is written
        pos_ = end;
    }

    bool simple(std::string_view name) {
        bool const word = !name.empty() && text::is_letter(name.front());
        if (auto const* sign = value_of(kCharacters, name)) {
            plain_ += *sign;
        } else if (auto const* element = value_of(kTextSwitches, name)) {
            std::string_view const rest = s_.substr(std::min(s_.find_first_not_of(' ', pos_), s_.size()));
            std::string content = nested(rest);
            pos_ = s_.size();
            add(element->empty() ? content : format_.element(*element, std::move(content)));
            return true;
        } else if (Symbol const* symbol = find_symbol(name); symbol && word) {
            plain_ += symbol->text;
        } else {
            return false;
        }
        // A blank ends the name of a command and is no part of the text; `{}` neither.
        if (word && s_.substr(pos_).starts_with("{}")) pos_ += 2;
        return true;
    }

    bool with_argument(std::string_view name) {
        if (auto const* element = value_of(kElements, name)) {
            auto const content = take_braces();
            if (!content) return false;
            std::string inner = nested(*content);
            add(element->empty() ? inner : format_.element(*element, std::move(inner)));
            return true;
        }
        if (name.starts_with("cite") || name == "ref" || name == "eqref" || name == "label" ||
            name == "autocite") {
            while (pos_ < s_.size() && s_[pos_] == '[')
                pos_ = std::min(s_.find(']', pos_), s_.size() - 1) + 1;
            if (!take_braces()) return false;
            if (plain_.ends_with(' ')) plain_.pop_back();
            return true;
        }
        if (name == "href" || name == "textcolor" || name == "SI" || name == "qty")
            return with_two_arguments(name);
        if (name != "url" && name != "footnote" && name != "enquote" && name != "num" && name != "si" &&
            name != "unicode" && name != "thanks" && name != "color")
            return false;
        auto const content = take_braces();
        if (!content) return false;
        one_argument(name, *content);
        return true;
    }

    void one_argument(std::string_view name, std::string_view content) {
        if (name == "url") {
            std::string const address = safe_address(content);
            add(address.empty() ? format_.characters(content)
                                : format_.link(address, format_.characters(content)));
        } else if (name == "footnote" || name == "thanks") {
            plain_ += plain_.ends_with(' ') ? "(" : " (";
            add(nested(content));
            plain_ += ")";
        } else if (name == "enquote") {
            plain_ += "“";
            add(nested(content));
            plain_ += "”";
        } else if (name == "unicode") {
            unsigned number = 0;
            std::string_view const digits = content.starts_with('x') ? content.substr(1) : content;
            (void)std::from_chars(digits.data(), digits.data() + digits.size(), number,
                                  content.starts_with('x') ? 16 : 10);
            constexpr unsigned last = 0x10FFFF;
            bool const valid = number >= 0x20 && number <= last && (number < 0xD800 || number > 0xDFFF);
            if (valid) unicode::append(plain_, static_cast<char32_t>(number));
        } else if (name != "color") {
            add(nested(content));
        }
    }

    bool with_two_arguments(std::string_view name) {
        std::size_t const before = pos_;
        auto const first = take_braces();
        auto const second = first ? take_braces() : std::nullopt;
        if (!second) {
            pos_ = before;
            return false;
        }
        if (name == "href") {
            std::string const address = safe_address(*first);
            std::string content = nested(*second);
            add(address.empty() ? content : format_.link(address, std::move(content)));
        } else if (name == "textcolor") {
            add(nested(*second));
        } else {
            add(nested(*first));
            plain_ += *second == "\\percent" ? "\u2009%" : "\u2009";
            if (*second != "\\percent") add(nested(*second));
        }
        return true;
    }

    std::string_view s_;
    TextFormat const& format_;
    int depth_;
    std::size_t pos_ = 0;
    std::string out_;
    std::string plain_;  ///< Not yet written.
};

}  // namespace

std::string read_text(std::string_view text, TextFormat const& format) {
    std::string const clean = text::displayable(tex::decode_text(text), text::Medium::page);
    return Reader(clean, format, 0).read();
}

}  // namespace lectern::math
