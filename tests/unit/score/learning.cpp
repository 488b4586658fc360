#include "support.hpp"

#include <lectern/score/local/learning.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace lectern;
using test::day;
using test::make_paper;
using test::require;

BOOST_AUTO_TEST_SUITE(learning)

/// A store with a day of papers on gardens and on trains, and a reader whose topics name neither.
struct Fixture {
    test::TempDir dir;
    SqliteStore store = require(SqliteStore::open(dir.path() / "lectern.db"));
    Topics topics = require(parse_topics("1. Music\n   - Relevant: violins\n", "t.md"));
    std::vector<Paper> seen;
    std::vector<Paper> pool{make_paper("2602.00001", "Roses in the garden", "We water roses of gardens."),
                            make_paper("2602.00002", "Rails of trains", "We build rails for trains.")};

    Fixture() {
        for (int i = 1; i <= 20; ++i) {
            bool const garden = i % 2 == 0;
            std::string const number = (i < 10 ? "0" : "") + std::to_string(i);
            seen.push_back(make_paper("2601.000" + number + "v1",
                                      garden ? "Roses and gardens" : "Rails and trains",
                                      garden ? "We water gardens " + number : "We build trains " + number));
        }
        (void)require(store.add_listed(day("2026-01-05"), seen));
    }

    void mark(std::size_t index, bool liked) {
        std::vector<Mark> const marks{{seen[index].id, liked, "test", test::time("2026-01-06T00:00:00Z")}};
        BOOST_TEST(require(store.set_marks(marks)) == 1u);
    }
    std::vector<Score> rank(RankerOptions const& options = {}) {
        return require(learned_ranker(topics, options, &store, &store, day("2026-02-02"), pool)).rank(pool);
    }
};

BOOST_FIXTURE_TEST_CASE(marks_move_the_ranking, Fixture) {
    mark(1, true);
    mark(3, true);
    mark(0, false);
    auto const scores = rank();
    BOOST_TEST(scores[0].strength > scores[1].strength);
    BOOST_TEST(scores[0].comment.starts_with("Close to 2601.000"));
    BOOST_TEST(scores[0].comment.ends_with("\"Roses and gardens\", which you liked."));
    mark(1, false);
    mark(3, false);
    mark(0, true);
    mark(2, true);
    auto const turned = rank();
    BOOST_TEST(turned[0].strength < turned[1].strength);
}

BOOST_FIXTURE_TEST_CASE(likes_alone_speak_for_what_is_near_to_them, Fixture) {
    for (std::size_t const index : {1u, 3u, 5u}) mark(index, true);
    pool.push_back(make_paper("2602.00003", "Volcanoes", "Lava flows."));
    RankerOptions votes_only;
    votes_only.neighbors = 50;
    auto const scores = rank(votes_only);
    BOOST_TEST(scores[0].strength > scores[2].strength);  // although nothing near to it was disliked either
    BOOST_TEST(scores[1].strength < scores[2].strength);
}

BOOST_FIXTURE_TEST_CASE(kept_features_give_the_same_scores, Fixture) {
    mark(1, true);
    auto const first = rank();
    auto const kept = require(store.training_examples(day("2026-02-02"), kFeaturesVersion, 100));
    BOOST_REQUIRE(kept.size() == 20u);
    for (TrainingExample const& paper : kept) BOOST_TEST(!paper.features.empty());
    BOOST_TEST((rank() == first));
    RankerOptions threads;
    threads.threads = 3;
    BOOST_TEST((rank(threads) == first));
}

BOOST_FIXTURE_TEST_CASE(a_changed_text_is_read_anew, Fixture) {
    (void)rank();
    Paper changed = make_paper("2601.00001v2", "Violins", "We play violins.");
    (void)require(store.add_listed(day("2026-01-07"), {&changed, 1}));
    auto const kept = require(store.training_examples(day("2026-02-02"), kFeaturesVersion, 100));
    BOOST_TEST(std::ranges::count_if(kept, [](auto const& one) { return one.features.empty(); }) == 1);
    auto const other_reader = require(store.training_examples(day("2026-02-02"), kFeaturesVersion + 1, 100));
    BOOST_TEST(std::ranges::all_of(other_reader, [](auto const& one) { return one.features.empty(); }));
}

BOOST_FIXTURE_TEST_CASE(damaged_features_are_read_anew, Fixture) {
    auto const first = rank();
    auto const seen_before = require(store.training_examples(day("2026-02-02"), kFeaturesVersion, 100));
    std::vector<KeptFeatures> const damaged{{seen_before[0].row, "\xff\xff\xff\xff\xff\xff"}};
    require(store.keep_features(kFeaturesVersion, damaged));
    BOOST_TEST((rank() == first));
}

BOOST_FIXTURE_TEST_CASE(looks_at_earlier_days_only, Fixture) {
    BOOST_TEST(require(store.training_examples(day("2026-01-05"), kFeaturesVersion, 100)).empty());
    BOOST_TEST(require(store.training_examples(day("2026-01-06"), kFeaturesVersion, 100)).size() == 20u);
    mark(4, true);
    auto const first = require(store.training_examples(day("2026-01-06"), kFeaturesVersion, 1));
    BOOST_REQUIRE(first.size() == 1u);  // judged papers come first
    BOOST_TEST(first[0].id.base() == seen[4].id.base());
    BOOST_TEST(first[0].liked.value_or(false));
}

BOOST_FIXTURE_TEST_CASE(marks_are_idempotent_and_can_be_taken_back, Fixture) {
    Mark const first{seen[0].id.with_version(0), true, "cli", test::time("2026-01-06T00:00:00Z")};
    Mark again = first;
    again.made = test::time("2026-01-09T00:00:00Z");
    again.source = "library.bib";
    BOOST_TEST(require(store.set_marks({&first, 1})) == 1u);
    BOOST_TEST(require(store.set_marks({&again, 1})) == 0u);
    BOOST_TEST((require(store.marks()) == std::vector<Mark>{first}));
    again.liked = false;
    BOOST_TEST(require(store.set_marks({&again, 1})) == 1u);
    BOOST_TEST((require(store.marks()) == std::vector<Mark>{again}));
    std::vector<Mark> const unknown{first, {ArxivId::parse("2601.09999").value(), true, "cli", first.made}};
    auto const refused = store.set_marks(unknown);
    BOOST_TEST((refused.error() == errc::invalid_argument));
    BOOST_TEST((require(store.marks()) == std::vector<Mark>{again}));  // none of them
    BOOST_TEST(require(store.drop_mark(seen[0].id)));
    BOOST_TEST(!require(store.drop_mark(seen[0].id)));
    BOOST_TEST(require(store.marks()).empty());
}

BOOST_FIXTURE_TEST_CASE(novelty_is_distance_to_what_was_seen, Fixture) {
    for (int i = 3; i < 30; ++i) {
        std::string const id = "2602.000" + std::string(i < 10 ? "0" : "") + std::to_string(i);
        pool.push_back(make_paper(id, "Rails and trains", "We build trains " + std::to_string(i)));
    }
    pool.push_back(make_paper("2602.00099", "Volcanoes erupt", "Lava flows."));
    auto const scores = rank();
    BOOST_TEST(scores.back().novelty.value_or(0) == 10.0);
    BOOST_TEST(scores[5].novelty.value_or(0) < 10.0);
    BOOST_TEST(scores[5].estimated);
}

BOOST_FIXTURE_TEST_CASE(a_lone_mark_does_not_hide_the_topics, Fixture) {
    // A reading list imported before the first run must not be all the words the ranker knows.
    store = require(SqliteStore::open(dir.path() / "new.db"));
    Paper const liked = make_paper("2512.00001", "Volcanoes erupt", "Lava flows.");
    require(store.add_papers({&liked, 1}));
    std::vector<Mark> const marks{{liked.id, true, "test", test::time("2026-01-06T00:00:00Z")}};
    BOOST_TEST(require(store.set_marks(marks)) == 1u);
    pool.push_back(make_paper("2602.00003", "Violins", "We play violins."));
    auto const scores = rank();
    BOOST_TEST(scores[2].strength > scores[0].strength);
    BOOST_TEST(scores[2].strength > scores[1].strength);
    BOOST_REQUIRE(!scores[2].topics.empty());
    BOOST_TEST(scores[2].topics[0] == "Music");
}

BOOST_AUTO_TEST_SUITE_END()
