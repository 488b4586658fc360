// The store with so many days of 1000 papers: writing a day, reading one, looking papers up. Arg: days stored.
#include "synthetic.hpp"

#include <lectern/feed/parse.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <benchmark/benchmark.h>
#include <filesystem>
#include <map>

namespace {

using namespace lectern;

constexpr std::size_t kPapers = 1000;
constexpr Date kFirst{std::chrono::year(2025), std::chrono::month(1), std::chrono::day(1)};

/// The papers of a day: the same texts under ids of their own.
std::vector<Paper> day_of(int number) {
    static std::vector<Paper> const texts = parse_feed(bench::rss_day(kPapers)).value().papers;
    std::vector<Paper> papers = texts;
    for (std::size_t i = 0; i < papers.size(); ++i) {
        int const year = 10 + number / 12;
        papers[i].id = ArxivId::parse(std::to_string(year) + (number % 12 < 9 ? "0" : "") +
                                      std::to_string(number % 12 + 1) + "." + std::to_string(1001 + i) + "v1")
                           .value();
    }
    return papers;
}

/// A store of so many days, made once.
SqliteStore& store_of(int days) {
    static std::map<int, SqliteStore> stores;
    if (auto const found = stores.find(days); found != stores.end()) return found->second;
    auto const path =
        std::filesystem::temp_directory_path() / ("lectern-bench-" + std::to_string(days) + ".db");
    for (char const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
    SqliteStore store = SqliteStore::open(path).value();
    for (int day = 0; day < days; ++day) (void)store.add_listed(add_days(kFirst, day), day_of(day)).value();
    return stores.emplace(days, std::move(store)).first->second;
}

void store_write_day(benchmark::State& state) {
    SqliteStore& store = store_of(static_cast<int>(state.range(0)));
    auto const papers = day_of(0);
    for (auto _ : state) benchmark::DoNotOptimize(store.add_listed(kFirst, papers).value().size());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPapers));
    state.SetComplexityN(state.range(0));
}

void store_read_day(benchmark::State& state) {
    SqliteStore& store = store_of(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(store.papers_of(kFirst).value().size());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPapers));
    state.SetComplexityN(state.range(0));
}

void store_find_paper(benchmark::State& state) {
    SqliteStore& store = store_of(static_cast<int>(state.range(0)));
    ArxivId const id = day_of(0).front().id;
    for (auto _ : state) benchmark::DoNotOptimize(store.find_paper(id).value().has_value());
    state.SetComplexityN(state.range(0));
}

}  // namespace

BENCHMARK(store_write_day)->RangeMultiplier(4)->Range(4, 64)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(store_read_day)->RangeMultiplier(4)->Range(4, 64)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(store_find_paper)->RangeMultiplier(4)->Range(4, 64)->Unit(benchmark::kMicrosecond)->Complexity();
