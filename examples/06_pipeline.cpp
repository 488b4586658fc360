// Everything composed by hand: today's announcement over the network, filters, scorer, files.
// Without categories it reads the feed file instead and needs no network.
//
//     06_pipeline examples/data/day.rss examples/data/topics.md OUTPUT-DIRECTORY [CATEGORY...]
#include <lectern/archive/output.hpp>
#include <lectern/core/file.hpp>
#include <lectern/daily/environment.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/filter/announce.hpp>
#include <lectern/filter/keywords.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace lectern;
    if (argc < 4) return std::cerr << "usage: 06_pipeline FEED TOPICS DIRECTORY [CATEGORY...]\n", 2;

    Environment environment(
        {Logger([](LogLevel, std::string_view message) { std::cerr << message << "\n"; })});
    environment.connect().value();

    AnnouncementFeedOptions options;
    for (int i = 4; i < argc; ++i) options.categories.push_back(Category::parse(argv[i]).value());
    auto feed = options.categories.empty() ? make_file_feed({argv[1]}) : make_arxiv_rss_feed(options);

    Pipeline pipeline(std::move(feed),
                      make_local_scorer(parse_topics(read_file(argv[2]).value(), argv[2]).value()));
    pipeline.add_filter(make_announce_filter({AnnounceType::new_paper, AnnounceType::cross}))
        .add_filter(make_keyword_filter({}, {Expression::parse("title:survey or title:chatbot").value()}));

    Digest const digest = environment.run(pipeline.run({}, environment.services())).value();
    for (auto const& file :
         write_digest(digest, default_registry().formats, {"markdown", "json"}, argv[3]).value()) {
        std::cout << file.string() << "\n";
    }
}
