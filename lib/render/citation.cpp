#include "core/detail/json.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/citation.hpp>
#include <lectern/render/math.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace lectern {
namespace {

namespace bj = boost::json;

/// A name in the parts that bibliographies want.
struct CitedName {
    std::string family;  ///< With its particles; the whole name of a group.
    std::string given;
    std::string suffix;  ///< `Jr.`, `III`.
};

bool is_suffix(std::string_view word) {
    constexpr auto kSuffixes = std::to_array<std::string_view>({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"});
    return std::ranges::count(kSuffixes, word) > 0;
}

/// Whether the last word tells that this is no person.
bool is_group(std::string_view name) {
    constexpr auto kGroups = std::to_array<std::string_view>(
        {"collaboration", "team", "consortium", "group", "project", "community"});
    std::string const folded = text::fold(name);
    std::size_t const space = folded.rfind(' ');
    return space != std::string::npos &&
           std::ranges::count(kGroups, std::string_view(folded).substr(space + 1)) > 0;
}

/// "Ludwig van der Berg Jr." is van der Berg, Ludwig, Jr.
CitedName split_name(std::string_view name) {
    std::string const line = text::collapse_whitespace(text::displayable(name, text::Medium::page));
    if (is_group(line)) return {line, {}, {}};
    std::vector<std::string> words;
    for (std::string_view const word : text::split(line, ' ')) words.emplace_back(word);
    CitedName cited;
    if (words.size() > 2 && is_suffix(words.back())) {
        cited.suffix = words.back();
        words.pop_back();
    }
    // Particles are written small: van, de, von der.
    std::size_t family = words.size() - 1;
    while (family > 1 && !words[family - 1].empty() && words[family - 1].front() >= 'a' &&
           words[family - 1].front() <= 'z')
        --family;
    cited.given = text::join(std::span(words).first(family), " ");
    cited.family = text::join(std::span(words).subspan(family), " ");
    std::erase(cited.family, ',');
    std::erase(cited.given, ',');
    return cited;
}

std::string plain(std::string_view text) {
    return text::collapse_whitespace(text::displayable(math::to_plain(text), text::Medium::page));
}

std::optional<Date> date_of(Paper const& paper) {
    if (paper.submitted) return std::chrono::floor<std::chrono::days>(*paper.submitted);
    return paper.announced;
}

/// Without a date, the id tells the year.
int year_of(Paper const& paper) {
    auto const date = date_of(paper);
    return date ? static_cast<int>(date->year()) : paper.id.year();
}

std::string doi_of(Paper const& paper) {
    std::string_view const own = text::trim(paper.doi);
    std::string const first(own.substr(0, own.find(' ')));
    return first.empty() ? "10.48550/arXiv." + paper.id.base() : first;
}

/// Escapes what would start a comment, an alignment or a script outside of formulas.
std::string escape_tex(std::string_view text) {
    std::string out;
    bool escaped = false;
    for (char const c : text) {
        if (!escaped && std::string_view("%#&_$").find(c) != std::string_view::npos) out += '\\';
        if (!escaped && c == '^') {
            out += "\\^{}";
            continue;
        }
        escaped = !escaped && c == '\\';
        out += c;
    }
    // A backslash at the end would take the brace behind it.
    return escaped ? out + ' ' : out;
}

bool is_balanced(std::string_view tex) {
    int depth = 0;
    bool escaped = false;
    for (char const c : tex) {
        if (!escaped && c == '{') ++depth;
        if (!escaped && c == '}' && --depth < 0) return false;
        escaped = !escaped && c == '\\';
    }
    return depth == 0 && !escaped;
}

/// A text as the content of a BibTeX field in braces. BibTeX counts braces even behind a backslash.
std::string tex_field(std::string_view text) {
    std::string const line = text::collapse_whitespace(text::displayable(text, text::Medium::page));
    std::string out;
    for (math::Piece const& piece : math::split_formulas(line))
        out +=
            piece.kind == math::Piece::Kind::formula ? std::string(piece.source) : escape_tex(piece.content);
    bool const counted = std::ranges::count(out, '{') == std::ranges::count(out, '}');
    if (is_balanced(out) && counted) return out;
    std::erase_if(out, [](char c) { return c == '{' || c == '}'; });
    while (out.ends_with('\\')) out.pop_back();
    return out;
}

std::string bibtex_name(std::string_view name) {
    CitedName const cited = split_name(name);
    if (cited.given.empty()) return "{" + tex_field(cited.family) + "}";
    std::string const suffix = cited.suffix.empty() ? "" : ", " + cited.suffix;
    return tex_field(cited.family) + suffix + ", " + tex_field(cited.given);
}

std::string bibtex(Paper const& paper) {
    std::vector<std::string> names;
    for (Author const& author : paper.authors) names.push_back(bibtex_name(author.name));
    std::string entry = fmt::format("@misc{{arxiv:{}", paper.id.base());
    auto const field = [&](std::string_view name, std::string const& value) {
        if (!value.empty()) entry += fmt::format(",\n  {} = {{{}}}", name, value);
    };
    field("title", tex_field(paper.title));
    field("author", text::join(names, " and "));
    field("year", std::to_string(year_of(paper)));
    field("eprint", paper.id.base());
    field("archivePrefix", "arXiv");
    field("primaryClass", paper.primary() ? paper.primary()->code() : std::string());
    field("doi", tex_field(paper.doi));
    field("note", tex_field(paper.journal_ref.empty() ? paper.comment : paper.journal_ref));
    field("url", paper.id.abs_url());
    field("abstract", tex_field(paper.abstract));
    return entry + "\n}\n";
}

std::string ris(Paper const& paper) {
    std::string entry;
    auto const field = [&](std::string_view tag, std::string const& value) {
        if (!value.empty()) entry += fmt::format("{}  - {}\r\n", tag, value);
    };
    field("TY", "UNPB");
    field("ID", "arxiv:" + paper.id.base());
    field("TI", plain(paper.title));
    for (Author const& author : paper.authors) {
        CitedName const name = split_name(author.name);
        std::string written = name.family;
        if (!name.given.empty()) written += ", " + name.given;
        if (!name.suffix.empty()) written += ", " + name.suffix;
        field("AU", written);
    }
    field("PY", std::to_string(year_of(paper)));
    if (auto const day = date_of(paper)) {
        std::string date = format_date(*day);
        std::ranges::replace(date, '-', '/');
        field("DA", date);
    }
    field("AB", plain(paper.abstract));
    field("DO", doi_of(paper));
    field("UR", paper.id.abs_url());
    field("PB", "arXiv");
    field("AN", "arXiv:" + paper.id.base());
    for (Category const& category : paper.categories) field("KW", category.code());
    field("N1", plain(paper.comment));
    field("N1", plain(paper.journal_ref));
    return entry + "ER  - \r\n\r\n";
}

bj::object csl(Paper const& paper) {
    bj::array authors;
    for (Author const& author : paper.authors) {
        CitedName const name = split_name(author.name);
        bj::object one;
        if (name.given.empty()) {
            one["literal"] = name.family;
        } else {
            one["family"] = name.family;
            one["given"] = name.given;
            if (!name.suffix.empty()) one["suffix"] = name.suffix;
        }
        authors.push_back(std::move(one));
    }
    bj::array parts{year_of(paper)};
    if (auto const date = date_of(paper)) {
        parts.emplace_back(static_cast<unsigned>(date->month()));
        parts.emplace_back(static_cast<unsigned>(date->day()));
    }
    bj::object item{{"id", "arxiv:" + paper.id.base()},
                    {"type", "article"},
                    {"title", plain(paper.title)},
                    {"author", std::move(authors)},
                    {"issued", bj::object{{"date-parts", bj::array{bj::value(parts)}}}},
                    {"abstract", plain(paper.abstract)},
                    {"publisher", "arXiv"},
                    {"number", "arXiv:" + paper.id.base()},
                    {"DOI", doi_of(paper)},
                    {"URL", paper.id.abs_url()}};
    if (std::string const note = plain(paper.comment); !note.empty()) item["note"] = note;
    if (std::string const journal = plain(paper.journal_ref); !journal.empty())
        item["container-title"] = journal;
    return item;
}

class CitationRenderer final : public Renderer {
public:
    explicit CitationRenderer(CitationFormat format) : format_(format) {}

    Result<std::string> render(Digest const& digest) const override {
        std::vector<Paper> papers;
        for (DigestEntry const& entry : digest.entries) papers.push_back(entry.paper);
        return cite(papers, format_);
    }

private:
    CitationFormat format_;
};

}  // namespace

std::string cite(std::span<Paper const> papers, CitationFormat format) {
    if (format == CitationFormat::csl) {
        bj::array items;
        for (Paper const& paper : papers) items.push_back(csl(paper));
        return json::pretty(items);
    }
    std::string text;
    for (Paper const& paper : papers) {
        if (format == CitationFormat::ris)
            text += ris(paper);
        else
            text += (text.empty() ? "" : "\n") + bibtex(paper);
    }
    return text;
}

std::unique_ptr<Renderer> make_citation_renderer(CitationFormat format) {
    return std::make_unique<CitationRenderer>(format);
}

}  // namespace lectern
