#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/net/http.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::llm {

/// State of a batch at a provider.
struct BatchState {
    bool ended = false;                    ///< No further answers will come.
    std::vector<std::string> result_urls;  ///< Where the answers are, once ended.
    std::string description;               ///< For people: `in_progress, 3 of 12 done`.
};

/// One answer of a batch.
struct BatchAnswer {
    std::string id;    ///< As given at submission.
    int status = 0;    ///< HTTP status of the single request; 0 if it was never made.
    std::string body;  ///< Its response.
};

/// A request of a batch.
struct BatchItem {
    std::string id;    ///< 1–64 letters, digits, `_` and `-`.
    std::string body;  ///< As Provider::body() makes it.
};

/// A provider's way to answer many requests later, at half the price. Pure: requests are made and answers are
/// read here, and sent elsewhere.
class BatchApi {
public:
    virtual ~BatchApi() = default;

    /// The first step where items are uploaded before the batch is created; nothing where they are not.
    virtual std::optional<net::HttpRequest> upload(std::vector<BatchItem> const& items,
                                                   Secret const& key) const = 0;
    /// Creates the batch; `uploaded` is the answer to upload(), empty without one.
    virtual Result<net::HttpRequest> create(std::vector<BatchItem> const& items, std::string_view uploaded,
                                            Secret const& key) const = 0;
    /// The batch's id, from the answer to create(). \par Errors bad_answer
    virtual Result<std::string> created(std::string_view body) const = 0;
    /// Asks for the state of a batch; its answer is for state().
    virtual net::HttpRequest ask(std::string const& id, Secret const& key) const = 0;
    /// \par Errors bad_answer; request_refused for a batch that failed as a whole
    /// Reads the answer to ask().
    virtual Result<BatchState> state(std::string_view body) const = 0;
    /// Fetches one of BatchState::result_urls: JSON Lines, each for answer().
    virtual net::HttpRequest results(std::string const& url, Secret const& key) const = 0;
    /// One line of the results. \par Errors bad_answer
    virtual Result<BatchAnswer> answer(std::string_view line) const = 0;
};

}  // namespace lectern::llm
