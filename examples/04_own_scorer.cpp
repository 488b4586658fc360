// A scorer of one's own: the shorter the title, the better.
//
//     04_own_scorer examples/data/day.rss
#include "pipeline_run.hpp"

#include <lectern/feed/file_feed.hpp>

#include <algorithm>
#include <iostream>

namespace {

using namespace lectern;

class ShortTitles final : public Scorer {
public:
    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext& context) override {
        ScoreReport report;
        report.scorer = "short-titles";
        for (Paper const& paper : papers) {
            // A result for every paper, in order: its score, or the reason why it has none.
            if (paper.title.empty()) {
                report.scores.emplace_back(Error(errc::scoring_failed, "no title"));
                continue;
            }
            Score score;
            score.relevance = std::clamp(11.0 - static_cast<double>(paper.title.size()) / 8, 1.0, 10.0);
            score.novelty = 7;
            score.comment = std::to_string(paper.title.size()) + " characters";
            report.scores.emplace_back(std::move(score));
            if (context.progress) context.progress(report.scores.size(), papers.size());
        }
        co_return std::move(report);
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return std::cerr << "usage: 04_own_scorer FEED\n", 2;
    Selection selection;
    selection.relevance_cutoff = 5;
    Pipeline pipeline(make_file_feed({argv[1]}), std::make_unique<ShortTitles>(), selection);
    Digest const digest = run_offline(pipeline);
    for (DigestEntry const& entry : digest.entries) {
        std::cout << entry.score->relevance << "  " << entry.paper.title << "\n";
    }
    return digest.entries.empty() ? 1 : 0;
}
