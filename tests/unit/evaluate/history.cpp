#include "support.hpp"

#include <lectern/evaluate/history.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace lectern;
using test::day;
using test::make_paper;
using test::require;

BOOST_AUTO_TEST_SUITE(history)

/// A store with one day, judged by a model or only ranked.
struct Fixture {
    test::TempDir dir;
    SqliteStore store = require(SqliteStore::open(dir.path() / "lectern.db"));
    Date const listed = day("2026-01-05");
    std::vector<Paper> papers{make_paper("2601.00001", "One"), make_paper("2601.00002", "Two"),
                              make_paper("2601.00003", "Three")};

    /// The first paper is shown, the second is not, the third was filtered.
    void put_day(bool estimated) {
        (void)require(store.add_listed(listed, papers));
        Digest digest;
        digest.date = listed;
        digest.scorer = estimated ? "local" : "gpt-4o";
        auto const decide = [&](Paper const& paper, Outcome outcome, std::optional<double> relevance) {
            Decision decision;
            decision.id = paper.id;
            decision.title = paper.title;
            decision.outcome = outcome;
            decision.relevance = relevance;
            decision.estimated = estimated;
            digest.decisions.push_back(decision);
        };
        decide(papers[0], Outcome::shown, 9);
        decide(papers[1], Outcome::below_cutoff, 3);
        decide(papers[2], Outcome::filtered, std::nullopt);
        DayRecord record;
        record.day = listed;
        record.state = DayState::ok;
        require(store.put_digest(digest, record));
    }
    void mark(Paper const& paper, bool liked) {
        Mark const one{paper.id, liked, "test", test::time("2026-01-07T10:00:00Z")};
        BOOST_TEST(require(store.set_marks({&one, 1})) == 1u);
    }
    /// Day, paper, opinion and role of each label, in short.
    std::vector<std::string> labels() const {
        std::vector<std::string> lines;
        for (Label const& label : require(read_history(store, store, store)).labels) {
            char const* const roles[] = {"judgment", "outcome", "lesson"};
            lines.push_back(format_date(label.date).substr(8) + " " + label.id.base().substr(9) +
                            (label.selected ? " yes " : " no ") + roles[static_cast<int>(label.role)]);
        }
        return lines;
    }
};

using Lines = std::vector<std::string>;

BOOST_FIXTURE_TEST_CASE(judgments_are_labels, Fixture) {
    put_day(false);
    BOOST_TEST((labels() == Lines{"05 1 yes judgment", "05 2 no judgment"}));
}

BOOST_FIXTURE_TEST_CASE(an_estimate_is_no_judgment, Fixture) {
    put_day(true);
    BOOST_TEST((labels() == Lines{"05 1 no outcome", "05 2 no outcome"}));
    mark(papers[1], true);
    BOOST_TEST((labels() == Lines{"05 1 no outcome", "05 2 yes outcome", "07 2 yes lesson"}));
}

BOOST_FIXTURE_TEST_CASE(a_mark_overrules_from_its_day_on, Fixture) {
    put_day(false);
    mark(papers[0], false);
    BOOST_TEST(
        (labels() == Lines{"05 1 no outcome", "05 1 yes lesson", "05 2 no judgment", "07 1 no lesson"}));
}

BOOST_FIXTURE_TEST_CASE(papers_of_a_reading_list_are_lessons_only, Fixture) {
    put_day(false);
    Paper const imported = make_paper("2512.00004", "Four");
    require(store.add_papers({&imported, 1}));
    mark(imported, true);
    BOOST_TEST(labels().back() == "07 4 yes lesson");
    auto const all = require(read_history(store, store, store)).papers;
    BOOST_TEST(all.size() == 4u);  // the filtered one tells how common words are
    BOOST_TEST((std::ranges::find(all, imported.id.base(), [](auto const& one) { return one.id.base(); }) !=
                all.end()));
}

BOOST_FIXTURE_TEST_CASE(an_empty_store_has_no_history, Fixture) {
    auto const nothing = require(read_history(store, store, store));
    BOOST_TEST(nothing.labels.empty());
    BOOST_TEST(nothing.papers.empty());
}

BOOST_AUTO_TEST_SUITE_END()
