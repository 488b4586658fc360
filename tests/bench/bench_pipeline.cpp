// A whole run without network: parse, filter, score, render; and the scorer alone. Arg: papers of the day.
#include "synthetic.hpp"

#include <lectern/feed/parse.hpp>
#include <lectern/filter/announce.hpp>
#include <lectern/filter/keywords.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/pipeline/pipeline.hpp>
#include <lectern/render/json.hpp>
#include <lectern/render/markdown.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <benchmark/benchmark.h>

namespace {

using namespace lectern;

class TextFeed final : public Feed {
public:
    explicit TextFeed(std::string const& text) : text_(text) {}
    net::awaitable<Result<FetchReport>> fetch(Window, FetchContext&) override {
        auto parsed = parse_feed(text_);
        FetchReport report;
        report.day = parsed->day;
        report.papers = std::move(parsed->papers);
        co_return std::move(report);
    }

private:
    std::string const& text_;
};

Topics topics() {
    return parse_topics(bench::topics(), "topics").value();
}

void whole_run(benchmark::State& state) {
    std::string const feed = bench::rss_day(static_cast<std::size_t>(state.range(0)));
    SystemClock const clock;
    Logger const log;
    AnnouncementCalendar const calendar;
    Services services{clock, log, calendar, nullptr, {}, {}};
    for (auto _ : state) {
        Pipeline pipeline(std::make_unique<TextFeed>(feed), make_local_scorer(topics()));
        pipeline.add_filter(make_announce_filter({AnnounceType::new_paper}));
        pipeline.add_filter(make_keyword_filter({}, {Expression::parse("title:survey").value()}));
        net::Runtime runtime;
        Digest const digest = runtime.run(pipeline.run({}, services)).value();
        benchmark::DoNotOptimize(make_markdown_renderer()->render(digest).value().size());
        benchmark::DoNotOptimize(make_digest_json_renderer()->render(digest).value().size());
    }
    state.SetComplexityN(state.range(0));
}

void local_ranking(benchmark::State& state) {
    auto const papers = parse_feed(bench::rss_day(static_cast<std::size_t>(state.range(0)))).value().papers;
    Topics const interests = topics();
    for (auto _ : state) benchmark::DoNotOptimize(LocalRanker(interests).rank(papers).size());
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetComplexityN(state.range(0));
}

}  // namespace

BENCHMARK(whole_run)
    ->Arg(100)
    ->Arg(200)
    ->Arg(400)
    ->Arg(800)
    ->Arg(1600)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();
BENCHMARK(local_ranking)
    ->Arg(100)
    ->Arg(200)
    ->Arg(400)
    ->Arg(800)
    ->Arg(1600)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();
