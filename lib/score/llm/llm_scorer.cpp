#include "detail/scoring_session.hpp"
#include "detail/summary_session.hpp"

#include <lectern/score/llm/llm_scorer.hpp>

#include <fmt/format.h>

#include <utility>

namespace lectern::llm {
namespace {

class LlmScorer final : public Scorer {
public:
    explicit LlmScorer(LlmSetup setup)
        : setup_(std::move(setup)),
          client_(setup_.options, std::move(setup_.provider),
                  setup_.prices.find(setup_.options.model, setup_.options.provider)) {}

    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext& context) override {
        auto const key = key_for(context);
        if (!key) co_return key.error();
        ModelServices const services{*context.http, context.clock, context.log, *key, context.redactor};
        ScoringSession run(setup_.options, setup_.parts, setup_.topics, client_, papers, context);
        co_return co_await run.run(services);
    }

    net::awaitable<Result<SummaryReport>> summarize(std::span<Paper const> papers,
                                                    ScoreContext& context) override {
        auto const key = key_for(context);
        if (!key) co_return key.error();
        ModelServices const services{*context.http, context.clock, context.log, *key, context.redactor};
        SummarySession session(setup_.options, setup_.parts, client_, papers, context);
        co_return co_await session.run(services);
    }

    Result<ScoreEstimate> estimate(std::span<Paper const> papers,
                                   ScoreContext const& context) const override {
        ScoreContext copy = context;
        ScoringSession run(setup_.options, setup_.parts, setup_.topics, client_, papers, copy);
        return run.estimate();
    }

private:
    /// \par Errors unsupported without a network; what Secrets report
    Result<Secret> key_for(ScoreContext& context) const {
        if (!context.http) return Error(errc::unsupported, "a language model needs a network client");
        std::string const& name = setup_.options.key_name;
        if (name.empty()) return Secret();
        auto key = context.secrets ? context.secrets(name)
                                   : Result<Secret>(Error(errc::invalid_config, "no keys are handed in"));
        if (key) context.redactor.add(key->reveal());
        return key;
    }

    LlmSetup setup_;
    mutable ModelClient client_;  // estimate() sends no request
};

}  // namespace

Result<std::unique_ptr<Scorer>> make_llm_scorer(LlmSetup setup) {
    LlmOptions const& options = setup.options;
    if (!options.title_stage && !options.abstract_stage)
        return Error(errc::invalid_config,
                     "llm.title_stage and llm.abstract_stage are both off; nothing is asked");
    if (options.max_cost_usd > 0 && !setup.prices.find(options.model, options.provider)) {
        return Error(
            errc::invalid_config,
            fmt::format("llm.max_cost_usd needs the price of \"{}\", which {} does not have: name a price "
                        "file with llm.prices, or limit llm.max_tokens instead",
                        options.model, setup.prices.source()));
    }
    if (options.batch_mode && !setup.provider->batches())
        return Error(errc::invalid_config,
                     fmt::format("llm.mode: the provider \"{}\" has no batches here; use \"direct\"",
                                 options.provider));
    return std::unique_ptr<Scorer>(std::make_unique<LlmScorer>(std::move(setup)));
}

net::awaitable<Result<std::string>> ask_for_a_sign(LlmSetup setup, net::HttpClient& http, Clock const& clock,
                                                   Logger const& log, Secret key) {
    Paper paper;
    paper.id = ArxivId::parse("2101.00001").value();
    paper.title = "A Note on Measuring the Speed of Sandpipers";
    paper.abstract = "We time sandpipers on three beaches and find that they are fast.";
    setup.options.batch_mode = false;
    ScoreContext context{&http, clock, log, {}};
    ModelServices const services{http, clock, log, key, context.redactor};
    if (!key.empty()) services.redactor.add(key.reveal());
    ModelClient client(setup.options, std::move(setup.provider),
                       setup.prices.find(setup.options.model, setup.options.provider));
    std::span<Paper const> const papers(&paper, 1);
    auto const requests = ScoringSession(setup.options, setup.parts, setup.topics, client, papers, context)
                              .preview(Stage::abstract);
    auto const answered = co_await client.ask(requests.front(), 1, services);
    if (!answered) co_return answered.error();
    if (answered->reading.useless) co_return *answered->reading.useless;
    std::string told = setup.options.model + " answers";
    if (auto const& tokens = answered->answer.tokens)
        told += fmt::format(", {} + {} tokens", tokens->prompt(), tokens->output);
    co_return told +
        (answered->cost ? fmt::format(", ${:.4f}", answered->cost->total()) : std::string(", price unknown"));
}

std::vector<ChatRequest> preview(LlmSetup setup, Stage stage, std::span<Paper const> papers) {
    SystemClock const clock;  // for nothing but the context
    Logger const log;
    ScoreContext context{nullptr, clock, log, {}};
    ModelClient client(setup.options, std::move(setup.provider),
                       setup.prices.find(setup.options.model, setup.options.provider));
    return ScoringSession(setup.options, setup.parts, setup.topics, client, papers, context).preview(stage);
}

}  // namespace lectern::llm
