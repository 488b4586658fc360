#include "detail/topic_match.hpp"

#include <lectern/score/local/learning.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <algorithm>
#include <utility>

namespace lectern {
namespace {

bool nothing_matched(ScoreReport const& report) {
    return !report.scores.empty() && std::ranges::all_of(report.scores, [](Result<Score> const& score) {
        return score->relevance <= local::kNothingForIt;
    });
}

class LocalScorer final : public Scorer {
public:
    LocalScorer(Topics topics, RankerOptions const& options)
        : topics_(std::move(topics)), options_(options) {}

    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext& context) override {
        auto const ranker =
            learned_ranker(topics_, options_, context.papers, context.features, context.day, papers);
        if (!ranker) co_return ranker.error();
        ScoreReport report;
        report.scorer = "local";
        report.prompt.user = topics_.text;
        for (Score& score : ranker->rank(papers)) report.scores.emplace_back(std::move(score));
        if (nothing_matched(report))
            report.warnings.emplace_back(errc::nothing_matched,
                                         "no paper of the day is about the topics of profile.topics");
        if (context.progress) context.progress(papers.size(), papers.size());
        co_return std::move(report);
    }

private:
    Topics topics_;
    RankerOptions options_;
};

}  // namespace

std::unique_ptr<Scorer> make_local_scorer(Topics topics, RankerOptions const& options) {
    return std::make_unique<LocalScorer>(std::move(topics), options);
}

}  // namespace lectern
