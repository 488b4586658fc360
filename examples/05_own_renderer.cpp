// A renderer of one's own, put into the registry beside the built-in formats: one line a paper.
//
//     05_own_renderer examples/data/day.rss examples/data/topics.md OUTPUT-DIRECTORY
#include "pipeline_run.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <iostream>

namespace {

using namespace lectern;

class TsvRenderer final : public Renderer {
public:
    Result<std::string> render(Digest const& digest) const override {
        std::string table;
        for (DigestEntry const& entry : digest.entries) {
            // printable() turns tabs and line breaks from outside into visible text.
            table += entry.paper.id.to_string() + "\t" + text::printable(entry.paper.title) + "\n";
        }
        return table;
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return std::cerr << "usage: 05_own_renderer FEED TOPICS DIRECTORY\n", 2;
    auto const topics = parse_topics(read_file(argv[2]).value(), argv[2]).value();
    Pipeline pipeline(make_file_feed({argv[1]}), make_local_scorer(topics));
    Digest const digest = run_offline(pipeline);

    Registry registry = default_registry();
    registry.formats.push_back({"tsv",
                                "one line a paper",
                                {{"tsv/{date}.tsv", [] { return std::make_unique<TsvRenderer>(); }}},
                                {}});
    for (auto const& file : write_digest(digest, registry.formats, {"tsv", "markdown"}, argv[3]).value()) {
        std::cout << file.string() << "\n";
    }
}
