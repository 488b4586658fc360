#include <lectern/core/text.hpp>
#include <lectern/score/local/topics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace lectern {
namespace {

bool is_quoted(std::string_view line) {
    return line.starts_with('>');
}

/// Takes one level of `> ` off every line if the text is a quotation.
std::string unquote(std::string_view text) {
    auto const lines = text::split(text, '\n');
    auto const first =
        std::ranges::find_if(lines, [](std::string_view line) { return !text::trim(line).empty(); });
    if (first == lines.end() || !is_quoted(*first)) return std::string(text);
    std::string out;
    for (std::string_view line : lines) {
        if (is_quoted(line)) line.remove_prefix(line.starts_with("> ") ? 2 : 1);
        out.append(line) += '\n';
    }
    return out;
}

/// Text of a Markdown heading, or nothing.
std::optional<std::string_view> heading(std::string_view line) {
    if (!line.starts_with('#')) return std::nullopt;
    std::size_t const level = std::min(line.find_first_not_of('#'), line.size());
    return text::trim(line.substr(level));
}

/// The section headed "Relevant Topics" up to the next heading, or the whole text if there is none.
std::string_view topics_section(std::string_view text) {
    std::optional<std::size_t> start;
    std::size_t pos = 0;
    for (std::string_view const line : text::split(text, '\n')) {
        auto const title = heading(line);
        if (title && start) return text.substr(*start, pos - *start);
        if (title && text::iequals(*title, "Relevant Topics")) start = pos;
        pos += line.size() + 1;
    }
    return start ? text.substr(*start) : text;
}

/// Name behind `1.` or `1)`, or nothing.
std::optional<std::string_view> numbered(std::string_view line) {
    std::size_t digits = 0;
    while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits]))) ++digits;
    if (digits == 0 || digits >= line.size() || (line[digits] != '.' && line[digits] != ')'))
        return std::nullopt;
    std::string_view const name = text::trim(line.substr(digits + 1));
    if (name.empty()) return std::nullopt;
    return name;
}

std::string_view without_emphasis(std::string_view s) {
    while (s.starts_with('*') || s.starts_with('_')) s.remove_prefix(1);
    while (s.ends_with('*') || s.ends_with('_')) s.remove_suffix(1);
    return s;
}

/// `- Label: rest` (also `*` as bullet and an emphasised label).
struct Item {
    std::string label;
    std::string_view rest;
};

std::optional<Item> labelled_item(std::string_view line) {
    if (!line.starts_with("- ") && !line.starts_with("* ")) return std::nullopt;
    line = text::trim(line.substr(2));
    std::size_t const colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view rest = line.substr(colon + 1);
    while (rest.starts_with('*')) rest.remove_prefix(1);
    return Item{text::ascii_lower(without_emphasis(text::trim(line.substr(0, colon)))), text::trim(rest)};
}

/// Words in a list separated by commas; "etc." is no keyword.
std::vector<std::string> keyword_list(std::string_view list) {
    std::vector<std::string> words;
    for (std::string_view const part : text::split(list, ',')) {
        std::string_view const word = text::trim(part);
        if (!word.empty() && word != "etc." && word != "etc") words.emplace_back(word);
    }
    return words;
}

class Reader {
public:
    void read_line(std::string_view raw) {
        std::string_view const line = text::trim(raw);
        bool const indented = raw.starts_with(' ') || raw.starts_with('\t');
        if (line.empty()) {
            open_ = nullptr;
        } else if (is_keywords_heading(line)) {
            in_keywords_ = true;
            open_ = nullptr;
        } else if (auto const item = labelled_item(line)) {
            read_item(*item);
        } else if (auto const name = numbered(line); name && !indented) {
            topics_.topics.push_back({std::string(without_emphasis(*name)), {}, {}});
            in_keywords_ = false;
            open_ = nullptr;
        } else if (indented && open_) {
            open_->append(" ").append(line);
        }
    }

    Topics take() { return std::move(topics_); }

private:
    static bool is_keywords_heading(std::string_view line) {
        if (auto const title = heading(line)) line = *title;
        line = without_emphasis(line);
        if (line.ends_with(':')) line.remove_suffix(1);
        return text::iequals(without_emphasis(line), "Keywords");
    }

    void read_item(Item const& item) {
        open_ = nullptr;
        if (in_keywords_) {
            auto words = keyword_list(item.rest);
            if (item.label == "relevant") topics_.keywords = std::move(words);
            if (item.label == "irrelevant") topics_.irrelevant_keywords = std::move(words);
            if (item.label == "application") topics_.application_keywords = std::move(words);
        } else if (!topics_.topics.empty()) {
            Topic& topic = topics_.topics.back();
            bool const wanted = item.label == "relevant";
            if (!wanted && item.label != "irrelevant") return;
            auto& lines = wanted ? topic.relevant : topic.irrelevant;
            open_ = &lines.emplace_back(item.rest);
        }
    }

    Topics topics_;
    bool in_keywords_ = false;
    std::string* open_ = nullptr;  ///< Item that an indented line continues.
};

}  // namespace

Result<Topics> parse_topics(std::string_view text, std::string_view name) {
    if (auto const bad = text::find_invalid_utf8(text)) {
        return Error(errc::invalid_topics, fmt::format("{}: byte {} is not UTF-8", name, *bad));
    }
    std::string const plain = unquote(text);
    std::string_view const section = topics_section(plain);
    Reader reader;
    for (std::string_view const line : text::split(section, '\n')) reader.read_line(line);
    Topics topics = reader.take();
    topics.text = text::trim(section);
    bool const has_words = !topics.keywords.empty() || std::ranges::any_of(topics.topics, [](Topic const& t) {
        return !t.relevant.empty();
    });
    if (!has_words) {
        return Error(
            errc::invalid_topics,
            fmt::format("{} names no interest; write numbered topics (\"1. Name\") with lines "
                        "\"   - Relevant: …\" below, or a list \"**Keywords:**\" with \"- Relevant: …\"",
                        name));
    }
    return topics;
}

}  // namespace lectern
