#include "detail/bibtex_parser.hpp"
#include "detail/formats.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace lectern::marks {
namespace {

constexpr std::size_t kLongestValue = 2000;  // bytes; a longer value is prose and identifies nothing

/// Fields that identify an entry by themselves.
constexpr std::array<Rule, 23> kBibtexRules{{
    {"arxivid", Evidence::number},     {"arxiv", Evidence::number},       {"arxiv_id", Evidence::number},
    {"arxiv-id", Evidence::number},    {"doi", Evidence::named},          {"url", Evidence::named},
    {"ee", Evidence::named},           {"link", Evidence::named},         {"bdsk-url-1", Evidence::named},
    {"number", Evidence::named},       {"reportnumber", Evidence::named}, {"eid", Evidence::named},
    {"articleno", Evidence::named},    {"volume", Evidence::named},       {"journal", Evidence::named},
    {"journaltitle", Evidence::named}, {"howpublished", Evidence::named}, {"pages", Evidence::named},
    {"type", Evidence::named},         {"institution", Evidence::named},  {"publisher", Evidence::named},
    {"note", Evidence::whole},         {"bdsk-url-2", Evidence::named},
}};

/// Fields that can say that arXiv published the entry.
constexpr std::array<std::string_view, 5> kBibtexPlaces{"journal", "journaltitle", "publisher", "institution",
                                                        "booktitle"};

/// Fields that then hold a bare number.
constexpr std::array<Rule, 4> kBibtexNumbers{{{"volume", Evidence::number},
                                              {"number", Evidence::number},
                                              {"eid", Evidence::number},
                                              {"pages", Evidence::number}}};

/// A value as the reader sees it: without braces, `\url` and the backslash of `\_`.
std::string plain_value(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        char const c = value[i];
        if (c == '}' && value.substr(i + 1).starts_with('{')) out += ' ';
        if (c == '{' || c == '}') continue;
        if (c != '\\') {
            out += c;
            continue;
        }
        std::size_t end = i + 1;
        while (end < value.size() && std::isalpha(static_cast<unsigned char>(value[end]))) ++end;
        std::string_view const word = value.substr(i + 1, end - i - 1);
        if (word == "url" || word == "href" || word == "texttt" || word == "nolinkurl" || word == "path") {
            out += ' ';
            i = end - 1;
        } else if (!word.empty()) {
            out += c;
        }
    }
    return text::collapse_whitespace(out);
}

/// The archive of the eprint number in lower case; empty if the entry names none.
std::string archive_of(std::vector<Field> const& fields) {
    std::string_view const archive = value_of(fields, "archiveprefix");
    return text::ascii_lower(archive.empty() ? value_of(fields, "eprinttype") : archive);
}

/// The paper of the eprint field. Another archive's number is no arXiv identifier, whatever its form.
std::optional<ArxivId> eprint_of(std::vector<Field> const& fields) {
    std::string const archive = archive_of(fields);
    if (!archive.empty() && archive.find("arxiv") == std::string::npos) return std::nullopt;
    constexpr std::array<Rule, 1> rule{{{"eprint", Evidence::number}}};
    if (auto id = identify(fields, rule)) return id;
    // Old numbers are sometimes written without their archive, which is the primary class.
    std::string_view const eprint = value_of(fields, "eprint");
    std::string_view archive_class = value_of(fields, "primaryclass");
    if (archive_class.empty()) archive_class = value_of(fields, "eprintclass");
    if (archive_class.empty() || eprint.empty()) return std::nullopt;
    return identify(std::string(archive_class) + "/" + std::string(eprint), Evidence::number);
}

/// What is wrong with an eprint number that the entry says is arXiv's; empty if there is none.
std::string eprint_fault(std::vector<Field> const& fields) {
    std::string_view const eprint = value_of(fields, "eprint");
    if (eprint.empty() || archive_of(fields).find("arxiv") == std::string::npos) return {};
    auto const id = ArxivId::parse(eprint);
    return id ? std::string() : id.error().message();
}

std::optional<ArxivId> identify_entry(std::vector<Field> const& fields) {
    if (auto id = eprint_of(fields)) return id;
    return identify(fields, Scheme{kBibtexRules, kBibtexPlaces, kBibtexNumbers});
}

}  // namespace

bool opens_bibtex(std::string_view line) {
    line = text::trim(line);
    if (!line.starts_with('@')) return false;
    std::size_t end = 1;
    while (end < line.size() && std::isalpha(static_cast<unsigned char>(line[end]))) ++end;
    std::size_t const open = std::min(line.find_first_not_of(" \t", end), line.size());
    bool const group = open == line.size() || line[open] == '{' || line[open] == '(';
    return end > 1 && (group || text::iequals(line.substr(1, end - 1), "comment"));
}

void read_bibtex(std::string_view text, Collector& list) {
    BibtexParser parser(text);
    while (auto entry = parser.next()) {
        if (list.full()) return;
        std::string place = list.place(entry->line, entry->key);
        for (Field& field : entry->fields) {
            if (field.value.size() <= kLongestValue) field.value = plain_value(field.value);
        }
        auto id = identify_entry(entry->fields);
        std::string const damage = "the entry is damaged: " + std::string(entry->damage);
        if (id) {
            if (!entry->damage.empty()) list.warn(place + ": " + damage + "; its identifier was read");
            list.add({std::move(*id), true, std::nullopt, std::move(place)});
        } else if (!entry->damage.empty()) {
            list.reject(place, damage);
        } else if (std::string const fault = eprint_fault(entry->fields); !fault.empty()) {
            list.reject(place, fault);
        } else {
            list.add_without_id(place, value_of(entry->fields, "title"));
        }
    }
}

}  // namespace lectern::marks
