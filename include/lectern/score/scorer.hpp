#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/score.hpp>
#include <lectern/core/usage.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace lectern {

/// What a scorer may use. Everything is handed in and outlives the call.
struct ScoreContext {
    net::HttpClient* http = nullptr;  ///< Null where no network is wanted.
    Clock const& clock;
    Logger const& log;
    /// Told how many papers are done, of how many. May be empty.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// The outcome of scoring.
struct ScoreReport {
    std::string scorer;  ///< Model name, or `local`: what the digest's table shows.
    /// One per paper, in the papers' order: its score, or why it has none.
    std::vector<Result<Score>> scores;
    Usage usage;
    Prompt prompt;  ///< What was asked; empty parts are not quoted.
    std::vector<Error> warnings;
};

/// Judges papers.
class Scorer {
public:
    virtual ~Scorer() = default;

    /// Scores the papers of one day.
    /// \return exactly one score or reason per paper
    /// \par Errors any, if not a single paper could be scored; the pipeline then reports all as unscored
    /// \par Cancellation terminal; ends with errc::cancelled
    /// \par Lifetimes scorer, papers and context must outlive the returned coroutine
    virtual net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers,
                                                      ScoreContext& context) = 0;
};

}  // namespace lectern
