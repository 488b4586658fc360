// Reads a day's feed from a file and prints the five papers nearest to the reader's topics.
//
//     01_minimal examples/data/day.rss examples/data/topics.md
#include <lectern/core/file.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/score/local/ranker.hpp>

#include <algorithm>
#include <iostream>
#include <numeric>

int main(int argc, char** argv) {
    if (argc != 3) return std::cerr << "usage: 01_minimal FEED TOPICS\n", 2;

    // value() throws lectern::Exception with the whole story when there is no value.
    auto const papers = lectern::read_feed_file(argv[1]).value().papers;
    auto const topics = lectern::parse_topics(lectern::read_file(argv[2]).value(), argv[2]).value();
    auto const scores = lectern::LocalRanker(topics).rank(papers);

    std::vector<std::size_t> order(papers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return scores[a].strength > scores[b].strength; });
    order.resize(std::min<std::size_t>(order.size(), 5));
    for (std::size_t const i : order) {
        std::cout << papers[i].id.to_string() << "  " << papers[i].title << "\n    " << scores[i].comment
                  << "\n";
    }
}
