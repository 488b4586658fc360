#include "detail/formats.hpp"

#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>
#include <lectern/feed/arxiv_oai.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lectern {
namespace {

using xml::Element;

constexpr std::string_view kNone = "noRecordsMatch";
constexpr int kLastVersion = 9999;
constexpr std::size_t kLongestToken = 2000;  // it goes into a request line

std::string line_of(Element const parent, char const* name) {
    return text::collapse_whitespace(xml::Texts().of(parent.child(name)));
}

std::string join_name(Element const author) {
    std::string name = line_of(author, "forenames");
    for (char const* part : {"keyname", "suffix"}) {
        std::string const value = line_of(author, part);
        if (!value.empty()) name += (name.empty() ? "" : " ") + value;
    }
    return name;
}

std::vector<Author> read_authors(Element const authors, feed::Cuts& cuts) {
    if (!authors.child("author")) {
        xml::Texts texts;
        return parse_author_line(feed::limit_author_line(texts.of(authors), cuts));
    }
    std::vector<Author> list;
    for (Element const author : authors.children("author")) list.push_back({join_name(author), {}, {}});
    return list;
}

std::vector<Category> read_categories(Element const metadata, feed::Cuts& cuts) {
    std::vector<Category> categories;
    std::string const codes = line_of(metadata, "categories");
    for (std::string_view rest = codes; !rest.empty();) {
        if (categories.size() == feed::kMostRawCategories) {
            cuts.push_back(fmt::format("categories behind the first {}", feed::kMostRawCategories));
            break;
        }
        std::size_t const end = std::min(rest.find(' '), rest.size());
        categories.emplace_back(std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return categories;
}

/// The version list of the raw format: first and last submission, number, withdrawal.
void read_versions(Element const metadata, OaiRecord& record) {
    Paper& paper = record.paper;
    for (Element const version : metadata.children("version")) {
        xml::Texts texts;
        std::string_view const label = texts.attribute(version, "version");
        int number = 0;
        if (label.starts_with('v')) std::from_chars(label.data() + 1, label.data() + label.size(), number);
        if (number < 1 || number > kLastVersion) continue;
        auto const time = parse_rfc822(line_of(version, "date"));
        if (time && number == 1) paper.submitted = *time;
        if (number < paper.id.version().value_or(0)) continue;
        paper.id = paper.id.with_version(number);
        if (time) paper.updated = *time;
        paper.withdrawn = line_of(version, "source_type").find('I') != std::string::npos;
    }
    record.revised = paper.id.version().value_or(1) > 1;
}

/// The plain format dates the current version only; an id of an earlier month tells that there were others.
void read_created(Element const metadata, OaiRecord& record) {
    auto const created = parse_date(line_of(metadata, "created"));
    if (!created) return;
    Paper& paper = record.paper;
    auto const number = [](int year, unsigned month) { return year * 12 + static_cast<int>(month); };
    // Ids are given at announcement, up to a few days into the next month.
    record.revised = number(paper.id.year(), static_cast<unsigned>(paper.id.month())) <
                     number(static_cast<int>(created->year()), static_cast<unsigned>(created->month()));
    Time const time{std::chrono::sys_days(*created)};
    paper.updated = time;
    if (!record.revised) paper.submitted = time;
}

void read_metadata(Element const metadata, OaiRecord& record, feed::Cuts& cuts) {
    Paper& paper = record.paper;
    paper.title = tex::decode_text(line_of(metadata, "title"));
    paper.abstract = tex::decode_text(text::trim(xml::Texts().of(metadata.child("abstract"))));
    paper.authors = read_authors(metadata.child("authors"), cuts);
    paper.categories = read_categories(metadata, cuts);
    paper.comment = tex::decode_text(line_of(metadata, "comments"));
    paper.journal_ref = tex::decode_text(line_of(metadata, "journal-ref"));
    paper.doi = line_of(metadata, "doi");
    paper.license = line_of(metadata, "license");
    if (metadata.child("version"))
        read_versions(metadata, record);
    else
        read_created(metadata, record);
}

Result<OaiRecord> read_record(Element const element, feed::Cuts& cuts) {
    Element const header = element.child("header");
    auto const id = ArxivId::parse(line_of(header, "identifier"));
    if (!id) return feed::fault_of_source(id.error());
    OaiRecord record;
    record.paper.id = *id;
    if (auto const day = parse_date(line_of(header, "datestamp"))) record.datestamp = *day;
    record.deleted = xml::Texts().attribute(header, "status") == "deleted";
    Element const metadata = element.child("metadata").child();
    if (record.deleted) return record;
    if (!metadata) return Error(errc::not_a_feed, fmt::format("{} comes without metadata", id->base()));
    read_metadata(metadata, record, cuts);
    return record;
}

Result<void> read_records(Element const list, ParseLimits const& limits, OaiPage& page) {
    feed::Intake intake(limits);
    for (Element const element : list.children("record")) {
        if (auto const counted = intake.count_item(); !counted) return counted.error();
        feed::Cuts cuts;
        auto record = read_record(element, cuts);
        if (!record) {
            page.unreadable.add(record.error(), "records that could not be read");
            continue;
        }
        auto const admitted = intake.admit(record->paper, page.warnings, std::move(cuts));
        if (!admitted) return admitted.error();
        page.records.push_back(std::move(*record));
    }
    return {};
}

/// The document's text without white space around it, if it can be XML.
Result<std::string_view> check_text(std::string_view bytes, ParseLimits const& limits) {
    if (auto const fine = feed::check_size(bytes, limits); !fine) return fine.error();
    std::string_view const text = text::trim(bytes);
    if (text.empty()) return Error(errc::not_a_feed, "the answer is empty");
    if (auto const bad = text::find_invalid_utf8(text))
        return Error(errc::not_a_feed, fmt::format("byte {} is not UTF-8", *bad));
    if (text.front() != '<')
        return Error(errc::not_a_feed,
                     fmt::format("the answer is the text \"{}\"", text::truncate(text, 80)));
    if (auto const fine = feed::check_markup(text, limits); !fine) return fine.error();
    return text;
}

}  // namespace

Result<OaiPage> parse_oai(std::string_view bytes, ParseLimits const& limits) {
    auto const text = check_text(bytes, limits);
    if (!text) return text.error();
    xml::Document document;
    if (auto const loaded = document.load(*text); !loaded) return loaded.error();
    Element const root = document.root();
    if (xml::Scope().name(root).local != "OAI-PMH") {
        return Error(errc::not_a_feed, fmt::format("the XML root element is <{}>, not <OAI-PMH>",
                                                   text::truncate(root.name(), 60)));
    }
    OaiPage page;
    if (Element const error = root.child("error")) {
        xml::Texts texts;
        std::string_view const code = texts.attribute(error, "code");
        if (code == kNone) return page;
        return Error(errc::feed_error, fmt::format("{}: {}", code, texts.of(error)));
    }
    Element const list = root.child("ListRecords") ? root.child("ListRecords") : root.child("GetRecord");
    if (!list) return Error(errc::not_a_feed, "the answer has no list of records");
    if (auto const read = read_records(list, limits, page); !read) return read.error();
    page.token = text::trim(xml::Texts().of(list.child("resumptionToken")));
    if (page.token.size() > kLongestToken)
        return Error(errc::feed_limit, fmt::format("a resumption token of {} bytes", page.token.size()));
    return page;
}

}  // namespace lectern
