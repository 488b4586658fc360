// The ranker in other tools: it learns from judgments of one's own, and its weights can be measured.
//
//     11_ranker examples/data/day.rss examples/data/topics.md
#include <lectern/core/file.hpp>
#include <lectern/evaluate/evaluate.hpp>
#include <lectern/evaluate/history.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/score/local/ranker.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <iostream>

namespace {

using namespace lectern;

Opinion opinion_about(Paper const& paper) {
    return paper.title.find("Sparse") == std::string::npos ? Opinion::disliked : Opinion::liked;
}

void rank(Topics const& topics, std::vector<Paper> const& papers, std::vector<Paper> const& todays_papers) {
    // [learn]
    LocalRanker ranker(topics);
    std::vector<PaperFeatures> const features = read_features(papers, 2);  // can be kept: to_bytes()
    std::vector<Example> examples;
    for (std::size_t i = 0; i < papers.size(); ++i) {
        double const age_in_days = 1;
        examples.push_back({papers[i].id.base(), &features[i], opinion_about(papers[i]), age_in_days});
    }
    ranker.learn(examples);
    for (Score const& score : ranker.rank(todays_papers))
        std::cout << score.strength << " " << score.comment << "\n";
    // [learn]
}

void measure(Topics const& topics, SqliteStore const& store) {
    // [measure]
    History const history = read_history(store, store, store).value();
    RankPlan plan;
    plan.ranker.half_life = 20;
    Evaluation const evaluation = evaluate(rank_days(history.papers, history.labels, topics, plan).papers);
    std::cout << "days measured: " << evaluation.days.size() << "\n";
    // [measure]
}

// [store]
void print_day(std::filesystem::path const& database, Date day) {
    SqliteStore const store = SqliteStore::open(database).value();
    for (Paper const& paper : store.papers_of(day).value()) std::cout << paper.title << "\n";
}
// [store]

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return std::cerr << "usage: 11_ranker FEED TOPICS\n", 2;
    auto const papers = read_feed_file(argv[1]).value().papers;
    auto const topics = parse_topics(read_file(argv[2]).value(), argv[2]).value();
    rank(topics, papers, papers);
    measure(topics, SqliteStore::open(":memory:").value());
    print_day(":memory:", parse_date("2026-03-18").value());
}
