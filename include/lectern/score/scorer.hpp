#pragma once

#include <lectern/core/clock.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/redactor.hpp>
#include <lectern/core/score.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/core/usage.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/http_client.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lectern {

class AnswerStore;
class DayLedger;
class FeatureStore;
class PaperStore;

/// What a scorer may use. Everything is handed in and outlives the call.
struct ScoreContext {
    net::HttpClient* http = nullptr;  ///< Null where no network is wanted.
    Clock const& clock;               ///< Dates what is kept.
    Logger const& log;                ///< Told of retries, and of what was passed over in answers.
    /// Told how many papers are done, of how many. May be empty.
    std::function<void(std::size_t done, std::size_t total)> progress;
    Date day{};  ///< Of the digest.
    /// \name What is remembered; null where nothing is
    /// @{
    PaperStore const* papers = nullptr;  ///< Text of papers listed before, to learn from.
    DayLedger* ledger = nullptr;         ///< Past days, which calibrate a cascade; it notes its cut there.
    FeatureStore* features = nullptr;    ///< What the local ranker learns from.
    AnswerStore* answers = nullptr;      ///< Keeps what was paid for.
    /// @}
    Secrets secrets{};       ///< Gives keys; may be empty where none is needed.
    bool ask_again = false;  ///< Ask again, whatever is remembered.
    Redactor redactor{};     ///< Scorers add the keys they use, and redact what services answer.
};

/// The outcome of scoring.
struct ScoreReport {
    std::string scorer;  ///< Model name, or `local`: what the digest's table shows.
    /// One per paper, in the papers' order: its score, or why it has none.
    std::vector<Result<Score>> scores;
    Usage usage;                  ///< What this call took; zero for scorers that cost nothing.
    Prompt prompt;                ///< What was asked; empty parts are not quoted.
    std::vector<Error> warnings;  ///< For the reader, about the scoring as a whole.
    /// How each result came about, a sentence a step; empty, or one list per paper.
    std::vector<std::vector<std::string>> steps{};
    /// Whether a later run could do better: some scores stand in for those of a scorer that could not be
    /// asked.
    bool incomplete = false;
};

/// What papers do, in a sentence or two each.
struct SummaryReport {
    std::map<std::string, std::string, std::less<>>
        summaries;                  ///< By ArxivId::base(); papers without one are left out.
    std::vector<StageUsage> usage;  ///< What the digest's summaries took.
    std::vector<Error> warnings;    ///< Why some are missing.
};

/// What scoring would take.
struct ScoreEstimate {
    std::string scorer;                   ///< As ScoreReport::scorer.
    std::size_t papers = 0;               ///< Those given, remembered or not.
    std::size_t remembered = 0;           ///< Papers whose scores are paid for already.
    std::int64_t requests = 0;            ///< Still to be made.
    std::int64_t prompt_tokens = 0;       ///< Of those requests.
    std::int64_t completion_tokens = 0;   ///< Of their answers.
    std::optional<Money> cost = Money{};  ///< Nothing if the price is unknown.
    std::string basis;                    ///< What the estimate rests on, in a sentence; may be empty.
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

    /// Says what papers do. Scorers without a language model say nothing.
    /// \par Errors the store's; cancelled. What a service does not answer is a warning
    /// \par Cancellation terminal
    /// \par Lifetimes as with score()
    virtual net::awaitable<Result<SummaryReport>> summarize(std::span<Paper const> papers,
                                                            ScoreContext& context);

    /// What score() would take now. Asks nobody. Scorers that cost nothing need not override it.
    /// \par Errors the store's
    virtual Result<ScoreEstimate> estimate(std::span<Paper const> papers, ScoreContext const& context) const;
};

}  // namespace lectern
