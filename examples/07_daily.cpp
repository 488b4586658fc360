// A series of days that remembers: the ledger has the state of each, and a paper is shown once.
//
//     07_daily examples/data/day.rss examples/data/topics.md OUTPUT-DIRECTORY
#include <lectern/daily/daily.hpp>
#include <lectern/daily/environment.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace lectern;
    if (argc < 4) return std::cerr << "usage: 07_daily FEED TOPICS DIRECTORY\n", 2;

    Config config;
    config.profile.topics = argv[2];
    config.output.dir = argv[3];
    Registry const registry = default_registry();
    SqliteStore store = SqliteStore::open(config.database()).value();

    // With environment.connect() and no file, the same call asks arXiv and makes the digests of missed days.
    Environment environment;
    Daily daily(config, registry, store, environment.services());
    for (DayResult const& day : environment.run(daily.run({}, {argv[1]})).value()) {
        std::cout << format_date(day.record.day) << ' ' << to_string(day.record.state) << ": "
                  << describe(day.record.total) << "\n";
        for (Decision const& decision : store.decisions_of(day.record.day).value()) {
            if (decision.outcome == Outcome::shown) std::cout << "  " << decision.title << "\n";
        }
    }
}
