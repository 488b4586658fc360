#include "detail/day_words.hpp"
#include "detail/markdown_text.hpp"

#include <lectern/core/links.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/brief.hpp>

#include <fmt/format.h>

namespace lectern {
namespace {

using markdown::TextWriter;

std::string link_line(Paper const& paper) {
    PaperLinks const links = links_of(paper);
    std::string line = fmt::format("[arXiv]({}) · [PDF]({})", links.abs, links.pdf);
    if (!links.html.empty()) line += fmt::format(" · [HTML]({})", links.html);
    if (!links.code.empty()) line += fmt::format(" · [code]({})", links.code);
    if (!links.project.empty()) line += fmt::format(" · [project]({})", links.project);
    return line;
}

std::string named_links(std::vector<PaperName> const& papers, TextWriter const& writer) {
    std::vector<std::string> links;
    for (PaperName const& paper : papers)
        links.push_back(fmt::format("[{}]({})", writer.link(paper.title), paper.id.abs_url()));
    return text::join(links, ", ");
}

/// A list item: its lines end in hard breaks and are indented below the number.
std::string brief_entry(DigestEntry const& entry, std::size_t number, TextWriter const& writer) {
    Paper const& paper = entry.paper;
    std::string const head = fmt::format("{}. ", number);
    std::vector<std::string> lines{
        fmt::format("{}**[{}]({})**", head, writer.link(paper.title), paper.id.abs_url())};
    std::string byline = writer.line(render::short_authors(paper));
    std::string const grades = render::grades(entry);
    if (!grades.empty()) byline += (byline.empty() ? "" : " — ") + grades;
    lines.push_back(std::move(byline));
    lines.push_back(writer.line(shown_reason(entry)));
    std::string const gist = writer.line(shown_gist(entry));
    if (!gist.empty()) lines.push_back("*" + gist + "*");
    if (!entry.also.empty()) lines.push_back("also: " + named_links(entry.also, writer));
    lines.push_back(link_line(paper));
    std::erase(lines, "");
    return text::join(lines, "\\\n" + std::string(head.size(), ' '));
}

class BriefRenderer final : public Renderer {
public:
    Result<std::string> render(Digest const& digest) const override {
        TextWriter const writer(false);
        std::string page =
            fmt::format("# {}\n\n{}", render::long_date(digest.date), render::headline(digest.totals));
        if (std::string const judged = render::judged_line(digest); !judged.empty())
            page += "\\\n" + writer.line(judged);
        if (std::string const later = render::remedial_line(digest); !later.empty()) page += "\n\n> " + later;
        if (auto const state = render::state_line(digest.state); !state.empty())
            page += fmt::format("\n\n> **{}**", state);
        for (std::string const& warning : digest.warnings) {
            if (std::string const line = writer.line(warning); !line.empty()) page += "\n\n> " + line;
        }
        for (std::size_t i = 0; i < digest.entries.size(); ++i)
            page += "\n\n" + brief_entry(digest.entries[i], i + 1, writer);
        if (!digest.just_below.empty())
            page += fmt::format("\n\n{} more just below: {}", digest.just_below.size(),
                                named_links(digest.just_below, writer));
        std::vector<PaperName> unscored;
        for (Paper const& paper : digest.unscored) unscored.push_back({paper.id, paper.title});
        if (!unscored.empty())
            page += fmt::format("\n\n{} without a score: {}", unscored.size(), named_links(unscored, writer));
        return page + "\n";
    }
};

}  // namespace

std::unique_ptr<Renderer> make_brief_renderer() {
    return std::make_unique<BriefRenderer>();
}

}  // namespace lectern
