// Scoring by a language model: a day against a loopback server that takes its time, with so many requests in flight;
// and reading answers. Rounds × latency is the least possible.
#include "../support/fake_model.hpp"
#include "synthetic.hpp"

#include <lectern/feed/parse.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/score/llm/answer.hpp>
#include <lectern/score/llm/llm_scorer.hpp>

#include <fmt/format.h>

#include <benchmark/benchmark.h>
#include <cmath>

namespace {

using namespace lectern;
using namespace std::chrono_literals;

constexpr auto kLatency = 250ms;

llm::LlmSetup setup(std::string const& base_url, int concurrency) {
    llm::LlmSetup made;
    made.options.model = "gpt-4o";
    made.options.title_stage = false;
    made.options.adaptive_threshold = 0;
    made.options.concurrency = concurrency;
    made.topics = parse_topics(bench::topics(), "topics").value();
    made.parts = llm::default_prompt(made.topics);
    llm::ProviderOptions options;
    options.base_url = base_url;
    options.model = "gpt-4o";
    made.provider = llm::make_openai_provider(options).value();
    made.prices = llm::PriceTable::builtin();
    return made;
}

/// Args: papers, requests in flight.
void a_day(benchmark::State& state) {
    auto const papers = parse_feed(bench::rss_day(static_cast<std::size_t>(state.range(0)))).value().papers;
    int const concurrency = static_cast<int>(state.range(1));
    test::FakeModel model;
    model.latency = kLatency;
    SystemClock const clock;
    Logger const log;
    Random random{1};
    net::HttpOptions options;
    options.groups["llm"].max_connections = concurrency;
    for (auto _ : state) {
        net::Runtime runtime;
        auto const http = net::make_http_client(options, clock, random, log).value();
        auto const scorer = llm::make_llm_scorer(setup(model.url(), concurrency)).value();
        ScoreContext context{http.get(), clock, log, {}};
        benchmark::DoNotOptimize(runtime.run(scorer->score(papers, context)).value().scores.size());
    }
    double const requests = std::ceil(static_cast<double>(state.range(0)) / 4);
    double const rounds = std::ceil(requests / concurrency);
    state.counters["limit_s"] = rounds * std::chrono::duration<double>(kLatency).count();
}

/// Arg: papers in the answer.
void reading_an_answer(benchmark::State& state) {
    std::string text = "{\"papers\":[";
    llm::Batch batch;
    for (int i = 0; i < state.range(0); ++i) {
        std::string const id = fmt::format("2603.{:05}", i + 1);
        text += fmt::format(
            R"({}{{"ARXIVID":"{}","COMMENT":"studies $\\alpha$-gates, which is the first topic, in some depth","RELEVANCE":8,"NOVELTY":7,"TOPICS":[1]}})",
            i == 0 ? "" : ",", id);
        batch.insert(id);
    }
    text += "]}";
    for (auto _ : state) benchmark::DoNotOptimize(llm::parse_scores(text, batch).scores.size());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.SetComplexityN(state.range(0));
}

/// Arg: papers of the request.
void making_a_question(benchmark::State& state) {
    auto const papers = parse_feed(bench::rss_day(static_cast<std::size_t>(state.range(0)))).value().papers;
    std::vector<Paper const*> pointers;
    for (Paper const& paper : papers) pointers.push_back(&paper);
    auto const parts = llm::default_prompt(parse_topics(bench::topics(), "topics").value());
    for (auto _ : state) {
        auto const question =
            llm::make_question(parts, llm::Stage::abstract, llm::AnswerForm::json_schema, pointers);
        benchmark::DoNotOptimize(question.papers.size());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetComplexityN(state.range(0));
}

}  // namespace

BENCHMARK(a_day)
    ->Args({240, 1})
    ->Args({240, 8})
    ->Args({400, 8})
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK(reading_an_answer)->Arg(4)->Arg(40)->Arg(400)->Complexity();
BENCHMARK(making_a_question)->Arg(4)->Arg(40)->Arg(400)->Complexity();
