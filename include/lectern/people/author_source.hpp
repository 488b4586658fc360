#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/author_record.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Where an author service is, and the key it may want.
struct AuthorSourceOptions {
    std::string base_url;  ///< Without a final slash.
    std::string key_env;   ///< What Secrets call its key; empty: none. A key that is not set is none, too.
};

/// A service that knows the authors of papers as people.
/// \par Thread safety one call at a time
class AuthorSource {
public:
    virtual ~AuthorSource() = default;

    /// Its name in the store and in messages: `Semantic Scholar`.
    virtual std::string_view name() const noexcept = 0;
    /// Most papers in one call of find().
    virtual std::size_t batch() const noexcept = 0;
    /// Asks about papers, in one request.
    /// \param ids at most batch() of them
    /// \param http the client
    /// \param secrets gives the key; may be empty
    /// \return the papers that the service knows; the others are left out
    /// \par Errors the client's; rate_limited, unauthorized, http_status; bad_answer; invalid_config for a key that cannot be
    /// used
    /// \par Cancellation terminal
    virtual net::awaitable<Result<AuthorRecords>> find(std::vector<ArxivId> ids, net::HttpClient& http,
                                                       Secrets const& secrets) = 0;
};

/// Semantic Scholar's Graph API: `POST /graph/v1/paper/batch`, 500 papers a request, with h-index
/// (https://api.semanticscholar.org/api-docs/graph).
std::unique_ptr<AuthorSource> make_semantic_scholar_source(AuthorSourceOptions options);

/// OpenAlex: `GET /works` by DOI, 50 papers a request, with ORCIDs and institutions (https://docs.openalex.org).
std::unique_ptr<AuthorSource> make_openalex_source(AuthorSourceOptions options);

/// Someone a service has found by name.
struct AuthorCandidate {
    AuthorRecord author;                    ///< Who it is.
    std::vector<std::string> affiliations;  ///< May be empty.
    std::size_t papers = 0;                 ///< How many papers the service has of them.
};

/// Asks Semantic Scholar for people by name: `GET /graph/v1/author/search`.
/// \param name as people write it
/// \param options where the service is
/// \param http the client
/// \param secrets gives the key; may be empty
/// \return at most ten, in the service's order
/// \par Errors as AuthorSource::find()
net::awaitable<Result<std::vector<AuthorCandidate>>> search_authors(std::string name,
                                                                    AuthorSourceOptions options,
                                                                    net::HttpClient& http,
                                                                    Secrets const& secrets);

/// Asks Semantic Scholar who is behind ids: `POST /graph/v1/author/batch`.
/// \param s2_ids at most 1000
/// \param options where the service is
/// \param http the client
/// \param secrets gives the key; may be empty
/// \return for each id the author; nothing for one that is not known
/// \par Errors as AuthorSource::find()
net::awaitable<Result<std::vector<std::optional<AuthorCandidate>>>> look_up_authors(
    std::vector<std::string> s2_ids, AuthorSourceOptions options, net::HttpClient& http,
    Secrets const& secrets);

}  // namespace lectern
