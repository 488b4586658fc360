#include "detail/day_words.hpp"
#include "detail/markdown_text.hpp"

#include <lectern/core/text.hpp>
#include <lectern/render/markdown.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern {
namespace {

using markdown::TextWriter;
using Row = std::array<std::string, 4>;

/// A centred table whose columns leave room beside their heads, as published pages have it.
std::string table(Row const& head, std::array<Row, 2> const& rows) {
    std::array<std::size_t, 4> widths{};
    for (std::size_t i = 0; i < 4; ++i) {
        using text::count_characters;
        widths[i] = std::max(
            {count_characters(head[i]) + 2, count_characters(rows[0][i]), count_characters(rows[1][i])});
    }
    auto const line = [&](Row const& row) {
        std::string cells = "|";
        for (std::size_t i = 0; i < 4; ++i) {
            cells += ' ' + row[i] + std::string(widths[i] - text::count_characters(row[i]), ' ') + " |";
        }
        return cells;
    };
    std::string rule = "|";
    for (std::size_t const width : widths) rule += ':' + std::string(width, '-') + ":|";
    return line(head) + '\n' + rule + '\n' + line(rows[0]) + '\n' + line(rows[1]);
}

std::string cost(std::optional<Money> const& money) {
    return money ? fmt::format("${}", money->to_string()) : "unknown";
}

std::string usage_table(Digest const& digest, TextWriter const& writer) {
    Usage const& usage = digest.usage;
    Row const head{fmt::format("*{}*", writer.bracketed_cell(digest.scorer)), "Prompt", "Completion",
                   "Total"};
    Row const tokens{"**Token**", std::to_string(usage.prompt_tokens),
                     std::to_string(usage.completion_tokens), std::to_string(usage.total_tokens())};
    Row const costs{"**Cost**", cost(usage.prompt_cost), cost(usage.completion_cost), cost(usage.total_cost)};
    return table(head, {tokens, costs});
}

std::string names(Paper const& paper, TextWriter const& writer) {
    return writer.line(author_names(paper));
}

std::string remedial_notice(Remedial const& remedial) {
    return fmt::format(
        "> This is a remedial run for missed papers from {} to {}.\n> \n> Results generated on {}.",
        format_us_date(remedial.from), format_us_date(remedial.to), format_us_date(remedial.generated));
}

std::string_view headline(Digest const& digest) {
    DayState const state = digest.state;
    bool const nothing_new =
        state == DayState::ok && digest.totals.announced > 0 && digest.totals.scanned == 0;
    if (nothing_new) return "Nothing new was announced.";
    if (state == DayState::stale) return "arXiv still showed an earlier announcement.";
    if (state == DayState::no_announcement) return "Nothing was announced.";
    return state == DayState::ok ? "Complete." : "This digest is incomplete.";
}

std::string status_notice(Digest const& digest, TextWriter const& writer) {
    std::string notice = fmt::format("> **{}**\n> ", headline(digest));
    for (std::string const& warning : digest.warnings) {
        if (std::string const text = writer.line(warning); !text.empty()) notice += "\n> - " + text;
    }
    return notice;
}

std::string contents(Digest const& digest, TextWriter const& writer) {
    std::string text = "**Table of contents with paper titles:**";
    for (std::size_t i = 0; i < digest.entries.size(); ++i) {
        Paper const& paper = digest.entries[i].paper;
        text += fmt::format("\n\n{0}. [{1}](#user-content-link{0})\n**Authors:** {2}", i + 1,
                            writer.link(paper.title), names(paper, writer));
    }
    return text;
}

std::string scores(Score const& score) {
    std::string_view const mark = score.estimated ? " (estimated)" : "";
    std::string text = fmt::format("**Relevance:** {}{}", render::grade(score.relevance), mark);
    if (score.novelty) text += fmt::format("\n**Novelty:** {}{}", render::grade(*score.novelty), mark);
    return text;
}

std::string named(PaperName const& paper, TextWriter const& writer) {
    return fmt::format("[{}]({})", writer.link(paper.title), paper.id.abs_url());
}

std::string entry_text(DigestEntry const& entry, std::size_t index, TextWriter const& writer) {
    Paper const& paper = entry.paper;
    std::string text = fmt::format(
        "## {0}. [{1}]({2}) <a id=\"link{0}\"></a>\n\n**ArXiv ID:** {3}\n\n**Authors:** {4}\n\n**Abstract:** "
        "{5}",
        index, writer.link(paper.title), paper.id.abs_url(), paper.id.base(), names(paper, writer),
        writer.lines(paper.abstract));
    std::string const comment = writer.lines(shown_reason(entry));
    if (!comment.empty()) text += "\n\n**Comment:** " + comment;
    for (PaperName const& also : entry.also) text += "\n\n**Also:** " + named(also, writer);
    // Published pages leave the place of the scores empty where there are none.
    text += "\n\n" + (entry.score ? scores(*entry.score) : std::string());
    return text;
}

std::string just_below_section(Digest const& digest, TextWriter const& writer) {
    std::string text = "# Just Below\n";
    for (PaperName const& paper : digest.just_below) text += "\n- " + named(paper, writer);
    return text;
}

std::string unscored_section(Digest const& digest, TextWriter const& writer) {
    std::string text = "# Papers Without a Score\n";
    for (Paper const& paper : digest.unscored) {
        text += fmt::format("\n- [{}]({})", writer.link(paper.title), paper.id.abs_url());
    }
    return text;
}

std::string revised_section(Digest const& digest, TextWriter const& writer) {
    std::string text = "# Revised Papers\n";
    for (Revision const& revision : digest.revised) {
        Paper const& paper = revision.paper;
        std::string const since = revision.announced
                                      ? fmt::format(", announced {}", format_date(*revision.announced))
                                      : std::string();
        text += fmt::format("\n- [{}]({}) ({}{})", writer.link(paper.title), paper.id.abs_url(),
                            paper.id.to_string(), since);
        for (std::string const& change : revision.changes) text += "\n  - " + writer.line(change);
    }
    return text;
}

std::string prompt_section(Prompt const& prompt, TextWriter const& writer) {
    std::string text = "# Paper Selection Prompt";
    if (!prompt.system.empty()) text += "\n\n## System Prompt\n\n" + writer.quote(prompt.system);
    if (!prompt.user.empty()) text += "\n\n## User Prompt\n\n" + writer.quote(prompt.user);
    return text;
}

class MarkdownRenderer final : public Renderer {
public:
    explicit MarkdownRenderer(bool compact) : compact_(compact) {}

    Result<std::string> render(Digest const& digest) const override {
        TextWriter const writer(digest.imported);
        bool const bare = compact_ && digest.totals.judged == 0 && digest.usage.total_tokens() == 0;
        std::string page;
        if (digest.remedial) page += remedial_notice(*digest.remedial) + "\n\n";
        page += fmt::format("# Personalized Daily ArXiv Papers {}\n\n", format_date(digest.date));
        if (!bare) page += usage_table(digest, writer) + "\n\n";
        page += fmt::format("Total arXiv papers: {}\n\nTotal scanned papers: {}\n\nTotal relevant papers: {}",
                            digest.totals.announced, digest.totals.scanned, digest.totals.relevant);
        // The published pages of other programs had no notes.
        bool const noted = !digest.warnings.empty() && !digest.imported;
        if (digest.state != DayState::ok || noted) page += "\n\n" + status_notice(digest, writer);
        if (!digest.entries.empty()) page += "\n\n" + contents(digest, writer);
        for (std::size_t i = 0; i < digest.entries.size(); ++i) {
            page += "\n\n---\n\n" + entry_text(digest.entries[i], i + 1, writer);
        }
        if (!digest.just_below.empty()) page += "\n\n---\n\n" + just_below_section(digest, writer);
        if (!digest.unscored.empty()) page += "\n\n---\n\n" + unscored_section(digest, writer);
        if (!digest.revised.empty()) page += "\n\n---\n\n" + revised_section(digest, writer);
        bool const has_prompt = !digest.prompt.system.empty() || !digest.prompt.user.empty();
        if (has_prompt && !bare) page += "\n\n---\n\n" + prompt_section(digest.prompt, writer);
        if (!digest.coverage.empty())
            page += fmt::format("\n\n---\n\nCoverage of {}: {}; {}.", format_date(digest.date),
                                digest_word(digest.state), describe(digest.coverage.front()));
        return page;
    }

private:
    bool compact_;
};

}  // namespace

std::unique_ptr<Renderer> make_markdown_renderer(bool compact) {
    return std::make_unique<MarkdownRenderer>(compact);
}

}  // namespace lectern
