#include "detail/pages.hpp"
#include "render/detail/day_words.hpp"

#include <lectern/core/links.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/citation.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace lectern::html {
namespace {

namespace bj = boost::json;

constexpr std::size_t kAuthors = 8;  // shown before the others are folded
constexpr std::size_t kWordsPerMinute = 230;

bj::array named(std::vector<PaperName> const& papers) {
    bj::array list;
    for (PaperName const& paper : papers)
        list.push_back(bj::object{
            {"href", paper.id.abs_url()}, {"title_html", title_html(paper.title)}, {"id", paper.id.base()}});
    return list;
}

void add_authors(Paper const& paper, bj::object& card) {
    std::vector<std::string> names;
    for (Author const& author : paper.authors) names.push_back(author.name);
    std::size_t const shown = names.size() <= kAuthors + 1 ? names.size() : kAuthors;
    card["authors"] = text::join(std::span(names).first(shown), ", ");
    if (shown == names.size()) return;
    card["more_authors"] = bj::object{{"count", names.size() - shown},
                                      {"names", ", " + text::join(std::span(names).subspan(shown), ", ")}};
}

void add_score(DigestEntry const& entry, bj::object& card) {
    if (!entry.score) return;
    card["scored"] = true;
    card["relevance"] = render::grade(entry.score->relevance);
    if (entry.score->novelty) card["novelty"] = render::grade(*entry.score->novelty);
    card["estimated"] = entry.score->estimated;
    bj::array topics;
    std::string slugs;
    for (std::string const& topic : entry.score->topics) {
        if (topics.size() == 2) break;
        topics.push_back(bj::object{{"name", topic}});
        slugs += (slugs.empty() ? "" : " ") + slug_of(topic);
    }
    card["topics"] = std::move(topics);
    card["topic_slugs"] = slugs;
}

/// Without the abstract, which the card has.
std::string bibtex(Paper paper) {
    paper.abstract.clear();
    return cite(std::span(&paper, 1), CitationFormat::bibtex);
}

void add_links(Paper const& paper, bj::object& card) {
    PaperLinks const links = links_of(paper);
    card["links"] = bj::object{{"abs", links.abs},
                               {"pdf", links.pdf},
                               {"html", links.html},
                               {"code", links.code},
                               {"project", links.project}};
}

void add_trace(Decision const* decision, DigestEntry const& entry, bj::object& card) {
    bj::array lines;
    if (decision) {
        for (std::string const& step : decision->steps) lines.emplace_back(step);
    }
    if (entry.score) {
        for (TopicScore const& topic : entry.score->topic_scores)
            lines.emplace_back(fmt::format("similarity to {}: {:.2f}", topic.topic, topic.similarity));
        for (Evidence const& one : entry.score->evidence)
            lines.emplace_back(fmt::format("{} {}: {:+.2f}", to_string(one.kind), one.term, one.weight));
    }
    if (!lines.empty()) card["trace"] = bj::object{{"lines", std::move(lines)}};
}

/// What the chip of a pinned paper says, or false.
bj::value pin_of(DigestEntry const& entry) {
    if (!entry.pinned) return false;
    bj::array authors;
    for (std::string const& name : entry.followed)
        authors.push_back(bj::object{{"name", name}, {"slug", slug_of(name)}});
    return bj::object{{"authors", std::move(authors)}};
}

/// Has every member that the template asks for: what a card lacks would be looked for in the page.
bj::object card_of(DigestEntry const& entry, std::size_t number, Decision const* decision) {
    Paper const& paper = entry.paper;
    bj::object card{{"number", number},
                    {"id", paper.id.base()},
                    {"anchor", anchor_of(paper.id)},
                    {"title_html", title_html(paper.title)},
                    {"score", short_grades(entry)},
                    {"type", paper.announce == AnnounceType::unknown ? "" : to_string(paper.announce)},
                    {"comment_html", math::to_html(paper.comment)},
                    {"pinned", pin_of(entry)},
                    {"section", false},
                    {"reason_html", math::to_html(shown_reason(entry))},
                    {"gist_html", math::to_html(shown_gist(entry))},
                    {"abstract_html", math::to_html(paper.abstract)},
                    {"bibtex", bibtex(paper)},
                    {"primary", paper.primary() ? paper.primary()->code() : std::string()},
                    {"topics", bj::array()},
                    {"topic_slugs", ""},
                    {"relevance", ""},
                    {"more_authors", false},
                    {"scored", false},
                    {"open", false},
                    {"novelty", false},
                    {"trace", false},
                    {"also", false}};
    bj::array others;
    for (std::size_t i = 1; i < paper.categories.size(); ++i) others.emplace_back(paper.categories[i].code());
    card["categories"] = std::move(others);
    add_authors(paper, card);
    add_score(entry, card);
    add_links(paper, card);
    add_trace(decision, entry, card);
    if (!entry.also.empty()) card["also"] = bj::object{{"papers", named(entry.also)}};
    return card;
}

/// Pinned papers come first, in a section of their own. \return empty within a section
std::string heading_before(std::vector<DigestEntry> const& entries, std::size_t place) {
    bool const pinned = entries[place].pinned;
    bool const same = place > 0 && entries[place - 1].pinned == pinned;
    if (same || (place == 0 && !pinned)) return {};
    return pinned ? "By authors you follow" : "By your topics";
}

/// The topics of the day with how many papers each has, as a filter.
void add_topics(Digest const& digest, bj::object& page) {
    std::map<std::string, std::size_t> counts;
    for (DigestEntry const& entry : digest.entries) {
        if (!entry.score) continue;
        for (std::size_t i = 0; i < std::min<std::size_t>(2, entry.score->topics.size()); ++i)
            ++counts[entry.score->topics[i]];
    }
    if (counts.empty()) return;
    bj::array list;
    for (auto const& [name, count] : counts)
        list.push_back(bj::object{{"name", name}, {"slug", slug_of(name)}, {"count", count}});
    page["topics"] = bj::object{{"list", std::move(list)}};
}

/// announced = shown + below + without a score + filtered.
void add_funnel(Digest const& digest, bj::object& page) {
    Totals const& totals = digest.totals;
    if (totals.announced == 0) return;
    std::size_t const below = totals.scanned - std::min(totals.scanned, totals.relevant + totals.unscored);
    bj::array parts;
    auto const add = [&](std::size_t count, std::string_view what) {
        if (count > 0) parts.emplace_back(fmt::format("{} {}", text::grouped(count), what));
    };
    add(totals.relevant, "shown");
    add(below, "read, not shown");
    add(totals.unscored, "without a score");
    add(totals.announced - std::min(totals.announced, totals.scanned), "filtered");
    page["funnel"] = bj::object{{"announced", totals.announced},
                                {"read", totals.scanned},
                                {"label", fmt::format("{} shown, {} read, {} announced", totals.relevant,
                                                      totals.scanned, totals.announced)},
                                {"parts", std::move(parts)}};
}

void add_facts(Digest const& digest, bj::object& page) {
    bj::array facts;
    bool const complete = digest.state == DayState::ok;
    facts.push_back(bj::object{{"class", complete ? "ok" : "warn"}, {"text", digest_word(digest.state)}});
    std::string const judged = render::judged_line(digest);
    if (!judged.empty()) facts.push_back(bj::object{{"class", ""}, {"text", judged}});
    if (digest.usage.total_tokens() > 0)
        facts.push_back(bj::object{{"class", ""},
                                   {"text", fmt::format("{} tokens", text::grouped(static_cast<std::size_t>(
                                                                         digest.usage.total_tokens())))}});
    page["facts"] = std::move(facts);
}

void add_costs(Digest const& digest, bj::object& page) {
    Usage const& usage = digest.usage;
    if (usage.total_tokens() == 0) return;
    auto const money = [](std::optional<Money> const& cost) {
        return cost ? "$" + cost->to_string() : std::string("unknown");
    };
    auto const tokens = [](std::int64_t count) { return text::grouped(static_cast<std::size_t>(count)); };
    page["costs"] = bj::object{{"model", digest.scorer},
                               {"prompt_tokens", tokens(usage.prompt_tokens)},
                               {"completion_tokens", tokens(usage.completion_tokens)},
                               {"total_tokens", tokens(usage.total_tokens())},
                               {"prompt_cost", money(usage.prompt_cost)},
                               {"completion_cost", money(usage.completion_cost)},
                               {"total_cost", money(usage.total_cost)}};
}

void add_coverage(Digest const& digest, bj::object& page) {
    if (digest.coverage.empty()) return;
    bj::array rows;
    for (Coverage const& one : digest.coverage) {
        rows.push_back(bj::object{{"category", one.category.empty() ? "all" : one.category},
                                  {"declared", one.declared ? std::to_string(*one.declared) : "-"},
                                  {"fetched", one.fetched},
                                  {"parsed", one.parsed},
                                  {"new", one.newly_listed},
                                  {"filtered", one.filtered},
                                  {"scored", one.scored},
                                  {"shown", one.shown}});
    }
    page["coverage"] = bj::object{{"rows", std::move(rows)}};
}

std::size_t minutes(Digest const& digest) {
    std::size_t words = 0;
    for (DigestEntry const& entry : digest.entries)
        words += static_cast<std::size_t>(std::ranges::count(entry.paper.abstract, ' ')) + 20;
    return std::max<std::size_t>(1, words / kWordsPerMinute);
}

}  // namespace

std::string title_html(std::string_view title) {
    std::string markup = math::to_html(title);
    return text::trim(markup).empty() ? "(no title)" : markup;
}

std::string anchor_of(ArxivId const& id) {
    return "p" + id.file_name();
}

std::string hash_of(std::string_view content) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (char const c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return fmt::format("{:016x}", hash);
}

std::string slug_of(std::string_view name) {
    constexpr std::size_t longest = 60;
    std::string const folded = text::fold(name);
    std::string slug;
    bool lossless = true;
    for (char const c : folded) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            slug += c;
        else if (!slug.empty() && !slug.ends_with('-'))
            slug += '-';
        lossless = lossless && (plain || c == ' ' || c == '-');
    }
    if (slug.size() > longest) {
        slug.resize(longest);
        lossless = false;
    }
    while (slug.ends_with('-')) slug.pop_back();
    if (lossless && !slug.empty()) return slug;
    return (slug.empty() ? "" : slug + "-") + hash_of(folded).substr(0, 6);
}

std::string short_grades(DigestEntry const& entry) {
    if (!entry.score) return entry.pinned ? "★" : "";
    std::string grades = render::grade(entry.score->relevance);
    if (entry.score->novelty) grades += "·" + render::grade(*entry.score->novelty);
    return grades;
}

bj::object day_data(Digest const& digest) {
    std::map<std::string, Decision const*> decisions;
    for (Decision const& decision : digest.decisions) decisions.emplace(decision.id.base(), &decision);
    Totals const& totals = digest.totals;
    bj::object page{{"heading", render::long_date(digest.date)},
                    {"kicker", "arXiv announcement"},
                    {"shown", totals.relevant},
                    {"lead", fmt::format("{} for you, of {} read and {} announced. About {} minute{}.",
                                         totals.relevant == 1 ? "paper" : "papers",
                                         text::grouped(totals.scanned), text::grouped(totals.announced),
                                         minutes(digest), minutes(digest) == 1 ? "" : "s")}};
    bj::array papers;
    for (std::size_t i = 0; i < digest.entries.size(); ++i) {
        auto const found = decisions.find(digest.entries[i].paper.id.base());
        papers.push_back(
            card_of(digest.entries[i], i + 1, found == decisions.end() ? nullptr : found->second));
        if (std::string heading = heading_before(digest.entries, i); !heading.empty())
            papers.back().as_object()["section"] = std::move(heading);
    }
    page["papers"] = std::move(papers);
    add_topics(digest, page);
    add_funnel(digest, page);
    add_facts(digest, page);
    add_costs(digest, page);
    add_coverage(digest, page);
    if (auto const line = render::state_line(digest.state); !line.empty()) page["state_line"] = line;
    if (auto const line = render::remedial_line(digest); !line.empty())
        page["remedial"] = bj::object{{"text", line}};
    bj::array warnings;
    for (std::string const& warning : digest.warnings) warnings.emplace_back(warning);
    page["warnings"] = std::move(warnings);
    if (!digest.just_below.empty()) page["just_below"] = bj::object{{"papers", named(digest.just_below)}};
    std::vector<PaperName> unscored;
    for (Paper const& paper : digest.unscored) unscored.push_back({paper.id, paper.title});
    if (!unscored.empty()) page["unscored"] = bj::object{{"papers", named(unscored)}};
    bj::array revised;
    for (Revision const& revision : digest.revised) {
        bj::array changes;
        for (std::string const& change : revision.changes) changes.emplace_back(change);
        revised.push_back(bj::object{{"href", revision.paper.id.abs_url()},
                                     {"title_html", title_html(revision.paper.title)},
                                     {"id", revision.paper.id.to_string()},
                                     {"changes", std::move(changes)}});
    }
    if (!revised.empty()) page["revised"] = bj::object{{"papers", std::move(revised)}};
    if (!digest.prompt.system.empty() || !digest.prompt.user.empty())
        page["prompt"] = bj::object{{"system", digest.prompt.system}, {"user", digest.prompt.user}};
    return page;
}

}  // namespace lectern::html
