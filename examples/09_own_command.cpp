// The whole lectern command with a scorer of one's own, which `score.kind = "short-titles"` chooses.
//
//     09_own_command plugins
//     09_own_command run --config my.toml
#include <lectern/app.hpp>
#include <lectern/daily/registry.hpp>

#include <algorithm>

namespace {

using namespace lectern;

// [scorer]
class ShortTitles final : public Scorer {
public:
    explicit ShortTitles(double step) : step_(step) {}

    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext&) override {
        ScoreReport report;
        report.scorer = "short-titles";
        for (Paper const& paper : papers) {
            Score score;
            score.relevance = std::clamp(11.0 - static_cast<double>(paper.title.size()) / step_, 1.0, 10.0);
            score.novelty = 7;
            report.scores.emplace_back(std::move(score));
        }
        co_return std::move(report);
    }

private:
    double step_;
};

/// `[plugin.short-titles]` with the key `step`: letters that cost a point of relevance.
Result<std::unique_ptr<Scorer>> make_short_titles(Config const& config) {
    double step = 8;
    PluginOptions options = config.options_of("short-titles");
    options.number("step", step, 1, 100);
    if (auto const read = options.check(); !read) return read.error();
    return std::make_unique<ShortTitles>(step);
}

// [scorer]

}  // namespace

// [main]
int main(int argc, char** argv) {
    Registry registry = default_registry();
    registry.scorers.push_back(
        {"short-titles", "the shorter the title, the better", make_short_titles, {}, true});
    return app::main(argc, argv, registry);
}
// [main]
