#include "detail/text_reader.hpp"

#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

/// Texts as HTML and as plain text.
namespace lectern::math {
namespace {

class Html final : public TextFormat {
public:
    std::string characters(std::string_view plain) const override { return text::escape_html(plain); }
    std::string element(std::string_view name, std::string content) const override {
        return fmt::format("<{0}>{1}</{0}>", name, content);
    }
    std::string link(std::string const& address, std::string content) const override {
        return fmt::format("<a href=\"{}\" rel=\"noopener\">{}</a>", text::escape_html(address), content);
    }
    std::string formula(Piece const& piece) const override {
        auto const math = to_mathml(piece.content, piece.display);
        return math ? math->markup : fmt::format("<code>{}</code>", text::escape_html(piece.source));
    }
};

class Plain final : public TextFormat {
public:
    std::string characters(std::string_view plain) const override { return std::string(plain); }
    std::string element(std::string_view, std::string content) const override { return content; }
    std::string link(std::string const& address, std::string content) const override {
        return content == address || content.empty() ? address : fmt::format("{} ({})", content, address);
    }
    std::string formula(Piece const& piece) const override;
};

/// Scripts that Unicode has: as many as a reader expects.
constexpr std::string_view kSmall = "0123456789+−=()ni";
constexpr auto kSuper = std::to_array<std::string_view>(
    {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁺", "⁻", "⁼", "⁽", "⁾", "ⁿ", "ⁱ"});
constexpr auto kSub = std::to_array<std::string_view>(
    {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉", "₊", "₋", "₌", "₍", "₎", "ₙ", "ᵢ"});

/// The text in small characters; empty if one of them has no such form.
std::string in_small(std::string_view text, std::span<std::string_view const> forms) {
    std::string small;
    while (!text.empty()) {
        bool const minus = text.starts_with("−");
        std::size_t place = 0;
        if (minus)
            place = 11;
        else if (std::size_t const at = kSmall.find(text.front()); at != std::string_view::npos)
            place = at > 11 ? at - 2 : at;  // the minus has three bytes
        else
            return {};
        small += forms[place];
        text.remove_prefix(minus ? std::string_view("−").size() : 1);
    }
    return small;
}

/// Reads our own MathML back as text that a person can read.
class MathText {
public:
    explicit MathText(std::string_view markup) : s_(markup) {}
    std::string read() { return text::collapse_whitespace(children("")); }

private:
    struct Part {
        std::string name;
        std::string text;
    };

    /// The text of the elements up to the end of `name`.
    std::string children(std::string_view name) { return joined(parts(name)); }

    std::vector<Part> parts(std::string_view name) {
        std::vector<Part> found;
        while (pos_ < s_.size()) {
            if (s_.substr(pos_).starts_with("</")) {
                pos_ = s_.find('>', pos_) + 1;
                break;
            }
            found.push_back(element());
        }
        (void)name;
        return found;
    }

    Part element() {
        std::size_t const end = s_.find('>', pos_);
        std::string_view const inside = s_.substr(pos_ + 1, end - pos_ - 1);
        std::string const name(inside.substr(0, inside.find(' ')));
        pos_ = end + 1;
        if (name == "mi" || name == "mn" || name == "mo" || name == "mtext" || name == "mspace")
            return {name, leaf(name, inside)};
        return {name, layout(name)};
    }

    std::string leaf(std::string_view name, std::string_view inside) {
        std::size_t const end = s_.find("</", pos_);
        std::string content = unescape(s_.substr(pos_, end - pos_));
        pos_ = s_.find('>', end) + 1;
        if (name == "mspace")
            return inside.find("\"1em") != std::string_view::npos ||
                           inside.find("\"2em") != std::string_view::npos
                       ? " "
                       : "";
        static constexpr std::string_view relations = "=<>≤≥≠≈∼≡∈∉⊂⊆⊃→←↔⇒⟹⇔≪≫∝≲≳";
        bool const relation = name == "mo" && relations.find(content) != std::string_view::npos;
        if (relation) return " " + content + " ";
        bool const comma = name == "mo" && (content == "," || content == ";");
        return comma ? content + " " : content;
    }

    static std::string unescape(std::string_view markup) {
        std::string plain;
        constexpr std::array<std::pair<std::string_view, char>, 5> entities{
            {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
        while (!markup.empty()) {
            auto const entity = std::ranges::find_if(
                entities, [&](auto const& one) { return markup.starts_with(one.first); });
            plain += entity == entities.end() ? markup.front() : entity->second;
            markup.remove_prefix(entity == entities.end() ? 1 : entity->first.size());
        }
        return plain;
    }

    std::string layout(std::string_view name) {
        auto const found = parts(name);
        auto const at = [&](std::size_t i) { return i < found.size() ? found[i].text : std::string(); };
        if (name == "mfrac") return grouped(at(0)) + "/" + grouped(at(1));
        if (name == "msqrt") return "√" + grouped(joined(found));
        if (name == "mroot") return script(at(1), kSuper, "") + "√" + grouped(at(0));
        if (name == "msup") return at(0) + script(at(1), kSuper, "^");
        if (name == "msub" || name == "munder") return at(0) + script(at(1), kSub, "_");
        if (name == "mover")
            return at(0) +
                   (found.size() > 1 && found[1].name == "mo" ? accent(at(1)) : script(at(1), kSuper, "^"));
        if (name == "msubsup" || name == "munderover")
            return at(0) + script(at(1), kSub, "_") + script(at(2), kSuper, "^");
        if (name == "mtr") return joined(found) + "; ";
        if (name == "mtd") return joined(found) + " ";
        if (name == "mphantom") return "";
        return joined(found);
    }

    /// Whether the text begins with the name of a function, perhaps with an index.
    static bool starts_with_word(std::string_view text) {
        auto const small = [](char c) { return c >= 'a' && c <= 'z'; };
        return text.size() > 1 && small(text[0]) && small(text[1]);
    }

    /// Names of functions stand apart from what follows and what comes before: `n log n`, `sin(x)`.
    static std::string joined(std::vector<Part> const& parts) {
        std::string all;
        bool after_name = false;
        for (Part const& part : parts) {
            bool const name = part.name != "mtext" && starts_with_word(part.text);
            bool const after_letter =
                !all.empty() && std::isalnum(static_cast<unsigned char>(all.back())) != 0;
            bool const letter =
                !part.text.empty() && (std::isalnum(static_cast<unsigned char>(part.text.front())) != 0 ||
                                       static_cast<unsigned char>(part.text.front()) >= 0x80);
            if ((name && after_letter) || (after_name && letter)) all += ' ';
            all += part.text;
            after_name = name;
        }
        return all;
    }

    /// Accents that combine with a letter; others stand behind it.
    static std::string accent(std::string const& sign) {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 7> marks{{{"ˆ", "\u0302"},
                                                                                      {"~", "\u0303"},
                                                                                      {"‾", "\u0304"},
                                                                                      {"→", "\u20D7"},
                                                                                      {"˙", "\u0307"},
                                                                                      {"¨", "\u0308"},
                                                                                      {"ˇ", "\u030C"}}};
        auto const mark =
            std::ranges::find(marks, sign, &std::pair<std::string_view, std::string_view>::first);
        return mark == marks.end() ? sign : std::string(mark->second);
    }

    static std::string script(std::string const& raw, std::span<std::string_view const> forms,
                              std::string_view sign) {
        std::string const content = text::collapse_whitespace(raw);
        if (content == "′" || content == "″" || content == "‴") return content;
        if (std::string const small = in_small(content, forms); !small.empty()) return small;
        return std::string(sign) + (text::count_characters(content) > 1 ? "{" + content + "}" : content);
    }

    static std::string grouped(std::string const& raw) {
        std::string const content = text::collapse_whitespace(raw);
        bool const compound =
            content.find_first_of(" +*/") != std::string::npos || content.find("−") != std::string::npos;
        return compound ? "(" + content + ")" : content;
    }

    std::string_view s_;
    std::size_t pos_ = 0;
};

std::string Plain::formula(Piece const& piece) const {
    auto const math = to_mathml(piece.content, piece.display);
    return math ? MathText(math->markup).read() : std::string(piece.source);
}

}  // namespace

std::string to_html(std::string_view text) {
    return read_text(text, Html());
}

std::string to_plain(std::string_view text) {
    return read_text(text, Plain());
}

}  // namespace lectern::math
