#include "detail/author_json.hpp"

#include "detail/json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace lectern::json {
namespace {

Result<AuthorRecord> read_record(bj::value const& value) {
    auto const object = as_object(value, "an author");
    if (!object) return object.error();
    AuthorRecord record;
    for (auto const& [key, member] :
         {std::pair("name", &AuthorRecord::name), std::pair("s2", &AuthorRecord::s2),
          std::pair("openalex", &AuthorRecord::openalex), std::pair("orcid", &AuthorRecord::orcid)}) {
        auto text = string_member(**object, key);
        if (!text) return text.error();
        record.*member = std::move(*text);
    }
    auto const h_index = number_member(**object, "h_index");
    if (!h_index) return h_index.error();
    if (*h_index) record.h_index = static_cast<int>(**h_index);
    auto institutions = strings_member(**object, "institutions");
    if (!institutions) return institutions.error();
    record.institutions = std::move(*institutions);
    return record;
}

}  // namespace

std::string to_text(std::vector<AuthorRecord> const& authors) {
    bj::array list;
    for (AuthorRecord const& author : authors) {
        bj::object object{{"name", author.name}};
        if (!author.s2.empty()) object["s2"] = author.s2;
        if (!author.openalex.empty()) object["openalex"] = author.openalex;
        if (!author.orcid.empty()) object["orcid"] = author.orcid;
        if (author.h_index) object["h_index"] = *author.h_index;
        if (!author.institutions.empty())
            object["institutions"] = bj::array(author.institutions.begin(), author.institutions.end());
        list.push_back(std::move(object));
    }
    return bj::serialize(list);
}

Result<std::vector<AuthorRecord>> authors_from_text(std::string_view text) {
    auto const value = parse(text);
    if (!value) return value.error();
    if (!value->is_array()) return wrong_type("authors", "a list");
    std::vector<AuthorRecord> authors;
    for (bj::value const& one : value->get_array()) {
        auto record = read_record(one);
        if (!record) return record.error();
        authors.push_back(std::move(*record));
    }
    return authors;
}

}  // namespace lectern::json
