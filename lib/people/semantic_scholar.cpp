#include "detail/service.hpp"

#include <lectern/people/author_source.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace {

namespace bj = boost::json;

constexpr std::size_t kMostPapers = 500;
constexpr std::string_view kGroup = "semantic-scholar";

std::string text_of(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<std::int64_t> number_of(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    boost::system::error_code wrong;
    if (!value || !value->is_number()) return std::nullopt;
    auto const number = value->to_number<std::int64_t>(wrong);
    return wrong ? std::nullopt : std::optional(number);
}

/// Members may be null or missing.
AuthorRecord record_of(bj::object const& author) {
    AuthorRecord record;
    record.name = text_of(author, "name");
    record.s2 = text_of(author, "authorId");
    if (bj::value const* ids = author.if_contains("externalIds"); ids && ids->is_object())
        record.orcid = text_of(ids->get_object(), "ORCID");
    if (auto const h_index = number_of(author, "hIndex"); h_index && *h_index >= 0 && *h_index < 1000)
        record.h_index = static_cast<int>(*h_index);
    return record;
}

AuthorCandidate candidate_of(bj::object const& author) {
    AuthorCandidate candidate;
    candidate.author = record_of(author);
    if (bj::value const* list = author.if_contains("affiliations"); list && list->is_array()) {
        for (bj::value const& one : list->get_array()) {
            if (one.is_string()) candidate.affiliations.emplace_back(one.get_string());
        }
    }
    if (auto const papers = number_of(author, "paperCount"); papers && *papers > 0)
        candidate.papers = static_cast<std::size_t>(*papers);
    return candidate;
}

Result<net::HttpRequest> authorized(net::HttpRequest request, AuthorSourceOptions const& options,
                                    Secrets const& secrets) {
    auto const key = people::optional_key(secrets, options.key_env);
    if (!key) return key.error();
    if (!key->empty()) request.set("x-api-key", key->reveal());
    request.set("Accept", "application/json").set_group(std::string(kGroup));
    return request;
}

/// Asks about ids of something. \return one value an id; null for one that is not known
net::awaitable<Result<bj::array>> ask_batch(std::string_view what, std::vector<std::string> ids,
                                            std::string_view fields, AuthorSourceOptions const& options,
                                            net::HttpClient& http, Secrets const& secrets) {
    bj::object body;
    body["ids"] = bj::array(ids.begin(), ids.end());
    net::HttpRequest plain("POST",
                           fmt::format("{}/graph/v1/{}/batch?fields={}", options.base_url, what, fields));
    plain.set_body(bj::serialize(body), "application/json");
    auto request = authorized(std::move(plain), options, secrets);
    if (!request) co_return request.error();
    auto answer = co_await people::ask(std::move(*request), http);
    if (!answer) co_return answer.error();
    if (!answer->is_array() || answer->get_array().size() != ids.size())
        co_return Error(
            errc::bad_answer,
            fmt::format("Semantic Scholar gave no list of {} answers for {} ids", ids.size(), ids.size()));
    co_return std::move(answer->get_array());
}

/// The authors of a paper; nothing for null, and for a paper of which the service names no author.
std::vector<AuthorRecord> authors_of(bj::value const& paper) {
    std::vector<AuthorRecord> records;
    bj::value const* authors = paper.is_object() ? paper.get_object().if_contains("authors") : nullptr;
    if (!authors || !authors->is_array()) return records;
    for (bj::value const& author : authors->get_array()) {
        if (author.is_object()) records.push_back(record_of(author.get_object()));
    }
    return records;
}

class SemanticScholar final : public AuthorSource {
public:
    explicit SemanticScholar(AuthorSourceOptions options) : options_(std::move(options)) {}

    std::string_view name() const noexcept override { return "Semantic Scholar"; }
    std::size_t batch() const noexcept override { return kMostPapers; }

    net::awaitable<Result<AuthorRecords>> find(std::vector<ArxivId> ids, net::HttpClient& http,
                                               Secrets const& secrets) override {
        std::vector<std::string> names;
        for (ArxivId const& id : ids) names.push_back("ARXIV:" + id.base());
        constexpr std::string_view fields =
            "authors.authorId,authors.name,authors.hIndex,authors.externalIds";
        auto const papers = co_await ask_batch("paper", std::move(names), fields, options_, http, secrets);
        if (!papers) co_return papers.error();
        AuthorRecords records;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto authors = authors_of((*papers)[i]);
            if (!authors.empty()) records[ids[i].base()] = std::move(authors);
        }
        co_return std::move(records);
    }

private:
    AuthorSourceOptions options_;
};

constexpr std::string_view kCandidateFields = "name,affiliations,paperCount,hIndex,externalIds";

}  // namespace

std::unique_ptr<AuthorSource> make_semantic_scholar_source(AuthorSourceOptions options) {
    return std::make_unique<SemanticScholar>(std::move(options));
}

net::awaitable<Result<std::vector<AuthorCandidate>>> search_authors(std::string name,
                                                                    AuthorSourceOptions options,
                                                                    net::HttpClient& http,
                                                                    Secrets const& secrets) {
    auto plain =
        net::HttpRequest::get(fmt::format("{}/graph/v1/author/search?query={}&fields={}&limit=10",
                                          options.base_url, net::percent_encode(name), kCandidateFields));
    auto request = authorized(std::move(plain), options, secrets);
    if (!request) co_return request.error();
    auto const answer = co_await people::ask(std::move(*request), http);
    if (!answer) co_return answer.error();
    std::vector<AuthorCandidate> candidates;
    // Without a hit there is no "data".
    bj::value const* data = answer->is_object() ? answer->get_object().if_contains("data") : nullptr;
    if (!data || !data->is_array()) co_return std::move(candidates);
    for (bj::value const& author : data->get_array()) {
        if (author.is_object()) candidates.push_back(candidate_of(author.get_object()));
    }
    co_return std::move(candidates);
}

net::awaitable<Result<std::vector<std::optional<AuthorCandidate>>>> look_up_authors(
    std::vector<std::string> s2_ids, AuthorSourceOptions options, net::HttpClient& http,
    Secrets const& secrets) {
    auto const answers =
        co_await ask_batch("author", std::move(s2_ids), kCandidateFields, options, http, secrets);
    if (!answers) co_return answers.error();
    std::vector<std::optional<AuthorCandidate>> found;
    for (bj::value const& author : *answers)
        found.push_back(author.is_object() ? std::optional(candidate_of(author.get_object())) : std::nullopt);
    co_return std::move(found);
}

}  // namespace lectern
