#include "detail/topic_lines.hpp"

#include "core/detail/ascii.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace lectern::local {
namespace {

constexpr std::array<std::pair<std::string_view, TopicLabel>, 43> kLabels{{
    {"relevant", TopicLabel::relevant},
    {"include", TopicLabel::relevant},
    {"included", TopicLabel::relevant},
    {"includes", TopicLabel::relevant},
    {"interest", TopicLabel::relevant},
    {"interests", TopicLabel::relevant},
    {"interested", TopicLabel::relevant},
    {"interested in", TopicLabel::relevant},
    {"interesting", TopicLabel::relevant},
    {"keep", TopicLabel::relevant},
    {"wanted", TopicLabel::relevant},
    {"irrelevant", TopicLabel::irrelevant},
    {"not relevant", TopicLabel::irrelevant},
    {"non-relevant", TopicLabel::irrelevant},
    {"nonrelevant", TopicLabel::irrelevant},
    {"not-relevant", TopicLabel::irrelevant},
    {"unrelevant", TopicLabel::irrelevant},
    {"not interested", TopicLabel::irrelevant},
    {"not interested in", TopicLabel::irrelevant},
    {"not interesting", TopicLabel::irrelevant},
    {"exclude", TopicLabel::irrelevant},
    {"excluded", TopicLabel::irrelevant},
    {"excludes", TopicLabel::irrelevant},
    {"excluding", TopicLabel::irrelevant},
    {"ignore", TopicLabel::irrelevant},
    {"avoid", TopicLabel::irrelevant},
    {"skip", TopicLabel::irrelevant},
    {"drop", TopicLabel::irrelevant},
    {"unwanted", TopicLabel::irrelevant},
    {"not", TopicLabel::irrelevant},
    {"dislike", TopicLabel::irrelevant},
    {"dislikes", TopicLabel::irrelevant},
    {"negative", TopicLabel::irrelevant},
    {"like", TopicLabel::relevant},
    {"likes", TopicLabel::relevant},
    {"positive", TopicLabel::relevant},
    {"out of scope", TopicLabel::irrelevant},
    {"application", TopicLabel::application},
    {"applications", TopicLabel::application},
    {"keywords", TopicLabel::keywords},
    {"keyword", TopicLabel::keywords},
    {"key words", TopicLabel::keywords},
    {"keyword list", TopicLabel::keywords},
}};

std::string plain_label(std::string_view label) {
    return text::collapse_whitespace(text::ascii_lower(label));
}

std::optional<TopicLabel> exact_label(std::string_view label) {
    auto const found =
        std::ranges::find(kLabels, plain_label(label), &std::pair<std::string_view, TopicLabel>::first);
    if (found == kLabels.end()) return std::nullopt;
    return found->second;
}

/// Length of a word at the start of `s` that says to leave out what follows, with the blank behind it; or 0.
std::size_t refusal_length(std::string_view s) {
    for (std::string_view const word : {"irrelevant ", "not relevant ", "not interested in ", "exclude "}) {
        if (s.size() > word.size() && text::iequals(s.substr(0, word.size()), word)) return word.size();
    }
    return 0;
}

/// What a label before a colon means; also of "Irrelevant topics" and "Relevant work".
std::optional<TopicLabel> known_label(std::string_view label) {
    if (auto const exact = exact_label(label)) return exact;
    if (refusal_length(label) > 0) return TopicLabel::irrelevant;
    if (plain_label(label).starts_with("relevant ")) return TopicLabel::relevant;
    return std::nullopt;
}

std::string_view without_emphasis(std::string_view s) {
    constexpr std::string_view marks = "*_`";
    std::size_t const start = std::min(s.find_first_not_of(marks), s.size());
    s.remove_prefix(start);
    s.remove_suffix(s.size() - (s.find_last_not_of(marks) + 1));
    return text::trim(s);
}

bool is_emphasized(std::string_view s) {
    return s.size() > 2 && (s.front() == '*' || s.front() == '_') && s.back() == s.front();
}

/// Length of a bullet and the blanks behind it, or 0. Typed bullets may stand close to the word.
std::size_t bullet_length(std::string_view s) {
    for (std::string_view const sign : {"-", "*", "+", "•", "–", "—", "·", "◦", "▪"}) {
        if (!s.starts_with(sign) || s.size() == sign.size()) continue;
        bool const apart = s[sign.size()] == ' ' || s[sign.size()] == '\t';
        bool const close = sign != "*" && sign != "+" && s[sign.size()] != '-';
        if (apart || close) return std::min(s.find_first_not_of(" \t", sign.size()), s.size());
    }
    return 0;
}

/// Length of `1.`, `1)` or `(1)` and the blanks behind it, or 0.
std::size_t number_length(std::string_view s) {
    std::size_t const start = s.starts_with('(') ? 1 : 0;
    std::size_t end = start;
    while (end < s.size() && text::is_digit(s[end])) ++end;
    if (end == start || end - start > 3 || end + 1 >= s.size()) return 0;
    bool const closed = s[end] == ')' || (start == 0 && s[end] == '.');
    if (!closed || text::is_digit(s[end + 1])) return 0;
    return std::min(s.find_first_not_of(" \t", end + 1), s.size());
}

std::size_t columns(std::string_view raw) {
    std::size_t count = 0;
    for (char const c : raw) {
        if (c != ' ' && c != '\t') break;
        count += c == '\t' ? 4 : 1;
    }
    return count;
}

/// Takes number, bullet or heading marks off `body`.
LineKind take_marks(std::string_view& body) {
    if (body.starts_with('#')) {
        body = text::trim(body.substr(std::min(body.find_first_not_of('#'), body.size())));
        while (body.ends_with('#')) body.remove_suffix(1);
        body = text::trim(body);
        body.remove_prefix(number_length(body));
        return LineKind::heading;
    }
    if (std::size_t const length = bullet_length(body)) {
        body.remove_prefix(length);
        return LineKind::bullet;
    }
    std::string_view const plain = without_emphasis(body);
    if (std::size_t const length = number_length(plain)) {
        body = plain.substr(length);
        return LineKind::numbered;
    }
    return LineKind::text;
}

/// Finds `Label: rest`; in place of the colon may be a full-width one or, behind our own labels, a dash.
void split_label(std::string_view body, TopicLine& line) {
    constexpr std::size_t longest = 30;
    std::size_t colon = std::string_view::npos;
    std::size_t length = 0;
    for (std::string_view const sign : {":", "：", "﹕", " - ", " – ", " — ", "="}) {
        std::size_t const at = body.substr(0, longest + sign.size()).find(sign);
        if (at >= colon) continue;
        // A dash parts a label only where the label is one of ours.
        bool const is_colon = sign != "=" && sign.front() != ' ';
        if (!is_colon && !known_label(without_emphasis(text::trim(body.substr(0, at))))) continue;
        colon = at;
        length = sign.size();
    }
    if (colon == std::string_view::npos) {
        // "- Irrelevant medical images": read as an interest it would mean the opposite.
        if (std::size_t const word = line.kind == LineKind::bullet ? refusal_length(body) : 0) {
            line.label = text::trim(body.substr(0, word));
            line.rest = body.substr(word);
            line.known = TopicLabel::irrelevant;
        }
        return;
    }
    std::string_view const label = without_emphasis(text::trim(body.substr(0, colon)));
    if (label.empty() || std::ranges::count(label, ' ') > 2) return;
    std::string_view rest = body.substr(colon + length);
    while (rest.starts_with('*') || rest.starts_with('_')) rest.remove_prefix(1);
    line.label = label;
    line.rest = text::trim(rest);
    line.known = known_label(label);
}

}  // namespace

TopicLine read_topic_line(std::string_view raw) {
    TopicLine line;
    line.indent = columns(raw);
    std::string_view body = text::trim(raw);
    bool const rule = body.find_first_not_of("-*_= ") == std::string_view::npos;
    if (rule) return line;  // blank, or a rule between parts
    line.kind = take_marks(body);
    line.emphasized = is_emphasized(body);
    line.text = without_emphasis(body);
    split_label(body, line);
    bool const alone = line.label.empty() && (line.kind == LineKind::heading || line.emphasized ||
                                              exact_label(line.text) == TopicLabel::relevant ||
                                              exact_label(line.text) == TopicLabel::irrelevant);
    if (alone) {
        line.known = exact_label(line.text);
        if (line.known) line.label = line.text;
    }
    return line;
}

std::optional<TopicLabel> similar_label(std::string_view label) {
    // The order settles "Irelevant", which is as near to one as to the other.
    constexpr std::array<std::string_view, 6> words{"irrelevant", "relevant", "application",
                                                    "keywords",   "exclude",  "include"};
    constexpr std::size_t most = 2;
    auto const near = text::nearest(label, words);
    if (!near || text::edit_distance(text::ascii_lower(label), *near) > most) return std::nullopt;
    return known_label(*near);
}

std::string_view name_of(TopicLabel label) {
    switch (label) {
        case TopicLabel::relevant:
            return "Relevant";
        case TopicLabel::irrelevant:
            return "Irrelevant";
        case TopicLabel::application:
            return "Application";
        case TopicLabel::keywords:
            return "Keywords";
    }
    return "";
}

}  // namespace lectern::local
