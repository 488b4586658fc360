#include "detail/paper_json.hpp"

#include "detail/json.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <cmath>

namespace lectern::json {
namespace {

void put(bj::object& object, std::string_view key, std::string const& value) {
    if (!value.empty()) object[key] = value;
}

bj::value author_to_json(Author const& author) {
    if (author.affiliations.empty() && author.remark.empty()) return bj::value(author.name);
    bj::object object;
    object["name"] = author.name;
    bj::array affiliations;
    for (std::string const& affiliation : author.affiliations) affiliations.emplace_back(affiliation);
    if (!affiliations.empty()) object["affiliations"] = std::move(affiliations);
    put(object, "remark", author.remark);
    return object;
}

Result<Author> author_from_json(bj::value const& value) {
    if (value.is_string()) return Author{std::string(value.get_string()), {}, {}};
    if (!value.is_object()) return wrong_type("authors", "list of names");
    bj::object const& object = value.get_object();
    auto name = string_member(object, "name");
    if (!name) return name.error();
    auto affiliations = strings_member(object, "affiliations");
    if (!affiliations) return affiliations.error();
    auto remark = string_member(object, "remark");
    if (!remark) return remark.error();
    return Author{std::move(*name), std::move(*affiliations), std::move(*remark)};
}

Result<std::vector<Author>> authors_member(bj::object const& object) {
    bj::value const* list = object.if_contains("authors");
    if (!list || list->is_null()) return std::vector<Author>();
    if (!list->is_array()) return wrong_type("authors", "list");
    return authors_from_json(list->get_array());
}

Result<std::vector<Listing>> listings_from_json(bj::object const& object) {
    std::vector<Listing> listings;
    bj::value const* list = object.if_contains("listings");
    if (!list || list->is_null()) return listings;
    if (!list->is_array()) return wrong_type("listings", "list");
    for (bj::value const& item : list->get_array()) {
        auto const entry = as_object(item, "listings");
        if (!entry) return entry.error();
        auto category = string_member(**entry, "category");
        if (!category) return category.error();
        auto type = string_member(**entry, "type");
        if (!type) return type.error();
        listings.push_back({Category(std::move(*category)), parse_announce_type(*type)});
    }
    return listings;
}

Result<std::optional<Time>> time_member(bj::object const& object, std::string_view key) {
    auto const text = string_member(object, key);
    if (!text) return text.error();
    if (text->empty()) return std::optional<Time>();
    auto const time = parse_rfc3339(*text);
    if (!time) return time.error().with_context(key);
    return std::optional<Time>(*time);
}

/// Reads the plain text members into `paper`.
Result<void> read_texts(bj::object const& object, Paper& paper) {
    struct Target {
        std::string_view key;
        std::string* text;
    };
    for (Target const target : {Target{"title", &paper.title}, Target{"abstract", &paper.abstract},
                                Target{"comment", &paper.comment}, Target{"journal_ref", &paper.journal_ref},
                                Target{"doi", &paper.doi}, Target{"license", &paper.license}}) {
        auto text = string_member(object, target.key);
        if (!text) return text.error();
        *target.text = std::move(*text);
    }
    return {};
}

Result<ArxivId> read_id(bj::object const& object) {
    auto const text = string_member(object, "id");
    if (!text) return text.error();
    if (text->empty()) return Error(errc::invalid_argument, "member \"id\" is missing");
    auto const id = ArxivId::parse(*text);
    if (!id) return id.error();
    auto const version = number_member(object, "version");
    if (!version) return version.error();
    if (!*version) return *id;
    if (**version < 1 || **version > 9999 || std::floor(**version) != **version) {
        return wrong_type("version", "version number");
    }
    return id->with_version(static_cast<int>(**version));
}

Result<void> read_announcement(bj::object const& object, Paper& paper) {
    auto const announce = string_member(object, "announce");
    if (!announce) return announce.error();
    paper.announce = parse_announce_type(*announce);
    if (paper.announce == AnnounceType::unknown && !announce->empty() && *announce != "unknown") {
        return wrong_type("announce", "announce type (new, cross, replace, replace-cross)");
    }
    auto const announced = string_member(object, "announced");
    if (!announced) return announced.error();
    if (!announced->empty()) {
        auto const date = parse_date(*announced);
        if (!date) return date.error().with_context("announced");
        paper.announced = *date;
    }
    auto listings = listings_from_json(object);
    if (!listings) return listings.error();
    paper.listings = std::move(*listings);
    return {};
}

}  // namespace

bj::array to_json(std::vector<Author> const& authors) {
    bj::array list;
    for (Author const& author : authors) list.push_back(author_to_json(author));
    return list;
}

Result<std::vector<Author>> authors_from_json(bj::array const& list) {
    std::vector<Author> authors;
    for (bj::value const& item : list) {
        auto author = author_from_json(item);
        if (!author) return author.error();
        authors.push_back(std::move(*author));
    }
    return authors;
}

bj::object to_json(Paper const& paper) {
    bj::object object;
    object["id"] = paper.id.base();
    if (auto const version = paper.id.version()) object["version"] = *version;
    object["title"] = paper.title;
    object["abstract"] = paper.abstract;
    object["authors"] = to_json(paper.authors);
    bj::array& categories = object["categories"].emplace_array();
    for (Category const& category : paper.categories) categories.emplace_back(category.code());
    if (paper.announce != AnnounceType::unknown) object["announce"] = to_string(paper.announce);
    if (paper.announced) object["announced"] = format_date(*paper.announced);
    if (paper.submitted) object["submitted"] = format_time(*paper.submitted);
    if (paper.updated) object["updated"] = format_time(*paper.updated);
    put(object, "comment", paper.comment);
    put(object, "journal_ref", paper.journal_ref);
    put(object, "doi", paper.doi);
    put(object, "license", paper.license);
    if (paper.withdrawn) object["withdrawn"] = true;
    bj::array listings;
    for (Listing const& listing : paper.listings) {
        bj::object entry;
        entry["category"] = listing.category.code();
        entry["type"] = to_string(listing.type);
        listings.push_back(std::move(entry));
    }
    if (!listings.empty()) object["listings"] = std::move(listings);
    if (paper.position != 0) object["position"] = paper.position;
    return object;
}

Result<Paper> paper_from_json(bj::value const& value) {
    auto const object = as_object(value, "a paper");
    if (!object) return object.error();
    Paper paper;
    auto id = read_id(**object);
    if (!id) return id.error();
    paper.id = std::move(*id);
    if (auto const done = read_texts(**object, paper); !done) return done.error();
    auto authors = authors_member(**object);
    if (!authors) return authors.error();
    paper.authors = std::move(*authors);
    auto categories = strings_member(**object, "categories");
    if (!categories) return categories.error();
    for (std::string& code : *categories) paper.categories.emplace_back(std::move(code));
    if (auto const done = read_announcement(**object, paper); !done) return done.error();
    auto const submitted = time_member(**object, "submitted");
    if (!submitted) return submitted.error();
    paper.submitted = *submitted;
    auto const updated = time_member(**object, "updated");
    if (!updated) return updated.error();
    paper.updated = *updated;
    auto const position = number_member(**object, "position");
    if (!position) return position.error();
    bj::value const* withdrawn = (*object)->if_contains("withdrawn");
    if (withdrawn && !withdrawn->is_bool()) return wrong_type("withdrawn", "true or false");
    paper.withdrawn = withdrawn && withdrawn->get_bool();
    if (*position && **position >= 0) paper.position = static_cast<std::size_t>(**position);
    return paper;
}

}  // namespace lectern::json
