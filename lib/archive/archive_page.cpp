#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"

#include <lectern/archive/archive_page.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/sentences.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/markdown.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <vector>

namespace lectern {
namespace {

namespace bj = boost::json;
using json::number_member;
using json::string_member;

constexpr std::string_view kTitle = "# Personalized Daily ArXiv Papers ";
constexpr std::string_view kPromptHeading = "\n# Paper Selection Prompt\n";
constexpr std::string_view kFoot = "\n\n---\n\nCoverage of ";  // of our own pages

Error missing(std::string_view what) {
    return {errc::invalid_digest, fmt::format("page: {} is missing", what)};
}

/// The text between two marks, or nothing.
std::optional<std::string_view> between(std::string_view text, std::string_view open,
                                        std::string_view close) {
    std::size_t const start = text.find(open);
    if (start == std::string_view::npos) return std::nullopt;
    std::string_view const rest = text.substr(start + open.size());
    std::size_t const end = rest.find(close);
    if (end == std::string_view::npos) return std::nullopt;
    return rest.substr(0, end);
}

Result<std::int64_t> read_count(std::string_view text, std::string_view what) {
    text = text::trim(text);
    std::int64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size() || count < 0) {
        return Error(errc::invalid_digest, fmt::format("page: {} \"{}\" is no number", what, text));
    }
    return count;
}

Result<std::size_t> read_total(std::string_view page, std::string_view label) {
    auto const text = between(page, fmt::format("\n{}: ", label), "\n");
    if (!text) return missing(label);
    auto const count = read_count(*text, label);
    if (!count) return count.error();
    return static_cast<std::size_t>(*count);
}

/// Cells of the table row that starts with `label`.
Result<std::vector<std::string_view>> read_row(std::string_view page, std::string_view label) {
    auto const text = between(page, fmt::format("\n| {}", label), "\n");
    if (!text) return missing(fmt::format("the row {} of the table", label));
    std::vector<std::string_view> cells;
    for (std::string_view const cell : text::split(*text, '|')) cells.push_back(text::trim(cell));
    if (cells.size() != 5)
        return Error(errc::invalid_digest, fmt::format("page: the row {} has not four cells", label));
    return std::vector<std::string_view>(cells.begin() + 1, cells.end() - 1);
}

Result<std::optional<Money>> read_money(std::string_view cell) {
    if (!cell.starts_with('$')) return std::optional<Money>();
    auto const money = Money::parse(cell.substr(1));
    if (!money) return Error(errc::invalid_digest, fmt::format("page: cost \"{}\" is no amount", cell));
    return std::optional<Money>(*money);
}

Result<Usage> read_usage(std::string_view page) {
    auto const tokens = read_row(page, "**Token**");
    if (!tokens) return tokens.error();
    auto const costs = read_row(page, "**Cost**");
    if (!costs) return costs.error();
    auto const prompt = read_count((*tokens)[0], "prompt tokens");
    if (!prompt) return prompt.error();
    auto const completion = read_count((*tokens)[1], "completion tokens");
    if (!completion) return completion.error();
    Usage usage;
    usage.prompt_tokens = *prompt;
    usage.completion_tokens = *completion;
    std::optional<Money>* const amounts[] = {&usage.prompt_cost, &usage.completion_cost, &usage.total_cost};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const money = read_money((*costs)[i]);
        if (!money) return money.error();
        *amounts[i] = *money;
    }
    return usage;
}

Result<std::optional<Remedial>> read_notice(std::string_view page) {
    if (!page.starts_with("> This is a remedial run")) return std::optional<Remedial>();
    auto const from = between(page, "missed papers from ", " to ");
    auto const to = between(page, " to ", ".");
    auto const generated = between(page, "Results generated on ", ".");
    if (!from || !to || !generated) return missing("a date of the remedial notice");
    auto const first = parse_us_date(*from);
    auto const last = parse_us_date(*to);
    auto const made = parse_us_date(*generated);
    for (auto const& date : {first, last, made}) {
        if (!date) return Error(errc::invalid_digest, "page: remedial notice: " + date.error().detail());
    }
    return std::optional<Remedial>(Remedial{*first, *last, *made});
}

std::string unquote(std::string_view section) {
    std::vector<std::string> lines;
    for (std::string_view line : text::split(section, '\n')) {
        if (line.starts_with("> "))
            line.remove_prefix(2);
        else if (line.starts_with('>'))
            line.remove_prefix(1);
        lines.emplace_back(line);
    }
    return text::join(lines, "\n");
}

/// Prompts quoted under two headings; before May 2025 they stood there as they were.
Prompt read_prompt(std::string_view section) {
    constexpr std::string_view system_heading = "## System Prompt\n\n";
    constexpr std::string_view user_heading = "\n\n## User Prompt\n\n";
    section = text::trim(section);
    std::size_t const user = section.find(user_heading);
    if (section.starts_with(system_heading) && user != std::string_view::npos) {
        return {unquote(section.substr(system_heading.size(), user - system_heading.size())),
                unquote(section.substr(user + user_heading.size()))};
    }
    std::size_t const first_heading = section.find("\n## ");
    if (first_heading == std::string_view::npos) return {{}, std::string(section)};
    return {std::string(text::trim(section.substr(0, first_heading))),
            std::string(text::trim(section.substr(first_heading)))};
}

Result<DigestEntry> read_entry(std::string_view key, bj::value const& value) {
    auto const object = json::as_object(value, "a paper");
    if (!object) return object.error();
    bj::object with_id(**object);
    with_id["id"] = key;
    auto paper = json::paper_from_json(with_id);
    if (!paper) return paper.error();
    DigestEntry entry;
    entry.paper = std::move(*paper);
    auto comment = string_member(**object, "COMMENT");
    if (!comment) return comment.error();
    auto const relevance = number_member(**object, "RELEVANCE");
    if (!relevance) return relevance.error();
    auto const novelty = number_member(**object, "NOVELTY");
    if (!novelty) return novelty.error();
    auto const order_key = number_member(**object, "SCORE");
    if (!order_key) return order_key.error();
    if (*relevance) {
        Score score;
        score.relevance = **relevance;
        score.novelty = *novelty;
        // What a pin says stands before the score's comment.
        std::size_t const pin = comment->starts_with(kAuthorMatch) ? comment->find(". ") : std::string::npos;
        entry.pinned = comment->starts_with(kAuthorMatch);
        entry.reason = entry.pinned ? comment->substr(0, pin) : *comment;
        score.comment = !entry.pinned              ? *comment
                        : pin == std::string::npos ? std::string()
                                                   : comment->substr(pin + 2);
        entry.score = std::move(score);
    } else {
        entry.pinned = true;
        entry.reason = comment->empty() ? std::string(kAuthorMatch) : std::move(*comment);
    }
    entry.gist = text::gist(entry.paper.abstract);
    entry.order_key = order_key->value_or(entry.score ? entry.score->total() : 0);
    return entry;
}

Result<std::vector<DigestEntry>> read_entries(std::string_view output_json) {
    auto const value = json::parse(output_json);
    if (!value) return Error(errc::invalid_digest, "output file: " + value.error().detail());
    auto const object = json::as_object(*value, "the output file");
    if (!object) return Error(errc::invalid_digest, object.error().detail());
    std::vector<DigestEntry> entries;
    for (auto const& [key, paper] : **object) {
        auto entry = read_entry(key, paper);
        if (!entry)
            return Error(errc::invalid_digest,
                         fmt::format("output file: {}: {}", key, entry.error().detail()));
        entries.push_back(std::move(*entry));
    }
    return entries;
}

/// Page and file must hold the same papers in the same order; else something of one would be lost.
Result<void> check_same_papers(std::string_view page, std::vector<DigestEntry> const& entries) {
    constexpr std::string_view label = "\n**ArXiv ID:** ";
    std::size_t pos = 0;
    for (std::size_t i = 0;; ++i) {
        pos = page.find(label, pos);
        bool const on_page = pos != std::string_view::npos;
        if (!on_page && i == entries.size()) return {};
        std::string const id = i < entries.size() ? entries[i].paper.id.base() : "no paper";
        if (!on_page)
            return Error(errc::invalid_digest,
                         fmt::format("paper {}: {} is in the output file, not on the page", i + 1, id));
        pos += label.size();
        std::string_view const shown = text::trim(page.substr(pos, page.find('\n', pos) - pos));
        if (shown != id) {
            return Error(errc::invalid_digest,
                         fmt::format("paper {}: the page has {}, the output file {}", i + 1, shown, id));
        }
    }
}

Result<Totals> read_totals(std::string_view page, std::vector<DigestEntry> const& entries) {
    auto const announced = read_total(page, "Total arXiv papers");
    if (!announced) return announced.error();
    auto const scanned = read_total(page, "Total scanned papers");
    if (!scanned) return scanned.error();
    auto const relevant = read_total(page, "Total relevant papers");
    if (!relevant) return relevant.error();
    Totals totals;
    totals.announced = *announced;
    totals.scanned = *scanned;
    totals.relevant = *relevant;
    totals.filtered = *announced >= *scanned ? *announced - *scanned : 0;
    for (DigestEntry const& entry : entries) totals.pinned += entry.pinned ? 1 : 0;
    totals.scored = *scanned >= totals.pinned ? *scanned - totals.pinned : 0;
    totals.judged = totals.scored;
    return totals;
}

Decision shown(DigestEntry const& entry) {
    Decision decision;
    decision.id = entry.paper.id;
    decision.title = entry.paper.title;
    decision.reason = entry.reason;
    if (entry.score) decision.relevance = entry.score->relevance;
    if (entry.score) decision.novelty = entry.score->novelty;
    return decision;
}

/// The digest as we would have rendered it, if that gives this page: then its model's name and prompt stand
/// there escaped, and the other texts need not be kept as published.
Result<Digest> as_ours_or_imported(Digest digest, std::string_view page) {
    Digest ours = digest;
    ours.scorer = text::unescape_markdown(digest.scorer);
    ours.prompt = {text::unescape_markdown(digest.prompt.system),
                   text::unescape_markdown(digest.prompt.user)};
    auto const rendered = make_markdown_renderer()->render(ours);
    if (!rendered) return rendered.error();
    if (*rendered == page) return ours;
    digest.imported = true;
    return digest;
}

}  // namespace

Result<Digest> import_archive_page(std::string_view page, std::string_view output_json) {
    auto entries = read_entries(output_json);
    if (!entries) return entries.error();
    if (auto const same = check_same_papers(page, *entries); !same) return same.error();

    Digest digest;
    auto const title = between(page, kTitle, "\n");
    if (!title) return missing("the title");
    auto const date = parse_date(text::trim(*title));
    if (!date) return Error(errc::invalid_digest, "page: title: " + date.error().detail());
    digest.date = *date;
    auto const remedial = read_notice(page);
    if (!remedial) return remedial.error();
    digest.remedial = *remedial;
    auto const scorer = between(page, "| *[", "]*");
    if (!scorer) return missing("the model's name in the table");
    digest.scorer = *scorer;
    auto const usage = read_usage(page);
    if (!usage) return usage.error();
    digest.usage = *usage;
    auto const totals = read_totals(page, *entries);
    if (!totals) return totals.error();
    digest.totals = *totals;
    for (DigestEntry const& entry : *entries) digest.decisions.push_back(shown(entry));
    digest.entries = std::move(*entries);
    page = page.substr(0, page.rfind(kFoot));
    std::size_t const prompt = page.find(kPromptHeading);
    if (prompt != std::string_view::npos)
        digest.prompt = read_prompt(page.substr(prompt + kPromptHeading.size()));
    return as_ours_or_imported(std::move(digest), page);
}

Result<Digest> import_archive_output(Date day, std::string_view output_json) {
    auto entries = read_entries(output_json);
    if (!entries) return entries.error();
    Digest digest;
    digest.date = day;
    digest.scorer = "unknown";
    for (DigestEntry const& entry : *entries) {
        digest.decisions.push_back(shown(entry));
        digest.totals.pinned += entry.pinned ? 1 : 0;
    }
    digest.totals.announced = digest.totals.scanned = digest.totals.relevant = entries->size();
    digest.totals.scored = digest.totals.judged = entries->size() - digest.totals.pinned;
    digest.entries = std::move(*entries);
    return digest;
}

}  // namespace lectern
