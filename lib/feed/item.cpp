#include "detail/formats.hpp"

#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace lectern::feed {
namespace {

constexpr std::string_view kTypeMark = "Announce Type: ";
constexpr std::string_view kAbstractMark = "Abstract: ";
constexpr std::size_t kMostIds = 12;

/// The first candidate that is an id; one with a version wins over one without.
std::optional<ArxivId> choose_id(std::vector<std::string_view> const& candidates, std::string_view last) {
    std::optional<ArxivId> chosen;
    auto const consider = [&chosen](std::string_view candidate) {
        if (chosen && chosen->version()) return;
        auto const id = ArxivId::parse(candidate);
        if (id && (!chosen || id->same_paper(*chosen))) chosen = *id;
    };
    for (std::string_view const candidate : candidates) consider(candidate);
    consider(last);
    return chosen;
}

std::vector<Category> make_categories(RawItem const& item) {
    std::vector<Category> categories;
    auto const add = [&](std::string_view code) {
        Category category{std::string(text::trim(code))};
        if (category.code().empty() || std::ranges::find(categories, category) != categories.end()) return;
        categories.push_back(std::move(category));
    };
    add(item.primary);
    for (std::string_view const code : item.categories) add(code);
    return categories;
}

void warn_about_gaps(Paper const& paper, bool expects_announce_type, ParsedFeed& feed) {
    std::vector<std::string> missing;
    if (paper.title.empty()) missing.emplace_back("title");
    if (paper.abstract.empty()) missing.emplace_back("abstract");
    if (paper.authors.empty()) missing.emplace_back("authors");
    if (paper.categories.empty()) missing.emplace_back("categories");
    if (expects_announce_type && paper.announce == AnnounceType::unknown)
        missing.emplace_back("announce type");
    if (missing.empty()) return;
    feed.warnings.add(Error(errc::not_a_feed, fmt::format("{} comes without {}", paper.id.to_string(),
                                                          text::join(missing, ", "))),
                      "papers with something missing");
}

Paper make_paper(RawItem const& item, ArxivId id, Description const& description, Cuts& cuts) {
    Paper paper;
    paper.id = std::move(id);
    paper.title = tex::decode_text(text::collapse_whitespace(item.title));
    paper.abstract = tex::decode_text(text::trim(description.abstract));
    paper.authors =
        item.authors.empty() ? parse_author_line(limit_author_line(item.creator, cuts)) : item.authors;
    paper.categories = make_categories(item);
    paper.announce = parse_announce_type(text::trim(item.announce));
    if (paper.announce == AnnounceType::unknown) paper.announce = parse_announce_type(description.announce);
    if (auto const day = parse_written_date(item.announced)) paper.announced = *day;
    paper.submitted = item.submitted;
    paper.updated = item.updated;
    paper.comment = text::collapse_whitespace(item.comment);
    paper.journal_ref = text::collapse_whitespace(item.journal_ref);
    paper.doi = text::collapse_whitespace(item.doi);
    paper.license = text::collapse_whitespace(item.license);
    return paper;
}

}  // namespace

Description split_description(std::string_view text) {
    Description parts{{}, {}, text};
    if (!text.starts_with("arXiv:")) return parts;
    std::size_t const id_end = text.find_first_of(" \n");
    if (id_end == std::string_view::npos) return parts;
    std::string_view rest = text::trim(text.substr(id_end));
    if (!rest.starts_with(kTypeMark)) return parts;
    rest.remove_prefix(kTypeMark.size());
    std::size_t const type_end = std::min(rest.find_first_of(" \n"), rest.size());
    std::string_view const announce = rest.substr(0, type_end);
    rest = text::trim(rest.substr(type_end));
    if (rest.starts_with(kAbstractMark)) {
        rest.remove_prefix(kAbstractMark.size());
    } else if (rest == text::trim(kAbstractMark)) {
        rest = {};
    } else {
        return parts;
    }
    return {text.substr(0, id_end), announce, rest};
}

bool read_announcement_member(xml::Element const child, xml::Name const& name, RawItem& item) {
    if (name.is(xml::ns::arxiv, "announce_type")) {
        item.announce = item.texts.of(child);
    } else if (name.is(xml::ns::arxiv, "DOI")) {
        item.doi = item.texts.of(child);
    } else if (name.is(xml::ns::arxiv, "journal_reference")) {
        item.journal_ref = item.texts.of(child);
    } else if (name.is(xml::ns::dc, "rights")) {
        item.license = item.texts.of(child);
    } else if (name.is(xml::ns::dc, "creator")) {
        item.creator = item.texts.of(child);
    } else {
        return false;
    }
    return true;
}

void RawItem::add_id(std::string_view id) {
    if (ids.size() < kMostIds) ids.push_back(id);
}

void RawItem::add_best_id(std::string_view id) {
    if (ids.size() < kMostIds) ids.insert(ids.begin(), id);
}

void RawItem::add_category(std::string_view code) {
    if (categories.size() < kMostRawCategories) {
        categories.push_back(code);
    } else if (cuts.empty()) {
        cuts.push_back(fmt::format("categories behind the first {}", kMostRawCategories));
    }
}

Result<void> add_item(RawItem const& item, bool expects_announce_type, Intake& intake, ParsedFeed& feed) {
    Description const description = split_description(item.description);
    auto id = choose_id(item.ids, description.id);
    if (!id) {
        feed.warnings.add(
            Error(errc::not_a_feed,
                  fmt::format("item {} (\"{}\") has no arXiv identifier and is left out", feed.items,
                              text::truncate(text::collapse_whitespace(item.title), 80))),
            "items without an arXiv identifier");
        return {};
    }
    Cuts cuts = item.cuts;
    Paper paper = make_paper(item, std::move(*id), description, cuts);
    if (!paper.announced) paper.announced = feed.day;
    paper.position = feed.papers.size();
    warn_about_gaps(paper, expects_announce_type, feed);
    if (auto const admitted = intake.admit(paper, feed.warnings, std::move(cuts)); !admitted)
        return admitted.error();
    feed.papers.push_back(std::move(paper));
    return {};
}

std::optional<Date> most_common_day(std::vector<Paper> const& papers) {
    std::map<Date, std::size_t> counts;
    for (Paper const& paper : papers) {
        if (paper.announced) ++counts[*paper.announced];
    }
    auto const most = std::ranges::max_element(counts, {}, [](auto const& entry) { return entry.second; });
    if (most == counts.end()) return std::nullopt;
    return most->first;
}

}  // namespace lectern::feed
