#include <lectern/core/file.hpp>
#include <lectern/daily/environment.hpp>
#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/score/local/ranker.hpp>

#include <iostream>

int main(int argc, char** argv) try {
    if (argc < 2) return std::cerr << "usage: 10_todays_papers TOPICS [SERVER]\n", 2;
    auto const topics = lectern::parse_topics(lectern::read_file(argv[1]).value(), argv[1]).value();
    lectern::Environment environment;  // one request to arXiv every three seconds, on one connection
    lectern::net::HttpOptions http;
    http.user_agent = lectern::net::user_agent("todays-papers/1.0", "you@example.org");
    environment.connect(http).value();
    lectern::AnnouncementFeedOptions options{.categories = {lectern::Category("cs.LG")}};
    if (argc > 2) options.base_url = argv[2];
    auto const feed = lectern::make_arxiv_rss_feed(options);
    auto context = lectern::fetch_context(environment.services());
    auto const papers = environment.run(feed->fetch({}, context)).value().papers;
    auto const scores = lectern::LocalRanker(topics).rank(papers);
    for (std::size_t i = 0; i < papers.size(); ++i)
        if (scores[i].relevance >= 8) std::cout << papers[i].title << "\n    " << scores[i].comment << "\n";
} catch (std::exception const& error) {
    return std::cerr << error.what() << "\n", 1;
}
