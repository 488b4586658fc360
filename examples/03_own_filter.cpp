// A filter of one's own: drops papers with more than three authors, pins those of a friend.
//
//     03_own_filter examples/data/day.rss examples/data/topics.md
#include "pipeline_run.hpp"

#include <lectern/core/file.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <algorithm>
#include <iostream>

namespace {

using namespace lectern;

class SmallGroups final : public Filter {
public:
    Verdict judge(Paper const& paper, FilterContext const&) const override {
        auto const& authors = paper.authors;
        bool const friends =
            std::ranges::any_of(authors, [](Author const& a) { return a.name.ends_with("Rossi"); });
        if (friends) return Verdict::pin("by a friend");
        return authors.size() <= 3 ? Verdict::keep() : Verdict::drop("more than three authors");
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return std::cerr << "usage: 03_own_filter FEED TOPICS\n", 2;
    auto const topics = parse_topics(read_file(argv[2]).value(), argv[2]).value();
    Pipeline pipeline(make_file_feed({argv[1]}), make_local_scorer(topics));
    pipeline.add_filter(std::make_unique<SmallGroups>());
    Digest const digest = run_offline(pipeline);
    for (Decision const& decision : digest.decisions) {
        std::cout << decision.id.to_string() << "  " << to_string(decision.outcome) << "  " << decision.reason
                  << "\n";
    }
    return digest.totals.pinned > 0 && digest.totals.filtered > 0 ? 0 : 1;
}
