// The local ranker: reading features, learning, ranking a day, and what it holds in memory. Arg: papers learned from.
#include "synthetic.hpp"

#include <lectern/feed/parse.hpp>
#include <lectern/score/local/ranker.hpp>

#include <algorithm>
#include <benchmark/benchmark.h>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <utility>

namespace {

using namespace lectern;

/// A day's papers, which every benchmark of this file begins with.
std::vector<Paper> const& day() {
    static std::vector<Paper> const papers = parse_feed(bench::rss_day(300)).value().papers;
    return papers;
}

unsigned cores() {
    return std::max(1U, std::thread::hardware_concurrency());
}

/// Calls `use` with papers of many days, so many at a time that a feed is not too large.
template <class Use>
void for_past_days(std::size_t count, Use const& use) {
    constexpr std::size_t most = 10'000;
    std::uint32_t seed = 43;
    for (std::size_t done = 0; done < count; done += most) {
        use(parse_feed(bench::rss_day(std::min(most, count - done), seed++)).value().papers);
    }
}

/// What was read of the papers of many days. Every ninth is liked.
struct Past {
    std::vector<PaperFeatures> features;

    explicit Past(std::vector<PaperFeatures> read) : features(std::move(read)) {}
    explicit Past(std::size_t count) {
        for_past_days(count, [this](std::vector<Paper> const& papers) {
            std::ranges::move(read_features(papers, cores()), std::back_inserter(features));
        });
    }
    std::vector<Example> examples() const {
        std::vector<Example> examples;
        for (std::size_t i = 0; i < features.size(); ++i) {
            examples.push_back({std::to_string(i), &features[i],
                                i % 9 == 0 ? Opinion::liked : Opinion::disliked,
                                static_cast<double>(i % 80)});
        }
        return examples;
    }
};

RankerOptions options(unsigned threads) {
    RankerOptions options;
    options.threads = threads;
    return options;
}

Topics topics() {
    return parse_topics(bench::topics(), "topics").value();
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void reading_features(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(read_features(day(), 1).size());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(day().size()));
}

void features_from_cache(benchmark::State& state) {
    std::vector<std::string> kept;
    for (PaperFeatures const& features : read_features(day(), 1)) kept.push_back(to_bytes(features));
    std::size_t bytes = 0;
    for (std::string const& one : kept) bytes += one.size();
    for (auto _ : state) {
        for (std::string const& one : kept) benchmark::DoNotOptimize(features_from_bytes(one)->terms.size());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kept.size()));
    state.counters["bytes/paper"] = static_cast<double>(bytes) / static_cast<double>(kept.size());
}

void learning_from_text(benchmark::State& state) {
    std::vector<Paper> papers;
    for_past_days(static_cast<std::size_t>(state.range(0)), [&](std::vector<Paper> const& some) {
        papers.insert(papers.end(), some.begin(), some.end());
    });
    for (auto _ : state) {
        Past const past(read_features(papers, cores()));
        LocalRanker ranker(topics(), options(cores()));
        ranker.learn(past.examples());
        benchmark::DoNotOptimize(ranker);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["peak MB"] = peak_megabytes();
    state.SetComplexityN(state.range(0));
}

void learning_from_features(benchmark::State& state) {
    Past const past(static_cast<std::size_t>(state.range(0)));
    auto const examples = past.examples();
    for (auto _ : state) {
        LocalRanker ranker(topics(), options(cores()));
        ranker.learn(examples);
        benchmark::DoNotOptimize(ranker);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["peak MB"] = peak_megabytes();
    state.SetComplexityN(state.range(0));
}

void ranking_a_day(benchmark::State& state) {
    Past const past(static_cast<std::size_t>(state.range(0)));
    LocalRanker ranker(topics(), options(cores()));
    ranker.learn(past.examples());
    for (auto _ : state) benchmark::DoNotOptimize(ranker.rank(day()).size());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(day().size()));
    state.SetComplexityN(state.range(0));
}

}  // namespace

BENCHMARK(reading_features)->Unit(benchmark::kMillisecond);
BENCHMARK(features_from_cache)->Unit(benchmark::kMillisecond);
BENCHMARK(learning_from_text)
    ->RangeMultiplier(10)
    ->Range(1000, 100'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Complexity();
BENCHMARK(learning_from_features)
    ->RangeMultiplier(10)
    ->Range(1000, 1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Complexity();
BENCHMARK(ranking_a_day)
    ->RangeMultiplier(10)
    ->Range(1000, 100'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Complexity();
