#pragma once

#include "fake_model.hpp"
#include "support.hpp"

#include <lectern/core/digest.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/pipeline/pipeline.hpp>
#include <lectern/score/cascade.hpp>
#include <lectern/score/llm/llm_scorer.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lectern::test {

inline constexpr char const* kModelKey = "sk-very-secret";

/// A day of papers that a model on the loopback interface scores; what is asked of it can be set first.
class ScoredDay {
public:
    ScoredDay();

    /// So many papers; every fifth is relevant.
    void make_papers(int count);
    std::unique_ptr<Scorer> scorer();
    /// Runs what `work(services)` gives.
    template <class Work>
    auto with_services(Work const& work);
    Digest run(std::shared_ptr<Scorer> with);
    Digest run() { return run(scorer()); }
    ScoreEstimate estimate();

    /// Requests so far.
    std::size_t asked() const { return model.questions.size(); }
    /// What the decision about a paper says, its steps included.
    std::string trace(Digest const& digest, std::string const& id) const;

    TempDir dir;
    FixedClock clock{time("2026-03-18T12:00:00Z")};
    Random random{1};
    LogBook log;
    AnnouncementCalendar calendar;
    FakeModel model;
    std::optional<SqliteStore> store{require(SqliteStore::open(dir.path() / "lectern.db"))};
    Date day = test::day("2026-03-18");
    std::vector<Paper> papers;
    Topics topics;
    llm::LlmOptions options;
    std::string provider = "openai";
    llm::PriceTable prices = llm::PriceTable::builtin();
    bool cascade = false;
    CascadeOptions cascade_options;
    bool ask_again = false;
};

template <class Work>
auto ScoredDay::with_services(Work const& work) {
    net::Runtime runtime;
    net::HttpOptions http_options;
    http_options.groups["llm"].max_connections = options.concurrency;
    auto const http = require(net::make_http_client(http_options, clock, random, log.logger));
    Services services{clock, log.logger, calendar, http.get(), {}, {}};
    services.store = store ? &*store : nullptr;
    services.secrets = [](std::string_view) -> Result<Secret> { return Secret(kModelKey); };
    services.ask_again = ask_again;
    synchronise_with_handlers();
    auto result = runtime.run(work(services));
    synchronise_with_handlers();
    return result;
}

/// What readers see of a digest: order, scores, comments.
std::string shown(Digest const& digest);

/// Checks that every paper has one decision, and that the totals say so.
void check_accounts(Digest const& digest);

/// Checks that the usage is what the server counted, in sum.
void check_usage(Digest const& digest, FakeModel const& model);

}  // namespace lectern::test
