#include "detail/day_words.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/brief.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace lectern {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

class Writer {
public:
    explicit Writer(TextStyle style) : style_(style) {
        style_.width = std::max<std::size_t>(style_.width, 40);
    }

    /// A paragraph of foreign or own text, wrapped; further lines are indented like the first.
    void paragraph(std::string_view raw, std::size_t indent, std::string_view style = {},
                   std::string_view head = {}) {
        std::string const plain = text::collapse_whitespace(text::displayable(raw, text::Medium::page));
        if (plain.empty()) return;
        std::string line;
        std::size_t width = indent;
        std::string lead = head.empty() ? std::string(indent, ' ') : std::string(head);
        for (std::string_view const word : text::split(plain, ' ')) {
            std::size_t const length = text::count_characters(word);
            if (!line.empty() && width + 1 + length > style_.width) {
                end_line(lead, line, style);
                lead.assign(indent, ' ');
                width = indent;
            }
            if (!line.empty()) line += ' ';
            width += length + (width == indent ? 0 : 1);
            line += word;
        }
        end_line(lead, line, style);
    }
    void blank() { out_ += '\n'; }
    std::string take() { return std::move(out_); }

private:
    void end_line(std::string_view lead, std::string& line, std::string_view style) {
        bool const styled = style_.color && !style.empty();
        out_.append(lead).append(styled ? style : "").append(line).append(styled ? kPlain : "").append("\n");
        line.clear();
    }

    TextStyle style_;
    std::string out_;
};

void write_entry(DigestEntry const& entry, std::size_t number, Writer& writer) {
    constexpr std::size_t indent = 4;
    writer.blank();
    std::string const title = entry.paper.title.empty() ? "(no title)" : entry.paper.title;
    writer.paragraph(math::to_plain(title), indent, kBold, fmt::format("{:>2}. ", number));
    std::string byline = render::short_authors(entry.paper);
    std::string const grades = render::grades(entry);
    if (!grades.empty()) byline += (byline.empty() ? "" : " — ") + grades;
    writer.paragraph(byline, indent);
    writer.paragraph(math::to_plain(shown_reason(entry)), indent);
    writer.paragraph(math::to_plain(shown_gist(entry)), indent, kDim);
    for (PaperName const& also : entry.also)
        writer.paragraph(fmt::format("also: {} {}", also.id.base(), math::to_plain(also.title)), indent);
    writer.paragraph(entry.paper.id.abs_url(), indent, kDim);
}

class TextRenderer final : public Renderer {
public:
    explicit TextRenderer(TextStyle style) : style_(style) {}

    Result<std::string> render(Digest const& digest) const override {
        Writer writer(style_);
        writer.paragraph(
            fmt::format("{} — {}", render::long_date(digest.date), render::headline(digest.totals)), 0,
            kBold);
        writer.paragraph(render::judged_line(digest), 0);
        writer.paragraph(render::remedial_line(digest), 0);
        writer.paragraph(render::state_line(digest.state), 0, kBold);
        for (std::string const& warning : digest.warnings) writer.paragraph(warning, 2, {}, "! ");
        for (std::size_t i = 0; i < digest.entries.size(); ++i) write_entry(digest.entries[i], i + 1, writer);
        list("more just below", digest.just_below, writer);
        std::vector<PaperName> unscored;
        for (Paper const& paper : digest.unscored) unscored.push_back({paper.id, paper.title});
        list("without a score", unscored, writer);
        return writer.take();
    }

private:
    static void list(std::string_view what, std::vector<PaperName> const& papers, Writer& writer) {
        if (papers.empty()) return;
        writer.blank();
        writer.paragraph(fmt::format("{} {}:", papers.size(), what), 0);
        for (PaperName const& paper : papers)
            writer.paragraph(fmt::format("{}  {}", paper.id.base(), math::to_plain(paper.title)), 12, {},
                             "  ");
    }

    TextStyle style_;
};

}  // namespace

std::unique_ptr<Renderer> make_text_renderer(TextStyle style) {
    return std::make_unique<TextRenderer>(style);
}

}  // namespace lectern
