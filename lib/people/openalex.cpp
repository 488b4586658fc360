#include "detail/service.hpp"

#include <lectern/core/text.hpp>
#include <lectern/people/author_source.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace openalex {
namespace {

namespace bj = boost::json;

constexpr std::size_t kMostPapers = 50;
constexpr std::string_view kDoi = "10.48550/arxiv.";

/// The last part of an id that is written as an address; empty for null.
std::string id_at(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    if (!value || !value->is_string()) return {};
    std::string_view const id = value->get_string();
    return std::string(id.substr(id.rfind('/') + 1));
}

AuthorRecord record_of(bj::object const& authorship) {
    AuthorRecord record;
    if (bj::value const* author = authorship.if_contains("author"); author && author->is_object()) {
        bj::object const& person = author->get_object();
        record.openalex = id_at(person, "id");
        record.orcid = id_at(person, "orcid");
        if (bj::value const* name = person.if_contains("display_name"); name && name->is_string())
            record.name = name->get_string();
    }
    bj::value const* institutions = authorship.if_contains("institutions");
    if (!institutions || !institutions->is_array()) return record;
    for (bj::value const& one : institutions->get_array()) {
        if (!one.is_object()) continue;
        for (std::string_view const key : {"id", "ror"}) {
            if (std::string id = id_at(one.get_object(), key); !id.empty())
                record.institutions.push_back(std::move(id));
        }
    }
    return record;
}

/// The arXiv id in the DOI of a work; empty for works with another one.
std::string arxiv_id_of(bj::object const& work) {
    bj::value const* doi = work.if_contains("doi");
    if (!doi || !doi->is_string()) return {};
    std::string const address = text::ascii_lower(doi->get_string());
    std::size_t const at = address.find(kDoi);
    return at == std::string::npos ? std::string() : address.substr(at + kDoi.size());
}

std::vector<AuthorRecord> authors_of(bj::object const& work) {
    std::vector<AuthorRecord> records;
    bj::value const* authorships = work.if_contains("authorships");
    if (!authorships || !authorships->is_array()) return records;
    for (bj::value const& one : authorships->get_array()) {
        if (one.is_object()) records.push_back(record_of(one.get_object()));
    }
    return records;
}

class OpenAlex final : public AuthorSource {
public:
    explicit OpenAlex(AuthorSourceOptions options) : options_(std::move(options)) {}

    std::string_view name() const noexcept override { return "OpenAlex"; }
    std::size_t batch() const noexcept override { return kMostPapers; }

    net::awaitable<Result<AuthorRecords>> find(std::vector<ArxivId> ids, net::HttpClient& http,
                                               Secrets const& secrets) override {
        auto const key = people::optional_key(secrets, options_.key_env);
        if (!key) co_return key.error();
        std::string dois;
        for (ArxivId const& id : ids) dois += fmt::format("{}{}{}", dois.empty() ? "" : "|", kDoi, id.base());
        std::string url = fmt::format("{}/works?filter=doi:{}&select=doi,authorships&per_page={}",
                                      options_.base_url, net::percent_encode(dois), kMostPapers);
        if (!key->empty()) url += "&api_key=" + net::percent_encode(key->reveal());
        auto request = net::HttpRequest::get(std::move(url));
        request.set("Accept", "application/json");
        auto const answer = co_await people::ask(std::move(request), http);
        if (!answer) co_return answer.error();
        bj::value const* results =
            answer->is_object() ? answer->get_object().if_contains("results") : nullptr;
        if (!results || !results->is_array())
            co_return Error(errc::bad_answer, "OpenAlex gave no \"results\"");
        AuthorRecords known;
        for (bj::value const& work : results->get_array()) {
            if (!work.is_object()) continue;
            auto authors = authors_of(work.get_object());
            if (!authors.empty()) known[arxiv_id_of(work.get_object())] = std::move(authors);
        }
        AuthorRecords records;
        for (ArxivId const& id : ids) {
            auto const found = known.find(text::ascii_lower(id.base()));
            if (found != known.end()) records[id.base()] = std::move(found->second);
        }
        co_return std::move(records);
    }

private:
    AuthorSourceOptions options_;
};

}  // namespace
}  // namespace openalex

std::unique_ptr<AuthorSource> make_openalex_source(AuthorSourceOptions options) {
    return std::make_unique<openalex::OpenAlex>(std::move(options));
}

}  // namespace lectern
