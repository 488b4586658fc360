#include "support.hpp"

#include <lectern/evaluate/rank.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(rank)

struct World {
    std::vector<Paper> papers;
    std::vector<Label> labels;
    Topics topics = test::require(parse_topics("1. Hats\n   - Relevant: hats\n", "t"));

    World() {
        for (int day = 1; day <= 4; ++day) {
            for (int i = 1; i <= 20; ++i) {
                std::string const id =
                    "260" + std::to_string(day) + ".000" + (i < 10 ? "0" : "") + std::to_string(i);
                bool const good = i % 5 == 0;
                papers.push_back(make_paper(id, good ? "Gardens and Roses" : "Trains and Rails",
                                            "Number " + std::to_string(i)));
                labels.push_back({test::day("2026-01-0" + std::to_string(day)), papers.back().id, good});
            }
        }
    }

    std::map<std::string, double> scores_of(std::string const& date, RankPlan const& plan) const {
        std::map<std::string, double> scores;
        for (RankedPaper const& paper : rank_days(papers, labels, topics, plan).papers) {
            if (format_date(paper.date) == date) scores[paper.id.base()] = paper.score;
        }
        return scores;
    }
};

BOOST_AUTO_TEST_CASE(learns_from_earlier_days_only) {
    World world;
    auto const before = world.scores_of("2026-01-03", {});
    BOOST_TEST(before.at("2603.00005") > before.at("2603.00001"));
    // Other labels of the same and of later days must not change anything.
    World other = world;
    for (Label& label : other.labels) {
        if (label.date >= test::day("2026-01-03")) label.selected = !label.selected;
    }
    BOOST_TEST((other.scores_of("2026-01-03", {}) == before));
    // Of earlier days they must.
    for (Label& label : other.labels) label.selected = !label.selected;
    BOOST_TEST((other.scores_of("2026-01-03", {}) != before));
}

BOOST_AUTO_TEST_CASE(training_days_can_be_limited) {
    World world;
    RankPlan none;
    none.train_days = 0;
    auto const untrained = world.scores_of("2026-01-04", none);
    World flipped = world;
    for (Label& label : flipped.labels) label.selected = !label.selected;
    BOOST_TEST((flipped.scores_of("2026-01-04", none) == untrained));
    RankPlan one;
    one.train_days = 1;
    World first_day_flipped = world;
    for (Label& label : first_day_flipped.labels) {
        if (label.date == test::day("2026-01-01")) label.selected = !label.selected;
    }
    BOOST_TEST((first_day_flipped.scores_of("2026-01-04", one) == world.scores_of("2026-01-04", one)));
    RankPlan late;
    late.from = test::day("2026-01-03");
    BOOST_TEST(rank_days(world.papers, world.labels, world.topics, late).papers.size() == 40u);
}

BOOST_AUTO_TEST_CASE(counts_labels_of_unknown_papers) {
    World world;
    world.papers.erase(world.papers.begin(), world.papers.begin() + 3);
    auto const report = rank_days(world.papers, world.labels, world.topics, {});
    BOOST_TEST(report.unknown == 3u);
    BOOST_TEST(report.papers.size() == 77u);
}

BOOST_AUTO_TEST_CASE(reads_labels_and_names_mistakes) {
    test::TempDir const dir;
    auto const path = dir.path() / "labels.jsonl";
    test::write(path, "{\"date\":\"2026-01-01\",\"id\":\"2601.00001\",\"selected\":1,\"novelty\":9}\n\n");
    BOOST_TEST(test::require(read_labels(path)).size() == 1u);
    test::write(path,
                "{\"date\":\"2026-01-01\",\"id\":\"2601.00001\",\"selected\":1}\n{\"date\":\"2026-01-01\","
                "\"id\":\"2601.00001\",\"selected\":2}\n");
    BOOST_TEST(read_labels(path).error().detail().find(
                   "labels.jsonl:2: member \"selected\" must be 0 or 1") != std::string::npos);
    test::write(path, "{\"date\":\"2026-01-01\",\"id\":\"2601.00001\",\"selected\":1,\"relevance\":8.5}\n");
    BOOST_TEST(test::require(read_labels(path)).at(0).relevance.value() == 8.5);
    test::write(path, "{\"date\":\"2026-01-01\",\"id\":\"2601.00001\",\"selected\":1,\"relevance\":11}\n");
    BOOST_TEST(read_labels(path).error().detail().find(
                   "labels.jsonl:1: member \"relevance\" must be from 1 to 10") != std::string::npos);
    test::write(path, "{\"id\":\"2601.00001\",\"selected\":1}\n");
    BOOST_TEST(read_labels(path).error().detail().find("labels.jsonl:1: date:") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(grades_change_what_relevance_means_but_not_the_order) {
    World world;
    for (int copy = 0; copy < 20; ++copy) {  // enough judgments for strengths to be chances
        for (int i = 1; i <= 20; ++i) {
            std::string const id = fmt::format("25{:02}.{:05}", 1 + copy % 12, copy * 20 + i);
            bool const good = i % 5 == 0;
            world.papers.push_back(make_paper(id, good ? "Gardens and Roses" : "Trains and Rails", id));
            world.labels.push_back({test::day("2025-12-01"), world.papers.back().id, good});
        }
    }
    auto const ranked = [](World const& of) {
        RankPlan plan;
        plan.from = test::day("2026-01-04");
        return rank_days(of.papers, of.labels, of.topics, plan).papers;
    };
    World graded = world;
    int number = 0;
    for (Label& label : graded.labels) {
        if (label.selected) label.relevance = ++number % 4 == 0 ? 9 : 8;
    }
    auto const before = ranked(world);
    auto const after = ranked(graded);
    double lost = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        BOOST_TEST(after[i].score == before[i].score);
        BOOST_TEST(after[i].relevance <= before[i].relevance);
        lost += before[i].relevance - after[i].relevance;
    }
    BOOST_TEST(lost > 0);  // what was a 9 or 10 by its chance is one more rarely now
}

BOOST_AUTO_TEST_CASE(outcomes_teach_nothing_and_lessons_are_not_ranked) {
    World world;
    auto const judged = world.scores_of("2026-01-04", {});
    for (Label& label : world.labels) label.role = LabelRole::outcome;
    auto const untold = world.scores_of("2026-01-04", {});
    World unlabeled;
    RankPlan none;
    none.train_days = 0;
    BOOST_TEST((untold == unlabeled.scores_of("2026-01-04", none)));
    // The same opinions as lessons of the day teach as much as judgments.
    auto const outcomes = world.labels;
    for (Label label : outcomes) {
        label.role = LabelRole::lesson;
        world.labels.push_back(label);
    }
    BOOST_TEST((world.scores_of("2026-01-04", {}) == judged));
    auto const report = rank_days(world.papers, world.labels, world.topics, {});
    BOOST_TEST(report.papers.size() == outcomes.size());
    BOOST_TEST(std::ranges::count(report.papers, true, &RankedPaper::selected) == 16);
}

BOOST_AUTO_TEST_CASE(a_later_lesson_goes_before_a_judgment) {
    World world;
    auto const before = world.scores_of("2026-01-04", {});
    std::vector<Label> dislikes;
    for (Label label : world.labels) {
        if (!label.selected || label.date > test::day("2026-01-02")) continue;
        label.selected = false;
        label.date = test::day("2026-01-03");
        label.role = LabelRole::lesson;
        dislikes.push_back(label);
    }
    world.labels.insert(world.labels.end(), dislikes.begin(), dislikes.end());
    auto const after = world.scores_of("2026-01-04", {});
    BOOST_TEST(after.at("2604.00005") - after.at("2604.00001") <
               before.at("2604.00005") - before.at("2604.00001"));
}

BOOST_AUTO_TEST_CASE(the_first_day_is_ranked_by_the_topics) {
    World const world;
    auto const scores = world.scores_of("2026-01-01", {});
    auto const [worst, best] =
        std::ranges::minmax_element(scores, {}, [](auto const& one) { return one.second; });
    BOOST_TEST(best->second > worst->second);
}

BOOST_AUTO_TEST_SUITE_END()
