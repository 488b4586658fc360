#include "scored_day.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/llm/prompt.hpp>
#include <lectern/score/llm/provider.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <set>

namespace lectern::test {

using namespace std::chrono_literals;

namespace {

/// Hands out papers of one day.
class FixedFeed final : public Feed {
public:
    FixedFeed(Date day, std::vector<Paper> papers) : day_(day), papers_(std::move(papers)) {}
    net::awaitable<Result<FetchReport>> fetch(Window, FetchContext&) override {
        FetchReport report;
        report.day = day_;
        report.papers = papers_;
        co_return std::move(report);
    }

private:
    Date day_;
    std::vector<Paper> papers_;
};

}  // namespace

ScoredDay::ScoredDay()
    : topics(require(parse_topics("1. Sparse networks\n   - Relevant: sparse networks, gates\n", "t"))) {
    options.model = "gpt-4o";
    options.provider = "openai";
    options.key_name = "KEY";
    options.title_stage = false;
    options.retry.base = 1ms;
    options.batch_poll = 1ms;
}

void ScoredDay::make_papers(int count) {
    for (int i = 1; i <= count; ++i) {
        bool const relevant = i % 5 == 0;
        std::string const id = fmt::format("2603.{:05}", i);
        papers.push_back(make_paper(id, relevant ? fmt::format("Sparse networks and gates {}", i)
                                                 : fmt::format("A study of weather {}", i)));
        papers.back().position = papers.size() - 1;
        if (relevant) model.opinions[id] = {8 + i / 5 % 3, 7 + i / 5 % 2, fmt::format("about gates {}", i)};
        if (!relevant && i % 2 == 0) model.surely_irrelevant.insert(id);
    }
}

std::unique_ptr<Scorer> ScoredDay::scorer() {
    llm::LlmSetup setup;
    setup.options = options;
    setup.topics = topics;
    setup.parts = llm::default_prompt(setup.topics);
    llm::ProviderOptions provider_options;
    provider_options.base_url = model.url();
    provider_options.model = options.model;
    setup.provider = require(llm::make_provider(provider, provider_options));
    setup.prices = prices;
    auto made = require(llm::make_llm_scorer(std::move(setup)));
    return cascade ? make_cascade_scorer(topics, std::move(made), cascade_options) : std::move(made);
}

Digest ScoredDay::run(std::shared_ptr<Scorer> with) {
    Pipeline pipeline(std::make_unique<FixedFeed>(day, papers), std::move(with));
    return require(with_services([&](Services& services) { return pipeline.run(Window{}, services); }));
}

ScoreEstimate ScoredDay::estimate() {
    Pipeline pipeline(std::make_unique<FixedFeed>(day, papers), std::shared_ptr<Scorer>(scorer()));
    return require(with_services([&](Services& services) { return pipeline.estimate(Window{}, services); }));
}

std::string ScoredDay::trace(Digest const& digest, std::string const& id) const {
    for (Decision const& decision : digest.decisions) {
        if (decision.id.base() == id) return decision.reason + " | " + text::join(decision.steps, " | ");
    }
    return "no decision";
}

std::string shown(Digest const& digest) {
    std::string lines;
    for (DigestEntry const& entry : digest.entries)
        lines += fmt::format("{} {} {} {} {}\n", entry.paper.id.base(), entry.order_key,
                             entry.score->relevance, entry.score->novelty.value_or(0), entry.score->comment);
    return lines;
}

void check_accounts(Digest const& digest) {
    Totals const& totals = digest.totals;
    BOOST_TEST(totals.announced == digest.decisions.size());
    BOOST_TEST(totals.announced == totals.filtered + totals.scanned);
    BOOST_TEST(totals.scanned == totals.scored + totals.unscored);
    std::set<std::string> ids;
    for (Decision const& decision : digest.decisions) BOOST_TEST(ids.insert(decision.id.base()).second);
}

void check_usage(Digest const& digest, FakeModel const& model) {
    BOOST_TEST(digest.usage.prompt_tokens == model.prompt_tokens);
    BOOST_TEST(digest.usage.completion_tokens == model.completion_tokens);
    std::int64_t requests = 0;
    for (StageUsage const& stage : digest.usage.stages) requests += stage.requests;
    BOOST_TEST(requests == model.answers);
}

}  // namespace lectern::test
