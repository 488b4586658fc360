#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/usage.hpp>
#include <lectern/store/claim.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern {

/// What a language model was asked, and which one it was: answers to different questions are not mixed.
struct AnswerKey {
    std::string model;   ///< As the configuration names it.
    std::string prompt;  ///< Fingerprint of everything that was asked besides the paper.

    friend bool operator==(AnswerKey const&, AnswerKey const&) = default;
};

/// What a language model said about one version of a paper, kept so that it is paid for once.
struct StoredAnswer {
    ArxivId id;           ///< Without a version where none is known.
    std::string content;  ///< In the scorer's own form.
    Time made{};          ///< When the model answered.
};

/// One answered request to a language model.
struct RequestRecord {
    Date day{};                ///< Of the digest it was made for.
    std::string stage;         ///< `title`, `abstract`.
    AnswerKey key;             ///< Whom it was put to, and what was asked.
    std::size_t papers = 0;    ///< How many were asked about.
    Tokens tokens;             ///< All zero if the provider does not say.
    std::optional<Cost> cost;  ///< Nothing if the price is unknown.
    Time made{};               ///< When the answer came.
};

/// What language models answered and what it took, kept so that nothing is paid for twice.
/// \par Errors store
/// \par Thread safety one thread at a time; several processes may use one database
class AnswerStore {
public:
    virtual ~AnswerStore() = default;

    /// What was said about these papers, in their stored or named versions; papers without an answer are left
    /// out.
    virtual Result<std::vector<StoredAnswer>> answers(AnswerKey const& key,
                                                      std::span<Paper const> papers) const = 0;
    /// Takes the right to ask these questions. A process takes it before it looks for answers and asks for
    /// those that are missing, so that of several with the same file only one pays for each paper.
    /// \return nothing if another process, or another Claim of this one, has it now
    virtual Result<std::optional<Claim>> claim(AnswerKey const& key) const = 0;
    /// Records an answered request together with what it brought. An answer replaces an earlier one.
    virtual Result<void> add_request(RequestRecord const& request, std::span<StoredAnswer const> answers) = 0;
    /// What a day's digest has taken so far, by stage and model; only requests of these keys if there are
    /// any.
    virtual Result<std::vector<StageUsage>> usage_of(Date day,
                                                     std::span<AnswerKey const> keys = {}) const = 0;
    /// Keeps a batch of requests that was submitted and is not answered yet, in the scorer's own form. There
    /// is at most one of a day, a stage and a key.
    virtual Result<void> put_open_batch(Date day, std::string_view stage, AnswerKey const& key,
                                        std::string_view batch) = 0;
    /// The open batch as put_open_batch() was given it, or nothing.
    virtual Result<std::optional<std::string>> open_batch(Date day, std::string_view stage,
                                                          AnswerKey const& key) const = 0;
    /// Forgets the open batch; no error if there is none.
    virtual Result<void> drop_open_batch(Date day, std::string_view stage, AnswerKey const& key) = 0;
    /// Sum of the requests of a stage to a model, and how many papers they asked about: what a paper takes on
    /// average.
    virtual Result<std::pair<StageUsage, std::size_t>> usage_of(std::string_view stage,
                                                                std::string_view model) const = 0;
};

}  // namespace lectern
