// Parsing speed, beside tinyxml2's own DOM on the same bytes. Arg: papers in the feed.
#include "synthetic.hpp"

#include <lectern/feed/parse.hpp>

#include <tinyxml2.h>

#include <benchmark/benchmark.h>

namespace {

void count_bytes(benchmark::State& state, std::string const& feed) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(feed.size()));
    state.SetComplexityN(state.range(0));
}

void parse_feed(benchmark::State& state) {
    std::string const feed = lectern::bench::rss_day(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(lectern::parse_feed(feed).value().papers.size());
    count_bytes(state, feed);
}

/// tinyxml2 leaves decoding to the first access of a text, so a DOM that can be used has every text read
/// once.
std::size_t read_texts(tinyxml2::XMLNode const& node) {
    std::size_t bytes = 0;
    for (auto const* child = node.FirstChild(); child; child = child->NextSibling()) {
        bytes += child->ToText() ? std::string_view(child->Value()).size() : read_texts(*child);
    }
    return bytes;
}

void tinyxml2_dom(benchmark::State& state) {
    std::string const feed = lectern::bench::rss_day(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        tinyxml2::XMLDocument document;
        document.Parse(feed.data(), feed.size());
        benchmark::DoNotOptimize(read_texts(document));
    }
    count_bytes(state, feed);
}

void tinyxml2_undecoded(benchmark::State& state) {
    std::string const feed = lectern::bench::rss_day(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        tinyxml2::XMLDocument document;
        document.Parse(feed.data(), feed.size());
        benchmark::DoNotOptimize(document.RootElement());
    }
    count_bytes(state, feed);
}

}  // namespace

// 570 papers are 1 MB.
BENCHMARK(parse_feed)->RangeMultiplier(4)->Range(36, 9120)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(tinyxml2_dom)->RangeMultiplier(4)->Range(36, 9120)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(tinyxml2_undecoded)
    ->RangeMultiplier(4)
    ->Range(36, 9120)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();
