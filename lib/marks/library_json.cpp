#include "core/detail/json.hpp"
#include "detail/formats.hpp"
#include "detail/identify.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

// Items of Zotero (its export and its API) and of CSL JSON.
namespace lectern::marks {
namespace {

namespace bj = boost::json;

/// Members of an item that identify it. Attachments, relations, abstracts and tags are not among them.
constexpr std::array<Rule, 16> kItemRules{{
    {"archiveID", Evidence::number},
    {"arxiv", Evidence::number},
    {"arxivId", Evidence::number},
    {"DOI", Evidence::named},
    {"doi", Evidence::named},
    {"URL", Evidence::named},
    {"url", Evidence::named},
    {"archiveLocation", Evidence::named},
    {"archive_location", Evidence::named},
    {"reportNumber", Evidence::named},
    {"number", Evidence::named},
    {"publicationTitle", Evidence::named},
    {"container-title", Evidence::named},
    {"journalAbbreviation", Evidence::named},
    {"volume", Evidence::named},
    {"page", Evidence::named},
}};

/// Members that can say that arXiv published the item.
constexpr std::array<std::string_view, 7> kItemPlaces{
    "archive", "repository", "publisher", "source", "institution", "publicationTitle", "container-title"};

/// Members that then hold a bare number.
constexpr std::array<Rule, 5> kItemNumbers{{{"archiveLocation", Evidence::number},
                                            {"archive_location", Evidence::number},
                                            {"number", Evidence::number},
                                            {"reportNumber", Evidence::number},
                                            {"volume", Evidence::number}}};

std::vector<Field> texts_of(bj::object const& item) {
    std::vector<Field> fields;
    for (auto const& member : item) {
        if (member.value().is_string())
            fields.push_back({std::string(member.key()), std::string(member.value().get_string())});
    }
    return fields;
}

/// Zotero's "extra" (CSL: note) holds one `Name: value` a line, some of which identify the item.
std::optional<ArxivId> identify_by_extra(std::string_view extra) {
    constexpr std::array<std::string_view, 10> names{"arxiv",   "arxiv id",   "arxivid",   "eprint",
                                                     "_eprint", "archive id", "archiveid", "doi",
                                                     "url",     "number"};
    for (std::string_view const line : text::split(extra, '\n')) {
        if (auto id = identify(text::trim(line), Evidence::whole)) return id;
        std::size_t const colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        std::string const name = text::ascii_lower(text::trim(line.substr(0, colon)));
        if (std::ranges::find(names, name) == names.end()) continue;
        bool const any = name != "doi" && name != "url" && name != "number";
        if (auto id = identify(text::trim(line.substr(colon + 1)), any ? Evidence::number : Evidence::whole))
            return id;
    }
    return std::nullopt;
}

/// The item proper: Zotero's API wraps it in `data`.
bj::object const* item_of(bj::value const& value) {
    bj::object const* object = value.if_object();
    bj::value const* data = object ? object->if_contains("data") : nullptr;
    return data && data->is_object() ? data->if_object() : object;
}

/// Notes and files that belong to another item are no entries of their own.
bool is_child(std::vector<Field> const& fields) {
    std::string_view const type = value_of(fields, "itemType");
    return type == "note" || type == "annotation" ||
           (type == "attachment" && !value_of(fields, "parentItem").empty());
}

std::optional<ArxivId> identify_item(std::vector<Field> const& fields) {
    if (auto id = identify(fields, Scheme{kItemRules, kItemPlaces, kItemNumbers})) return id;
    for (std::string_view const name : {"extra", "note"}) {
        if (auto id = identify_by_extra(value_of(fields, name))) return id;
    }
    return std::nullopt;
}

std::string_view key_of(std::vector<Field> const& fields) {
    for (std::string_view const name : {"citationKey", "citation-key", "id", "key", "itemKey"}) {
        if (auto const key = value_of(fields, name); !key.empty()) return key;
    }
    return {};
}

void read_item(bj::value const& value, std::size_t number, Collector& list) {
    bj::object const* item = item_of(value);
    if (!item) {
        list.reject(list.item(number, {}), "not a JSON object");
        return;
    }
    std::vector<Field> const fields = texts_of(*item);
    if (is_child(fields)) return;
    std::string place = list.item(number, key_of(fields));
    if (auto id = identify_item(fields))
        list.add({std::move(*id), true, std::nullopt, std::move(place)});
    else
        list.add_without_id(place, value_of(fields, "title"));
}

}  // namespace

Result<void> read_library_json(std::string_view text, Collector& list) {
    auto const value = json::parse(text);
    if (!value) return value.error();
    bj::value const* items = &*value;
    bj::object const* root = items->if_object();
    if (root && root->contains("items")) items = root->if_contains("items");
    bool const single = root && !root->contains("items") &&
                        (root->contains("title") || root->contains("itemType") || root->contains("data"));
    if (single) {
        read_item(*value, 1, list);
        return {};
    }
    if (!items->is_array())
        return Error(errc::invalid_argument,
                     "neither an array of items nor an object with \"items\", as Zotero and CSL export them");
    std::size_t number = 0;
    for (bj::value const& item : items->get_array()) {
        if (list.full()) break;
        read_item(item, ++number, list);
    }
    return {};
}

}  // namespace lectern::marks
