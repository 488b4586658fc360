// A costly scorer of one's own behind the local ranker: it sees the best third of the day only.
//
//     08_cascade examples/data/day.rss examples/data/topics.md
#include "pipeline_run.hpp"

#include <lectern/core/file.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/score/cascade.hpp>

#include <iostream>

namespace {

using namespace lectern;

/// Stands for one that asks somebody and takes its time.
class Costly final : public Scorer {
public:
    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext&) override {
        std::cout << "asked about " << papers.size() << " papers\n";
        ScoreReport report;
        report.scorer = "costly";
        for (Paper const& paper : papers) {
            Score score;
            score.relevance = paper.title.size() < 60 ? 9 : 5;
            score.novelty = 8;
            report.scores.emplace_back(std::move(score));
        }
        co_return std::move(report);
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return std::cerr << "usage: 08_cascade FEED TOPICS\n", 2;
    Topics const topics = parse_topics(read_file(argv[2]).value(), argv[2]).value();
    CascadeOptions options;
    options.share = 1.0 / 3;
    Pipeline pipeline(make_file_feed({argv[1]}),
                      make_cascade_scorer(topics, std::make_unique<Costly>(), options));
    Digest const digest = run_offline(pipeline);
    for (Decision const& decision : digest.decisions) {
        std::cout << to_string(decision.outcome) << "  " << decision.title << ": " << decision.reason << "\n";
    }
    return digest.entries.empty() ? 1 : 0;
}
