// A language model as the scorer of one's own program: what a day would cost, without asking.
//
//     12_language_model examples/data/day.rss examples/data/topics.md
#include <lectern/core/file.hpp>
#include <lectern/feed/file_feed.hpp>
// [setup]
#include <lectern/score/llm/llm_scorer.hpp>

using namespace lectern;

Result<std::unique_ptr<Scorer>> make_scorer(Topics const& topics) {
    llm::LlmSetup setup;
    setup.options.model = "gpt-4o-mini";
    setup.options.provider = "openai";
    setup.options.key_name = "OPENAI_API_KEY";  // ScoreContext::secrets gives it
    setup.topics = topics;
    setup.parts = llm::default_prompt(topics);
    llm::ProviderOptions service;
    service.base_url = "https://api.openai.com/v1";
    service.model = setup.options.model;
    auto provider = llm::make_openai_provider(service);
    if (!provider) return provider.error();
    setup.provider = std::move(*provider);
    setup.prices = llm::PriceTable::builtin();
    return llm::make_llm_scorer(std::move(setup));
}
// [setup]

#include <iostream>

int main(int argc, char** argv) {
    if (argc != 3) return std::cerr << "usage: 12_language_model FEED TOPICS\n", 2;
    auto const papers = read_feed_file(argv[1]).value().papers;
    auto const scorer = make_scorer(parse_topics(read_file(argv[2]).value(), argv[2]).value()).value();
    SystemClock const clock;
    Logger const log;
    ScoreEstimate const estimate = scorer->estimate(papers, {nullptr, clock, log, {}}).value();
    std::cout << estimate.papers << " papers, " << estimate.requests << " requests";
    if (estimate.cost) std::cout << ", about $" << estimate.cost->dollars();
    std::cout << "\n";
    return estimate.requests > 0 ? 0 : 1;
}
