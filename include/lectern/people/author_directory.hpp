#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/author_record.hpp>
#include <lectern/core/clock.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/people/author_source.hpp>
#include <lectern/people/followed_authors.hpp>
#include <lectern/store/author_store.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace lectern {

/// What a look-up may use.
struct AuthorContext {
    net::HttpClient* http = nullptr;  ///< Null: only what the store has.
    AuthorStore* store = nullptr;     ///< Remembers answers; may be null.
    Clock const& clock;               ///< Tells how old answers are.
    Logger const& log;                ///< Told of what is no part of the result.
    Secrets secrets{};                ///< Keys of the services; may be empty.
};

/// Author records of papers, and what is missing.
struct AuthorLookup {
    AuthorRecords records;              ///< Of the papers that a service knows.
    std::vector<std::string> warnings;  ///< Why some could not be asked about, in sentences.
};

/// Whom a reader follows, and the services that tell who has written a paper.
///
/// A service that fails is not asked again by this object: author data is extra, and a run does not wait for it twice.
/// \par Thread safety one call at a time
class AuthorDirectory {
public:
    /// How long answers hold, and how much is asked.
    struct Limits {
        std::chrono::hours known{24 * 30};  ///< After which known papers are asked about again.
        std::chrono::hours unknown{20};     ///< After which papers that the service did not know are.
        int days_back = 14;                 ///< For how many days a paper is still looked for.
        std::size_t most_papers = 3000;     ///< Asked about in one call, newest first.
        std::chrono::minutes longest{10};   ///< After this, no further request is sent.
    };

    /// \param followed whom the reader follows
    /// \param sources asked in turn; the records of all are joined
    /// \param h_index_min least h-index the reader wants; 0: any
    /// \param limits how long answers hold, and how much is asked
    AuthorDirectory(FollowedAuthors followed, std::vector<std::unique_ptr<AuthorSource>> sources,
                    int h_index_min, Limits limits);
    /// With the default limits.
    AuthorDirectory(FollowedAuthors followed, std::vector<std::unique_ptr<AuthorSource>> sources,
                    int h_index_min = 0)
        : AuthorDirectory(std::move(followed), std::move(sources), h_index_min, Limits()) {}

    /// The records of the papers' authors: from the store, and from the services where that knows nothing recent.
    /// \par Errors the store's; cancelled. A service that fails is a warning.
    /// \par Cancellation terminal
    net::awaitable<Result<AuthorLookup>> find(std::vector<ArxivId> ids, AuthorContext& context);

    FollowedAuthors const& followed() const { return followed_; }  ///< As given.
    Limits const& limits() const { return limits_; }               ///< As given.
    int h_index_min() const { return h_index_min_; }  ///< Least h-index the reader wants; 0: any.
    /// Whether there is a service to ask.
    bool has_sources() const { return !sources_.empty(); }

private:
    struct Service {
        std::unique_ptr<AuthorSource> source;
        bool failed = false;
    };

    net::awaitable<Result<void>> ask(Service& service, std::vector<ArxivId> const& ids,
                                     AuthorContext& context, AuthorLookup& lookup);
    net::awaitable<Result<void>> ask_service(Service& service, std::vector<ArxivId> ids,
                                             AuthorContext& context, AuthorLookup& lookup);

    FollowedAuthors followed_;
    std::vector<Service> sources_;
    int h_index_min_;
    Limits limits_;
};

}  // namespace lectern
