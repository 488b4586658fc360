#pragma once

#include "batches.hpp"
#include "model_client.hpp"

#include <lectern/score/llm/answer.hpp>
#include <lectern/score/llm/llm_scorer.hpp>
#include <lectern/store/answer_store.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace lectern::net {
class Event;
}

namespace lectern::llm {

/// What is known of one paper while a day is scored.
struct PaperState {
    std::optional<bool> dropped;  ///< By its title; nothing if titles were not judged.
    std::optional<AnswerScore> score;
    std::optional<Error> failure;    ///< The model was asked and gave no valid answer.
    std::optional<Error> not_asked;  ///< The model could not be asked.
    std::vector<std::string> steps;
};

/// Scores the papers of one day: remembers, asks, asks again, and puts the report together.
/// \par Lifetimes everything handed in must outlive the object
class ScoringSession {
public:
    ScoringSession(LlmOptions const& options, PromptParts const& parts, Topics const& topics,
                   ModelClient& client, std::span<Paper const> papers, ScoreContext& context);

    net::awaitable<Result<ScoreReport>> run(ModelServices const& services);
    /// What run() would take.
    Result<ScoreEstimate> estimate();
    /// What a stage would ask.
    std::vector<ChatRequest> preview(Stage stage) const;

private:
    /// What is still to be asked in a stage.
    struct Queue {
        Stage stage;
        std::vector<PaperBatch> batches;
        std::size_t next = 0;             ///< First batch that nobody has taken.
        std::size_t in_flight = 0;        ///< Batches that were taken and are not answered.
        std::vector<PaperBatch> again{};  ///< Parts of batches that failed as a whole.
        std::map<int, std::vector<Paper const*>>
            missing{};  ///< Papers that answers left out, by tries so far.
    };

    /// Takes the stored answers of both stages that are not known yet.
    Result<void> recall();
    Result<void> recall(Stage stage);
    void recall(Stage stage, StoredAnswer const& answer);
    bool is_wanted(Stage stage) const;
    bool is_answered(Stage stage) const;
    net::awaitable<Result<void>> run_stage(Stage stage, ModelServices const& services);
    /// The right to ask the stage's questions, once no other process asks them; then its answers are taken too.
    /// Papers are left to the other process if it takes too long.
    net::awaitable<Result<Claim>> claim(Stage stage, ModelServices const& services);
    void leave_to_other(Stage stage);
    std::vector<Paper const*> papers_for(Stage stage) const;
    bool is_done(Stage stage, Paper const& paper) const;
    std::vector<PaperBatch> plan(Stage stage, std::vector<Paper const*> const& papers, int tries) const;
    ChatRequest request_for(Stage stage, PaperBatch const& batch) const;

    net::awaitable<Result<void>> work(Queue& queue, net::Event& answered, ModelServices const& services);
    net::awaitable<Result<void>> ask_next(Queue& queue, ModelServices const& services);
    /// Once all batches are taken, what failed and what answers left out are the next ones.
    void refill(Queue& queue) const;
    net::awaitable<Result<void>> run_directly(Queue& queue, ModelServices const& services);
    net::awaitable<Result<void>> run_as_batch(Queue& queue, ModelServices const& services);
    net::awaitable<Result<void>> collect_earlier(Stage stage, ModelServices const& services);
    net::awaitable<Result<void>> collect(Stage stage, std::string note, Queue& queue,
                                         ModelServices const& services);

    void take(Result<Answered> answered, PaperBatch const& batch, Queue& queue);
    void take_answer(Answered const& answered, PaperBatch const& batch, Queue& queue);
    std::set<std::string> take_titles(Reading const& reading, PaperBatch const& batch,
                                      std::string const& how);
    std::set<std::string> take_scores(Reading const& reading, PaperBatch const& batch,
                                      std::string const& how);
    void take_failure(Error const& error, PaperBatch const& batch, Queue& queue);
    void give_up(Stage stage, Paper const& paper, Error const& error);
    /// A model that gave no answer of use is at fault, and not the papers: they get estimates.
    void blame_model();
    void remember(Stage stage, Answered const& answered, PaperBatch const& batch,
                  std::set<std::string> const& answered_ids);

    /// What is still to be asked. \param history counts the earlier requests the estimate rests on
    Result<StageUsage> estimate(Stage stage, std::int64_t& history) const;
    void report_progress();
    void look_for_instructions();
    Result<ScoreReport> assemble();
    Result<Score> score_of(Paper const& paper, std::optional<Score> const& local);
    Result<std::vector<std::optional<Score>>> rank_locally() const;
    Usage usage();

    AnswerKey const& key(Stage stage) const { return keys_[static_cast<std::size_t>(stage)]; }
    PaperState& state(Paper const& paper) { return states_.at(paper.id.base()); }
    PaperState const& state(Paper const& paper) const { return states_.at(paper.id.base()); }

    LlmOptions const& options_;
    PromptParts const& parts_;
    Topics const& topics_;
    ModelClient& client_;
    std::span<Paper const> papers_;
    ScoreContext& context_;
    std::vector<AnswerKey> keys_;
    std::map<std::string, PaperState, std::less<>> states_;
    std::vector<StageUsage> usage_;  ///< Of this run; with a store, the store has the day's.
    std::vector<Error> warnings_;
    std::size_t remarks_ = 0;
};

}  // namespace lectern::llm
