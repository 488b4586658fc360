#include <lectern/core/revision.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kLongestPassage = 160;
constexpr std::size_t kMostEdits = 4;
constexpr std::size_t kMostWords = 2000;

Words words_of(std::string_view text) {
    std::string const line = text::collapse_whitespace(text);
    Words words;
    for (std::string_view const word : text::split(line, ' ')) {
        if (!word.empty()) words.emplace_back(word);
    }
    return words;
}

/// Lengths of the longest common subsequences of all pairs of ends.
class CommonLengths {
public:
    CommonLengths(Words const& a, Words const& b) : width_(b.size() + 1), table_((a.size() + 1) * width_) {
        for (std::size_t i = a.size(); i-- > 0;) {
            for (std::size_t j = b.size(); j-- > 0;) {
                at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
            }
        }
    }
    std::uint16_t& at(std::size_t i, std::size_t j) { return table_[i * width_ + j]; }

private:
    std::size_t width_;
    std::vector<std::uint16_t> table_;
};

void append(std::string& passage, std::string const& word) {
    if (!passage.empty()) passage += ' ';
    passage += word;
}

std::vector<Edit> edits_between(Words const& a, Words const& b) {
    if (a.size() > kMostWords || b.size() > kMostWords) return {{text::join(a, " "), text::join(b, " ")}};
    CommonLengths common(a, b);
    std::vector<Edit> edits;
    bool open = false;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            open = false;
            ++i;
            ++j;
            continue;
        }
        if (!open) edits.emplace_back();
        open = true;
        bool const remove = j == b.size() || (i < a.size() && common.at(i + 1, j) >= common.at(i, j + 1));
        if (remove)
            append(edits.back().removed, a[i++]);
        else
            append(edits.back().added, b[j++]);
    }
    return edits;
}

std::string quote(std::string const& passage) {
    return "“" + text::truncate(passage, kLongestPassage) + "”";
}

std::string describe(Edit const& edit) {
    if (edit.removed.empty()) return "added " + quote(edit.added);
    if (edit.added.empty()) return "removed " + quote(edit.removed);
    return quote(edit.removed) + " became " + quote(edit.added);
}

std::string describe_abstract(std::vector<Edit> const& edits) {
    std::vector<std::string> parts;
    for (Edit const& edit : edits) {
        if (parts.size() == kMostEdits) break;
        parts.push_back(describe(edit));
    }
    std::size_t const rest = edits.size() - parts.size();
    return "Abstract: " + text::join(parts, "; ") +
           (rest > 0 ? fmt::format("; and {} more changes", rest) : std::string());
}

std::vector<std::string> codes_missing_in(std::vector<Category> const& known,
                                          std::vector<Category> const& all) {
    std::vector<std::string> codes;
    for (Category const& category : all) {
        if (std::ranges::find(known, category) == known.end()) codes.push_back(category.code());
    }
    return codes;
}

}  // namespace

std::vector<Edit> word_diff(std::string_view before, std::string_view after) {
    Words a = words_of(before);
    Words b = words_of(after);
    auto const [a_start, b_start] = std::ranges::mismatch(a, b);
    a.erase(a.begin(), a_start);
    b.erase(b.begin(), b_start);
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.pop_back();
        b.pop_back();
    }
    return edits_between(a, b);
}

bool is_withdrawn(Paper const& paper) {
    if (paper.withdrawn) return true;
    constexpr std::array<std::string_view, 4> starts{"this paper has been withdrawn",
                                                     "this paper is withdrawn",
                                                     "this article has been withdrawn", "withdrawn"};
    auto const says_so = [&](std::string const& text) {
        std::string const head = text::ascii_lower(text.substr(0, 60));
        return std::ranges::any_of(starts, [&](std::string_view start) { return head.starts_with(start); });
    };
    return says_so(paper.comment) || says_so(paper.abstract);
}

std::vector<std::string> describe_changes(Paper const& before, Paper const& after) {
    std::vector<std::string> changes;
    if (is_withdrawn(after) && !is_withdrawn(before)) changes.emplace_back("Withdrawn by its authors");
    if (before.title != after.title) changes.push_back("Title: was " + quote(before.title));
    auto const added = codes_missing_in(before.categories, after.categories);
    if (!added.empty()) changes.push_back("New categories: " + text::join(added, ", "));
    auto const gone = codes_missing_in(after.categories, before.categories);
    if (!gone.empty()) changes.push_back("No longer in: " + text::join(gone, ", "));
    auto const edits = word_diff(before.abstract, after.abstract);
    if (!edits.empty()) changes.push_back(describe_abstract(edits));
    return changes;
}

}  // namespace lectern
