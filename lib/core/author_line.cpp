#include <lectern/core/paper.hpp>
#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

// arXiv's one-line author list, https://info.arxiv.org/help/prep.html#author.
namespace lectern {
namespace {

bool balanced(std::string_view line) {
    int depth = 0;
    for (char const c : line) {
        if (c == '(') ++depth;
        if (c == ')' && --depth < 0) return false;
    }
    return depth == 0;
}

/// Length of the separator of two authors at `pos`: a comma or a word for "and"; 0 if there is none.
std::size_t separator_length(std::string_view line, std::size_t pos) {
    if (line[pos] == ',') return 1;
    if (line[pos] != ' ') return 0;
    for (std::string_view const word : {" and ", " & ", " \\& ", " \\and "}) {
        if (line.substr(pos).starts_with(word)) return word.size();
    }
    return 0;
}

/// Bytes before and behind an "and" in which it may be part of a name; a limit for hostile lines.
constexpr std::size_t kNearby = 200;

/// Whether the text names a body of people, whose name may hold an "and" of its own.
bool names_group(std::string_view text) {
    constexpr std::array<std::string_view, 14> words{
        "collaboration", "consortium", "team",    "group",    "project", "network", "institute",
        "committee",     "society",    "working", "alliance", "survey",  "center",  "university"};
    std::string const lower = text::ascii_lower(text);
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// The authors of a line. Separators within parentheses do not count, unless the parentheses do not match.
std::vector<std::string_view> split_authors(std::string_view line) {
    bool const nested = balanced(line);
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '(') ++depth;
        if (line[i] == ')') --depth;
        std::size_t const length = nested && depth > 0 ? 0 : separator_length(line, i);
        if (length == 0) continue;
        if (length > 1 && !nested) continue;
        if (length > 1) {
            std::size_t const from = std::max(start, i - std::min(i, kNearby));
            std::string_view const near = line.substr(from, i - from + kNearby);
            if (names_group(near.substr(0, near.find(',', i - from)))) continue;
        }
        parts.push_back(line.substr(start, i - start));
        // The last blank of " and " may start another separator.
        i += length > 1 ? length - 2 : 0;
        start = i + 1;
    }
    parts.push_back(line.substr(start));
    return parts;
}

bool is_remark(std::string_view s) {
    std::string const lower = text::ascii_lower(s);
    return lower.starts_with("with ") || lower.starts_with("appendix ") ||
           lower.starts_with("on behalf of ") || lower.starts_with("for the ");
}

/// Takes the last parenthesised group off the end of `s`, without its parentheses.
std::optional<std::string_view> take_trailing_group(std::string_view& s) {
    s = text::trim(s);
    if (!s.ends_with(')')) return std::nullopt;
    int depth = 0;
    for (std::size_t i = s.size(); i-- > 0;) {
        if (s[i] == ')') ++depth;
        if (s[i] == '(' && --depth == 0) {
            std::string_view const group = s.substr(i + 1, s.size() - i - 2);
            s = text::trim(s.substr(0, i));
            return group;
        }
    }
    return std::nullopt;
}

bool is_number(std::string_view s) {
    return !s.empty() && s.size() <= 3 &&
           std::ranges::all_of(s, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// What stands for an institution: a number, a letter, a footnote mark.
bool is_label(std::string_view s) {
    constexpr std::array<std::string_view, 6> marks{"*", "†", "‡", "§", "¶", "#"};
    bool const letter = s.size() == 1 && std::isalpha(static_cast<unsigned char>(s.front()));
    return letter || is_number(s) || std::ranges::find(marks, s) != marks.end();
}

/// The labels of `1`, `1 and 2`, `a, b`; empty if the text holds anything else.
std::vector<std::string_view> labels_in(std::string_view text) {
    std::vector<std::string_view> labels;
    constexpr std::string_view separators = " ,;&[]";
    for (std::size_t pos = 0; (pos = text.find_first_not_of(separators, pos)) < text.size();) {
        std::size_t const end = std::min(text.find_first_of(separators, pos), text.size());
        std::string_view const word = text.substr(pos, end - pos);
        pos = end;
        if (word == "and") continue;
        if (!is_label(word)) return {};
        labels.push_back(word);
    }
    return labels;
}

/// Institutions by their label.
using Legend = std::map<std::string, std::string, std::less<>>;

/// Whether an entry may follow: the text is empty or ends with a separator.
bool may_begin_entry(std::string_view before) {
    std::size_t const last = before.find_last_not_of(' ');
    return last == std::string_view::npos || before[last] == ',' || before[last] == ';';
}

struct Label {
    std::string_view text;
    std::size_t length;  ///< With what encloses it.
};

/// The label that opens an entry at `pos`: `(1)`, `[1]`, or, where number `next` is due, `1:` and `1 `.
std::optional<Label> label_at(std::string_view s, std::size_t pos, std::size_t next) {
    if (s[pos] == '(' || s[pos] == '[') {
        constexpr std::size_t longest = 8;  // bytes of a label in its brackets
        std::string_view const start = s.substr(pos, longest);
        std::size_t const close = start.find(s[pos] == '(' ? ')' : ']');
        if (close == std::string_view::npos || !is_label(start.substr(1, close - 1))) return std::nullopt;
        return Label{start.substr(1, close - 1), close + 1};
    }
    std::string const number = std::to_string(next);
    std::string_view const rest = s.substr(pos);
    bool const due = rest.starts_with(number) && rest.size() > number.size() &&
                     std::string_view(":.) =").find(rest[number.size()]) != std::string_view::npos;
    if (!due || !may_begin_entry(s.substr(0, pos))) return std::nullopt;
    return Label{rest.substr(0, number.size()), number.size() + 1};
}

/// Reads `(1) MIT, (2) ETH`; empty if the text is no such list.
Legend read_legend(std::string_view text) {
    constexpr std::size_t most = 1000;
    text = text::trim(text);
    Legend legend;
    auto label = text.empty() ? std::nullopt : label_at(text, 0, 1);
    std::size_t start = label ? label->length : 0;
    for (std::size_t i = start; label && i <= text.size() && legend.size() < most; ++i) {
        auto const next = i < text.size() ? label_at(text, i, legend.size() + 2) : std::nullopt;
        if (!next && i < text.size()) continue;
        std::string_view entry = text::trim(text.substr(start, i - start));
        if (entry.ends_with(" and")) entry.remove_suffix(4);
        while (entry.ends_with(',') || entry.ends_with(';') || entry.ends_with(' ')) entry.remove_suffix(1);
        if (!entry.empty()) legend.emplace(label->text, tex::decode_name(entry));
        label = next;
        start = i + (next ? next->length : 0);
        i = std::max(i, start - 1);
    }
    return legend;
}

/// Place of a legend that stands behind the last author without parentheses around it, or whose last
/// parenthesis is cut off; the line's end if there is none.
std::size_t find_open_legend(std::string_view line) {
    if (!balanced(line)) {
        std::size_t const at = line.find("((");
        bool const cut = at != std::string_view::npos && label_at(line, at + 1, 0);
        return cut ? at : line.size();
    }
    int depth = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        bool const opens = depth == 0 && i > 0 && (line[i] == '(' || line[i] == '[');
        if (line[i] == '(') ++depth;
        if (line[i] == ')') --depth;
        auto const label = opens && may_begin_entry(line.substr(0, i)) ? label_at(line, i, 0) : std::nullopt;
        if (!label) continue;
        std::size_t const behind = line.find_first_not_of(' ', i + label->length);
        if (behind != std::string_view::npos && line[behind] != ',') return i;
    }
    return line.size();
}

/// "Ann Roe et al." as "Ann Roe", "and Bo Lee" as "Bo Lee".
std::string_view without_fillers(std::string_view name) {
    name = text::trim(name);
    for (std::string_view const word : {"and ", "& ", "\\& "}) {
        if (name.starts_with(word)) name = text::trim(name.substr(word.size()));
    }
    for (std::string_view const filler : {"et al.", "et al", "et. al.", "and others", "others"}) {
        bool const whole = text::iequals(name, filler);
        bool const behind = name.size() > filler.size() && name.ends_with(filler) &&
                            name[name.size() - filler.size() - 1] == ' ';
        if (whole || behind) return text::trim(name.substr(0, name.size() - filler.size()));
    }
    return name;
}

/// An author before the labels are resolved.
struct Draft {
    std::string_view name;
    std::vector<std::string_view> groups;  ///< In the line's order.
};

Draft read_draft(std::string_view part) {
    constexpr std::size_t most = 100;  // more groups are text
    Draft draft;
    while (draft.groups.size() < most) {
        auto const group = take_trailing_group(part);
        if (!group) break;
        draft.groups.push_back(*group);
    }
    std::size_t const bracket = part.ends_with(']') ? part.rfind('[') : std::string_view::npos;
    if (bracket != std::string_view::npos && !labels_in(part.substr(bracket)).empty()) {
        draft.groups.push_back(part.substr(bracket));
        part = part.substr(0, bracket);
    }
    std::ranges::reverse(draft.groups);
    draft.name = without_fillers(part);
    return draft;
}

/// Whether any author refers to a list of institutions by number.
bool refers_to_legend(std::vector<Draft> const& drafts) {
    return std::ranges::any_of(drafts, [](Draft const& draft) {
        return std::ranges::any_of(draft.groups,
                                   [](std::string_view group) { return !labels_in(group).empty(); });
    });
}

/// Takes the lists of institutions out of the groups.
Legend take_legends(std::vector<Draft>& drafts) {
    Legend legend;
    for (Draft& draft : drafts) {
        std::erase_if(draft.groups, [&](std::string_view group) {
            Legend found = labels_in(group).empty() ? read_legend(group) : Legend();
            bool const any = !found.empty();
            legend.merge(std::move(found));
            return any;
        });
    }
    return legend;
}

/// The institutions of a group of labels. A number without an institution says nothing and is dropped; a letter
/// may be an abbreviation and stays.
void add_group(std::string_view group, Legend const& legend, Author& author) {
    auto const labels = labels_in(group);
    auto const means = [&](std::string_view label) { return is_number(label) || legend.contains(label); };
    if (!labels.empty() && std::ranges::all_of(labels, means)) {
        for (std::string_view const label : labels) {
            auto const found = legend.find(label);
            if (found != legend.end()) author.affiliations.push_back(found->second);
        }
        return;
    }
    std::string decoded = tex::decode_name(group);
    if (is_remark(decoded)) {
        author.remark = std::move(decoded);
    } else if (!decoded.empty()) {
        author.affiliations.push_back(std::move(decoded));
    }
}

}  // namespace

std::vector<Author> parse_author_line(std::string_view line) {
    std::size_t const end = find_open_legend(line);
    std::vector<Draft> drafts;
    for (std::string_view const part : split_authors(line.substr(0, end))) drafts.push_back(read_draft(part));
    std::string_view const behind = line.substr(end);
    Legend legend = read_legend(behind.substr(behind.starts_with("((") ? 1 : 0));
    if (!legend.empty() || refers_to_legend(drafts)) legend.merge(take_legends(drafts));
    std::vector<Author> authors;
    for (Draft const& draft : drafts) {
        Author author;
        for (std::string_view const group : draft.groups) add_group(group, legend, author);
        author.name = tex::decode_name(draft.name);
        if (!author.name.empty()) {
            authors.push_back(std::move(author));
        } else if (!author.remark.empty() && !authors.empty()) {
            authors.back().remark = std::move(author.remark);
        }
    }
    return authors;
}

}  // namespace lectern
