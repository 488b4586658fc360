#include <lectern/core/paper.hpp>
#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lectern {
namespace {

constexpr std::array<std::pair<AnnounceType, std::string_view>, 5> kAnnounceTypes{{
    {AnnounceType::unknown, "unknown"},
    {AnnounceType::new_paper, "new"},
    {AnnounceType::cross, "cross"},
    {AnnounceType::replace, "replace"},
    {AnnounceType::replace_cross, "replace-cross"},
}};

constexpr std::size_t kMostGroups = 100;  // in parentheses behind a name; more is text

/// Parts between commas that stand outside parentheses.
std::vector<std::string_view> split_outside_parentheses(std::string_view line) {
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '(') ++depth;
        if (line[i] == ')') --depth;
        if (line[i] != ',' || depth > 0) continue;
        parts.push_back(line.substr(start, i - start));
        start = i + 1;
    }
    parts.push_back(line.substr(start));
    return parts;
}

bool balanced(std::string_view line) {
    int depth = 0;
    for (char const c : line) {
        if (c == '(') ++depth;
        if (c == ')' && --depth < 0) return false;
    }
    return depth == 0;
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

Author parse_author(std::string_view text) {
    Author author;
    for (std::size_t groups = 0; groups < kMostGroups; ++groups) {
        auto const group = take_trailing_group(text);
        if (!group) break;
        std::string decoded = tex::decode_name(*group);
        if (is_remark(decoded)) {
            author.remark = std::move(decoded);
        } else if (!decoded.empty()) {
            author.affiliations.push_back(std::move(decoded));
        }
    }
    std::ranges::reverse(author.affiliations);
    author.name = tex::decode_name(text);
    return author;
}

}  // namespace

std::string_view to_string(AnnounceType type) noexcept {
    auto const found =
        std::ranges::find(kAnnounceTypes, type, &std::pair<AnnounceType, std::string_view>::first);
    return found->second;
}

AnnounceType parse_announce_type(std::string_view word) noexcept {
    auto const found =
        std::ranges::find(kAnnounceTypes, word, &std::pair<AnnounceType, std::string_view>::second);
    return found == kAnnounceTypes.end() ? AnnounceType::unknown : found->first;
}

std::string author_names(Paper const& paper) {
    std::string names;
    for (Author const& author : paper.authors) {
        if (!names.empty()) names += ", ";
        names += author.name;
    }
    return names;
}

std::vector<Author> parse_author_line(std::string_view line) {
    std::vector<Author> authors;
    auto const parts = balanced(line) ? split_outside_parentheses(line) : text::split(line, ',');
    for (std::string_view const part : parts) {
        Author author = parse_author(part);
        if (!author.name.empty()) {
            authors.push_back(std::move(author));
        } else if (!author.remark.empty() && !authors.empty()) {
            authors.back().remark = std::move(author.remark);
        }
    }
    return authors;
}

}  // namespace lectern
