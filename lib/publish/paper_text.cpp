#include "detail/paper_text.hpp"

#include "render/detail/day_words.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lectern::publish {
namespace {

// Longer texts are cut, whatever the channel takes.
constexpr std::size_t kLongestTitle = 400;
constexpr std::size_t kLongestText = 700;

std::string cut(std::string_view text, std::size_t most) {
    return text::truncate(one_line(text), most);
}

PaperText reduced(PaperText paper, Detail detail) {
    constexpr std::size_t short_title = 100;
    if (detail != Detail::all) paper.gist.clear();
    if (detail == Detail::title || detail == Detail::short_title) {
        paper.reason.clear();
        paper.authors.clear();
    }
    if (detail == Detail::short_title) paper.title = text::truncate(paper.title, short_title);
    return paper;
}

}  // namespace

std::string one_line(std::string_view text) {
    return text::collapse_whitespace(text::displayable(math::to_plain(text), text::Medium::page));
}

std::vector<PaperText> paper_texts(Issue const& issue) {
    std::vector<PaperText> papers;
    for (DigestEntry const& entry : issue.digest.entries) {
        PaperText paper;
        paper.number = papers.size() + 1;
        paper.id = entry.paper.id.base();
        paper.title = cut(entry.paper.title, kLongestTitle);
        paper.authors = cut(render::short_authors(entry.paper), kLongestTitle);
        paper.grades = render::grades(entry);
        paper.reason = cut(shown_reason(entry), kLongestText);
        paper.gist = cut(shown_gist(entry), kLongestText);
        paper.url = entry.paper.id.abs_url();
        papers.push_back(std::move(paper));
    }
    return papers;
}

std::vector<std::string> head_lines(Issue const& issue) {
    constexpr std::size_t most = 5;
    Digest const& digest = issue.digest;
    std::vector<std::string> lines{render::headline(digest.totals)};
    if (auto const line = render::state_line(digest.state); !line.empty()) lines.emplace_back(line);
    if (auto const line = render::remedial_line(digest); !line.empty()) lines.push_back(line);
    for (std::string const& warning : digest.warnings) {
        if (lines.size() < most) lines.push_back(cut(warning, kLongestText));
    }
    return lines;
}

std::string site_page(Issue const& issue) {
    if (issue.site.empty()) return {};
    std::string const day = format_date(issue.digest.date);
    return fmt::format("{}/archive/{}/{}/", issue.site, day.substr(0, 7), day.substr(8));
}

std::string fitting(PaperText paper, std::size_t limit,
                    std::function<std::string(PaperText const&)> const& write,
                    std::function<std::size_t(std::string_view)> const& size) {
    std::string text;
    for (Detail const detail : {Detail::all, Detail::reason, Detail::title, Detail::short_title}) {
        text = write(reduced(paper, detail));
        if (size(text) <= limit) break;
    }
    return text;
}

std::vector<std::string> packed(std::vector<std::string> const& texts, std::string_view between,
                                std::size_t limit, std::function<std::size_t(std::string_view)> const& size) {
    std::vector<std::string> messages;
    for (std::string const& text : texts) {
        if (!messages.empty() && size(messages.back()) + size(between) + size(text) <= limit)
            messages.back() += std::string(between) + text;
        else
            messages.push_back(text);
    }
    return messages;
}

std::size_t bytes_of(std::string_view text) {
    return text.size();
}

std::size_t utf16_units(std::string_view text) {
    // A character of four bytes takes two units.
    auto const wide =
        std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
    return text::count_characters(text) + static_cast<std::size_t>(wide);
}

std::string backslashed(std::string_view text, std::string_view special) {
    std::string out;
    for (char const c : text) {
        if (special.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace lectern::publish
