#include "store/sqlite/database.hpp"
#include "support.hpp"

#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <barrier>
#include <fstream>
#include <thread>

using namespace lectern;
using test::day;
using test::require;

BOOST_AUTO_TEST_SUITE(store_file)

struct Fixture {
    test::TempDir dir;
    std::filesystem::path path = dir.path() / "lectern.db";
    SqliteStore store = require(SqliteStore::open(path));

    static Paper listed(std::string const& id, AnnounceType type = AnnounceType::new_paper) {
        Paper paper =
            test::make_paper(id, "Title of " + id, "Words of the abstract.", {"cs.LG", "stat.ML"}, type);
        paper.listings = {{Category("cs.LG"), type}};
        return paper;
    }

    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        (void)require(store.export_lines([&](std::string_view line) { all.emplace_back(line); }));
        return all;
    }
};

TransferReport import_all(SqliteStore& store, std::vector<std::string> const& lines) {
    std::size_t next = 0;
    return require(store.import_lines([&]() -> std::optional<std::string_view> {
        return next < lines.size() ? std::optional<std::string_view>(lines[next++]) : std::nullopt;
    }));
}

DayRecord record_of(Date date, DayState state) {
    DayRecord record;
    record.day = date;
    record.state = state;
    record.updated = test::time("2026-03-17T06:00:00Z");
    return record;
}

Digest digest_of(Date date, std::vector<Paper> const& shown, std::vector<Paper> const& low) {
    Digest digest;
    digest.date = date;
    digest.scorer = "gpt-4o";
    for (Paper const& paper : shown) {
        DigestEntry entry;
        entry.paper = paper;
        entry.score = Score{};
        entry.score->relevance = 9;
        entry.score->novelty = 8;
        entry.score->comment = "fits";
        digest.entries.push_back(entry);
        digest.decisions.push_back({paper.id, paper.title, Outcome::shown, "fits", 9, 8});
    }
    for (Paper const& paper : low)
        digest.decisions.push_back({paper.id, paper.title, Outcome::below_cutoff, "low", 3, std::nullopt});
    return digest;
}

BOOST_FIXTURE_TEST_CASE(keeps_papers_as_they_are, Fixture) {
    Paper paper = listed("2603.00001v2");
    paper.authors = {{"José \"X\" Ł", {"A, B"}, ""}, {"Plain Name", {}, "remark"}};
    paper.comment = "12 pages";
    paper.journal_ref = "J. 1";
    paper.doi = "10.1/a 10.2/b";
    paper.license = "http://l";
    paper.withdrawn = true;
    paper.submitted = test::time("2026-03-13T18:00:00Z");
    paper.updated = test::time("2026-03-14T18:00:00Z");
    paper.announced = day("2026-03-17");
    require(store.add_listed(day("2026-03-17"), std::span(&paper, 1)));
    auto const found = require(store.papers_of(day("2026-03-17")));
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST((found[0] == paper));
    Paper stored = *require(store.find_paper(paper.id));
    stored.announce = paper.announce;
    stored.listings = paper.listings;
    BOOST_TEST((stored == paper));
    BOOST_TEST(!require(store.find_paper(*ArxivId::parse("2603.00009"))).has_value());
    BOOST_TEST(require(store.papers_of(day("2026-03-16"))).empty());
}

BOOST_FIXTURE_TEST_CASE(tells_new_papers_from_known_ones, Fixture) {
    Paper first = listed("2603.00001v1");
    auto const fresh = require(store.add_listed(day("2026-03-16"), std::span(&first, 1)));
    BOOST_TEST(fresh[0].is_new);
    Paper again = listed("2603.00001v1", AnnounceType::cross);
    auto const known = require(store.add_listed(day("2026-03-17"), std::span(&again, 1)));
    BOOST_TEST(!known[0].is_new);
    BOOST_TEST(known[0].first_listed == day("2026-03-16"));
    BOOST_TEST(require(store.add_listed(day("2026-03-16"), std::span(&first, 1)))[0].is_new);  // a second run
    BOOST_TEST(!require(store.revision_of(again)).has_value());
    BOOST_TEST(require(store.listed_before(first.id, day("2026-03-17"))));
    BOOST_TEST(!require(store.listed_before(first.id, day("2026-03-16"))));
    BOOST_TEST(!require(store.listed_before(first.id.with_version(2), day("2026-03-18"))));
    BOOST_TEST(require(store.listed_before(first.id.with_version(0), day("2026-03-18"))));
}

BOOST_FIXTURE_TEST_CASE(records_revisions_with_what_changed, Fixture) {
    Paper paper = listed("2603.00001v1");
    require(store.add_listed(day("2026-03-16"), std::span(&paper, 1)));
    Paper newer = listed("2603.00001v2", AnnounceType::replace);
    newer.title = "Another title";
    newer.categories.emplace_back("cs.AI");
    require(store.add_listed(day("2026-03-20"), std::span(&newer, 1)));
    auto const revision = require(store.revision_of(newer));
    BOOST_REQUIRE(revision.has_value());
    BOOST_TEST(revision->announced.value() == day("2026-03-16"));
    BOOST_TEST(revision->changes.size() == 2u);
    auto const versions = require(store.earlier_versions(paper.id));
    BOOST_REQUIRE(versions.size() == 1u);
    BOOST_TEST(versions[0].title == "Title of 2603.00001v1");
    BOOST_TEST(require(store.find_paper(paper.id))->title == "Another title");
    // A late listing of the old version takes nothing back.
    require(store.add_listed(day("2026-03-21"), std::span(&paper, 1)));
    BOOST_TEST(require(store.find_paper(paper.id))->title == "Another title");
}

BOOST_FIXTURE_TEST_CASE(fills_gaps_from_other_sources, Fixture) {
    Paper feed = listed("2603.00001v1");
    require(store.add_listed(day("2026-03-16"), std::span(&feed, 1)));
    Paper api = feed;
    api.comment = "9 pages";
    api.title = "Title as the API spells it";
    api.submitted = test::time("2026-03-13T18:00:00Z");
    require(store.add_papers(std::span(&api, 1)));
    Paper const stored = *require(store.find_paper(feed.id));
    BOOST_TEST(stored.comment == "9 pages");
    BOOST_TEST(stored.title == feed.title);
    BOOST_TEST(stored.submitted.has_value());
}

BOOST_FIXTURE_TEST_CASE(remembers_days_and_decisions, Fixture) {
    Date const monday = day("2026-03-16");
    std::vector<Paper> papers{listed("2603.00001v1"), listed("2603.00002v1")};
    require(store.add_listed(monday, papers));
    DayRecord record = record_of(monday, DayState::ok);
    record.source = "arxiv-rss";
    record.total.declared = 2;
    record.total.fetched = record.total.parsed = 2;
    record.total.scored = 2;
    record.total.shown = 1;
    record.categories = {record.total};
    record.categories[0].category = "cs.LG";
    require(store.put_digest(digest_of(monday, {papers[0]}, {papers[1]}), record));
    BOOST_TEST((require(store.find_day(monday)).value() == record));
    BOOST_TEST(!require(store.find_day(day("2026-03-17"))).has_value());
    auto const decisions = require(store.decisions_of(monday));
    BOOST_REQUIRE(decisions.size() == 2u);
    BOOST_TEST((decisions[0].outcome == Outcome::shown));
    BOOST_TEST(decisions[1].relevance.value() == 3);
    BOOST_TEST(require(store.decisions_about(papers[1].id)).at(0).decision.reason == "low");
    papers.push_back(listed("2603.00003v1"));
    auto const past = require(store.past_decisions(papers, day("2026-03-17")));
    BOOST_TEST(past.size() == 2u);
    BOOST_TEST((past.at("2603.00001").judged == monday));
    BOOST_TEST(past.at("2603.00001").shown_before);
    BOOST_TEST(!past.at("2603.00002").shown_before);
    BOOST_TEST(!require(store.past_decisions(papers, day("2026-03-15"))).at("2603.00001").shown_before);
    BOOST_TEST(require(store.past_decisions(papers, monday)).empty());
    // The same day again replaces, it does not add.
    require(store.put_digest(digest_of(monday, {papers[1]}, {}), record));
    BOOST_TEST(require(store.decisions_of(monday)).size() == 1u);
    BOOST_TEST(require(store.check()).problems.empty());
    // A note about the day keeps who scored it.
    DayRecord failed = record;
    failed.state = DayState::failed;
    failed.total.shown = 1;
    require(store.put_day(failed));
    std::vector<std::string> labels;
    require(store.write_labels([&](std::string_view line) { labels.emplace_back(line); }));
    BOOST_TEST(labels.at(0) == R"({"date":"2026-03-16","id":"2603.00002","selected":1,"relevance":9})");
}

BOOST_FIXTURE_TEST_CASE(remembers_runs, Fixture) {
    BOOST_TEST(!require(store.last_run()).has_value());
    auto const number = require(store.begin_run("run", test::time("2026-03-17T06:00:00Z")));
    BOOST_TEST(!require(store.last_run())->finished.has_value());
    require(store.end_run(number, "ok", test::time("2026-03-17T06:01:00Z")));
    BOOST_TEST(require(store.last_run())->outcome == "ok");
}

BOOST_FIXTURE_TEST_CASE(remembers_what_days_lack, Fixture) {
    Date const monday = day("2026-03-16");
    DayRecord record = record_of(monday, DayState::partial);
    record.scores_missing = record.remedial = true;
    require(store.put_day(record));
    BOOST_TEST((require(store.find_day(monday)).value() == record));
    BOOST_TEST(!require(store.was_rechecked(monday, 1)));
    require(store.set_rechecked(monday, 1, test::time("2026-03-17T06:00:00Z")));
    BOOST_TEST(require(store.was_rechecked(monday, 1)));
    BOOST_TEST(!require(store.was_rechecked(monday, 5)));
    BOOST_TEST(!require(store.cascade_cut(monday)).has_value());
    require(store.set_cascade_cut(monday, 7));
    require(store.set_cascade_cut(monday, 9));
    BOOST_TEST(require(store.cascade_cut(monday)).value() == 9u);
}

BOOST_FIXTURE_TEST_CASE(remembers_open_batches, Fixture) {
    Date const monday = day("2026-03-16");
    AnswerKey const key{"a model", "p"};
    BOOST_TEST(!require(store.open_batch(monday, "title", key)).has_value());
    require(store.put_open_batch(monday, "title", key, "1"));
    require(store.put_open_batch(monday, "title", key, "2"));
    BOOST_TEST(require(store.open_batch(monday, "title", key)).value() == "2");
    BOOST_TEST(!require(store.open_batch(monday, "abstract", key)).has_value());
    BOOST_TEST(!require(store.open_batch(monday, "title", {"a model", "q"})).has_value());
    require(store.drop_open_batch(monday, "title", key));
    BOOST_TEST(!require(store.open_batch(monday, "title", key)).has_value());
}

BOOST_FIXTURE_TEST_CASE(each_reader_has_days_decisions_and_marks_of_its_own, Fixture) {
    StoreOptions options;
    options.reader = "ann";
    SqliteStore ann = require(SqliteStore::open(dir.path() / "lectern.db", options));
    Date const monday = day("2026-03-16");
    std::vector<Paper> papers{listed("2603.00001v1"), listed("2603.00002v1")};
    require(store.add_listed(monday, papers));
    DayRecord record = record_of(monday, DayState::ok);
    record.total.shown = 1;
    require(store.put_digest(digest_of(monday, {papers[0]}, {papers[1]}), record));
    require(ann.put_digest(digest_of(monday, {papers[1]}, {papers[0]}), record));
    Mark const mark{papers[0].id, false, "cli", test::time("2026-03-17T06:00:00Z")};
    BOOST_TEST(require(ann.set_marks(std::span(&mark, 1))) == 1u);
    require(ann.set_rechecked(monday, 1, mark.made));
    require(ann.set_cascade_cut(monday, 3));

    BOOST_TEST(require(ann.papers_of(monday)).size() == 2u);  // papers are everyone's
    BOOST_TEST(require(store.decisions_of(monday)).at(0).id.base() == "2603.00001");
    BOOST_TEST(require(ann.decisions_of(monday)).at(0).id.base() == "2603.00002");
    BOOST_TEST(require(store.judgments()).size() == 2u);
    BOOST_TEST(require(store.decisions_about(papers[0].id)).size() == 1u);
    BOOST_TEST(require(store.past_decisions(papers, day("2026-03-17"))).at("2603.00001").shown_before);
    BOOST_TEST(!require(ann.past_decisions(papers, day("2026-03-17"))).at("2603.00001").shown_before);
    BOOST_TEST(require(store.marks()).empty());
    BOOST_TEST(!require(store.drop_mark(papers[0].id)));
    BOOST_TEST(!require(store.was_rechecked(monday, 1)));
    BOOST_TEST(!require(store.cascade_cut(monday)).has_value());
    auto const liked_of = [&](SqliteStore const& whose) {
        for (TrainingExample const& paper : require(whose.training_examples(day("2026-03-20"), 1, 10)))
            if (paper.id.base() == "2603.00001") return paper.liked;
        return std::optional<bool>();
    };
    BOOST_TEST(liked_of(store).value());
    BOOST_TEST(!liked_of(ann).value());
    BOOST_TEST(require(store.check()).problems.empty());
}

BOOST_FIXTURE_TEST_CASE(remembers_interrupted_harvests, Fixture) {
    std::vector<Paper> papers{listed("2603.00002v1"), listed("2603.00001v1")};
    require(store.save_harvest("h", "token 1", papers));
    require(store.save_harvest("h", "token 2", std::span(papers).first(1)));
    auto const saved = require(store.harvest("h")).value();
    BOOST_TEST(saved.cursor == "token 2");
    BOOST_TEST(saved.papers.size() == 2u);
    require(store.drop_harvest("h"));
    BOOST_TEST(!require(store.harvest("h")).has_value());
}

BOOST_FIXTURE_TEST_CASE(an_export_comes_back_whole, Fixture) {
    Date const monday = day("2026-03-16");
    std::vector<Paper> papers{listed("2603.00001v1"), listed("2603.00002v1")};
    require(store.add_listed(monday, papers));
    DayRecord record = record_of(monday, DayState::partial);
    record.total.shown = 1;
    require(store.put_digest(digest_of(monday, {papers[0]}, {papers[1]}), record));
    Paper newer = listed("2603.00001v2", AnnounceType::replace);
    newer.abstract = "New words.";
    require(store.add_listed(day("2026-03-17"), std::span(&newer, 1)));
    require(store.set_rechecked(monday, 1, test::time("2026-03-17T06:00:00Z")));
    require(store.set_cascade_cut(monday, 7));
    require(store.put_open_batch(monday, "title", {"a model", "p"}, "content"));
    auto const exported = lines();
    SqliteStore copy = require(SqliteStore::open(dir.path() / "copy.db"));
    for (int times = 0; times < 2; ++times) BOOST_TEST(import_all(copy, exported).problems.empty());
    std::vector<std::string> again;
    require(copy.export_lines([&](std::string_view line) { again.emplace_back(line); }));
    BOOST_TEST(again == exported, boost::test_tools::per_element());
    BOOST_TEST(require(copy.check()).problems.empty());
}

BOOST_FIXTURE_TEST_CASE(reads_plain_papers_and_names_bad_lines, Fixture) {
    auto const report = import_all(
        store, {R"({"id":"2603.00001v1","title":"T","abstract":"A","announced":"2026-03-16"})", "", "{bad",
                R"({"kind":"what"})", R"({"kind":"listing","id":"2603.00009","day":"2026-03-16"})"});
    BOOST_TEST(report.lines == 5u);
    BOOST_TEST(report.papers == 1u);
    BOOST_REQUIRE(report.problems.size() == 3u);
    BOOST_TEST(report.problems[0].starts_with("line 3: not valid JSON"));
    BOOST_TEST(report.problems[1] == "line 4: kind \"what\" is not known");
    BOOST_TEST(report.problems[2] == "line 5: the paper 2603.00009 is not there");
    BOOST_TEST(require(store.papers_of(day("2026-03-16"))).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(forgets_what_nobody_needs, Fixture) {
    std::vector<Paper> papers{listed("2601.00001v1"), listed("2601.00002v1")};
    Date const old = day("2026-01-05");
    require(store.add_listed(old, papers));
    DayRecord record = record_of(old, DayState::ok);
    record.total.shown = 1;
    require(store.put_digest(digest_of(old, {papers[0]}, {papers[1]}), record));
    Paper recent = listed("2603.00001v1");
    require(store.add_listed(day("2026-03-16"), std::span(&recent, 1)));
    BOOST_TEST(require(store.forget_before(day("2026-02-01"))) == 1u);
    BOOST_TEST(require(store.find_paper(papers[0].id)).has_value());
    BOOST_TEST(!require(store.find_paper(papers[1].id)).has_value());
    BOOST_TEST(require(store.find_paper(recent.id)).has_value());
    require(store.vacuum());
    BOOST_TEST(require(store.check()).problems.empty());
}

BOOST_FIXTURE_TEST_CASE(two_processes_share_the_file, Fixture) {
    SqliteStore other = require(SqliteStore::open(path));
    Paper one = listed("2603.00001v1");
    Paper two = listed("2603.00002v1");
    require(store.add_listed(day("2026-03-16"), std::span(&one, 1)));
    require(other.add_listed(day("2026-03-16"), std::span(&two, 1)));
    BOOST_TEST(require(store.papers_of(day("2026-03-16"))).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(many_may_make_the_same_new_file, Fixture) {
    constexpr std::size_t openers = 8;
    for (int round = 0; round < 10; ++round) {
        std::filesystem::path const fresh = dir.path() / fmt::format("{}.db", round);
        std::vector<std::string> faults(openers);
        std::vector<std::thread> threads;
        std::barrier together(openers);
        for (std::string& fault : faults) {
            threads.emplace_back([&] {
                together.arrive_and_wait();
                if (auto const opened = SqliteStore::open(fresh); !opened) fault = opened.error().message();
            });
        }
        for (std::thread& thread : threads) thread.join();
        for (std::string const& fault : faults) BOOST_TEST(fault.empty(), fault);
    }
}

BOOST_FIXTURE_TEST_CASE(a_full_disk_loses_nothing_p13, Fixture) {
    Paper paper = listed("2603.00001v1");
    require(store.add_listed(day("2026-03-16"), std::span(&paper, 1)));
    StoreOptions options;
    options.max_pages = require(store.check()).bytes / 4096 + 2;
    SqliteStore full = require(SqliteStore::open(path, options));
    std::vector<Paper> many;
    for (int i = 0; i < 200; ++i) {
        many.push_back(listed("2602." + std::to_string(10001 + i) + "v1"));
        many.back().abstract.assign(2000, 'x');
    }
    auto const added = full.add_listed(day("2026-03-16"), many);
    BOOST_TEST((added.error() == errc::store));
    BOOST_TEST(added.error().detail().find("disk is full") != std::string::npos);
    BOOST_TEST(require(full.papers_of(day("2026-03-16"))).size() == 1u);
    BOOST_TEST(require(full.check()).problems.empty());
}

BOOST_AUTO_TEST_CASE(every_earlier_schema_is_brought_up_to_date) {
    for (int earlier = 0; earlier < store::newest_schema(); ++earlier) {
        test::TempDir dir;
        {
            store::Database old(dir.path() / "s.db", 1000);
            require(store::migrate(old, earlier));
            if (earlier > 0) {
                old.run(
                    "INSERT INTO paper VALUES(1, '2603.00001', 1, 20528, 'T', 'A', '[]', 'cs.LG', '', '', "
                    "'', '', "
                    "NULL, NULL, 0)");
                old.run("INSERT INTO listing VALUES(20528, 1, 'cs.LG', 'new', 1, 0)");
            }
        }
        SqliteStore store = require(SqliteStore::open(dir.path() / "s.db"));
        auto const report = require(store.check());
        BOOST_TEST(report.schema == store::newest_schema());
        BOOST_TEST(report.problems.empty());
        BOOST_TEST(require(store.papers_of(day("2026-03-16"))).size() == (earlier > 0 ? 1u : 0u));
    }
}

/// What a version before schema 5 wrote: a day that lacks scores, and everything that was kept as a note.
constexpr char const* kDayOfSchema4 = R"sql(
INSERT INTO paper VALUES(1, '2603.00001', 1, 20528, 'T', 'A', '[]', 'cs.LG', '', '', '', '', NULL, NULL, 0);
INSERT INTO listing VALUES(20528, 1, 'cs.LG', 'new', 1, 0);
INSERT INTO day VALUES(20528, 1, 'partial', 'why', 'arxiv-rss', 'm', 0, 1773700000);
INSERT INTO day VALUES(20529, 1, 'ok', '', 'arxiv-rss', 'm', 0, 1773800000);
INSERT INTO ledger VALUES(20528, '', 1, 1, 1, 1, 0, 1, 0, 1), (20529, '', NULL, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO decision VALUES(20528, 1, 0, 'shown', 9, 8, 'r', 0, '["step"]');
INSERT INTO score VALUES(1, 1, 'm', '', 9, 8, 'c', 20528);
INSERT INTO mark VALUES(1, 1, 'cli', 1773700001);
INSERT INTO feature VALUES(1, 3, 'bytes');
INSERT INTO note VALUES('scores missing 2026-03-16', 'remedial'), ('recheck 2026-03-16 +5', '2026-03-20T06:00:00Z'),
  ('cascade cut 2026-03-16', '12'), ('llm batch 2026-03-16 abstract some model:7b 1a2b', 'content'),
  ('last request to arxiv', '2026-03-16T06:00:00Z'), ('something else', 'x'), ('recheck nonsense', 'y'),
  ('cascade cut 2026-99-99', '1'), ('llm batch 2026-03-16 abstract', 'z'), ('last request to x', 'nonsense');
)sql";

BOOST_AUTO_TEST_CASE(what_was_kept_as_notes_has_tables_of_its_own) {
    test::TempDir dir;
    {
        store::Database old(dir.path() / "s.db", 1000);
        require(store::migrate(old, 4));
        old.run(kDayOfSchema4);
    }
    SqliteStore store = require(SqliteStore::open(dir.path() / "s.db"));
    BOOST_TEST(require(store.check()).problems.empty());
    Date const monday = day("2026-03-16");
    DayRecord const record = require(store.find_day(monday)).value();
    BOOST_TEST((record.state == DayState::partial));
    BOOST_TEST(record.scores_missing);
    BOOST_TEST(record.remedial);
    BOOST_TEST(record.total.declared.value() == 1u);
    BOOST_TEST(!require(store.find_day(day("2026-03-17")))->scores_missing);
    Decision const decision = require(store.decisions_of(monday)).at(0);
    BOOST_TEST(decision.novelty.value() == 8);
    BOOST_TEST(decision.steps.at(0) == "step");
    BOOST_TEST(require(store.marks()).at(0).source == "cli");
    BOOST_TEST(require(store.training_examples(day("2026-03-20"), 3, 10)).at(0).features == "bytes");
    BOOST_TEST(require(store.was_rechecked(monday, 5)));
    BOOST_TEST(require(store.cascade_cut(monday)).value() == 12u);
    BOOST_TEST(require(store.open_batch(monday, "abstract", {"some model:7b", "1a2b"})).value() == "content");
    Time const then = test::time("2026-03-16T06:00:00Z");
    BOOST_TEST((require(store.reserve_request("arxiv", std::chrono::seconds(3), std::nullopt, then)) > then));
    BOOST_TEST((require(store.reserve_request("x", std::chrono::seconds(3), std::nullopt, then)) == then));
}

BOOST_FIXTURE_TEST_CASE(an_export_of_an_earlier_version_is_read, Fixture) {
    auto const report = import_all(
        store, {R"({"kind":"paper","id":"2603.00001","title":"T","abstract":"A"})",
                R"({"kind":"day","day":"2026-03-16","state":"partial","updated":"2026-03-17T06:00:00Z"})",
                R"({"kind":"score","id":"2603.00001","scorer":"m","relevance":9,"day":"2026-03-16"})",
                R"({"kind":"note","name":"scores missing 2026-03-16","text":""})",
                R"({"kind":"note","name":"cascade cut 2026-03-16","text":"12"})",
                R"({"kind":"note","name":"something else","text":"'); DROP TABLE day; --"})"});
    BOOST_TEST(report.problems.empty());
    Date const monday = day("2026-03-16");
    BOOST_TEST(require(store.find_day(monday))->scores_missing);
    BOOST_TEST(!require(store.find_day(monday))->remedial);
    BOOST_TEST(require(store.cascade_cut(monday)).value() == 12u);
}

BOOST_AUTO_TEST_CASE(files_that_are_no_store_are_refused) {
    test::TempDir dir;
    {
        store::Database newer(dir.path() / "newer.db", 1000);
        newer.run("PRAGMA user_version = 99");
    }
    auto const newer = SqliteStore::open(dir.path() / "newer.db");
    BOOST_TEST((newer.error() == errc::store));
    BOOST_TEST(newer.error().detail().find("newer version") != std::string::npos);
    test::write(dir.path() / "text.db", std::string(5000, 'x'));
    BOOST_TEST((SqliteStore::open(dir.path() / "text.db").error() == errc::store));
    BOOST_TEST((SqliteStore::open(dir.path()).error() == errc::store));
}

BOOST_FIXTURE_TEST_CASE(answers_are_kept_by_question_and_version, Fixture) {
    std::vector<Paper> papers{test::make_paper("2603.00001v2", "A"), test::make_paper("2603.00002", "B")};
    AnswerKey const key{"model", "prompt"};
    RequestRecord request;
    request.day = day("2026-03-16");
    request.stage = "abstract";
    request.key = key;
    request.papers = 2;
    request.tokens = {10, 20, 30, 40, 5};
    request.cost = Cost{0.5, 0.25};
    request.made = test::time("2026-03-16T12:00:00Z");
    std::vector<StoredAnswer> const given{{papers[0].id, "one", request.made},
                                          {papers[1].id, "two", request.made}};
    require(store.add_request(request, given));
    require(store.add_request(request, {}));
    auto const kept = require(store.answers(key, papers));
    BOOST_REQUIRE(kept.size() == 2u);
    BOOST_TEST(kept[0].content == "one");
    BOOST_TEST(kept[1].id == papers[1].id);
    papers[0].id = papers[0].id.with_version(3);
    BOOST_TEST(require(store.answers(key, papers)).size() == 1u);
    BOOST_TEST(require(store.answers({"model", "other"}, papers)).empty());
    BOOST_TEST(require(store.answers({"other", "prompt"}, papers)).empty());
    // What a day took: known costs add up, one unknown makes the sum unknown.
    auto const usage = require(store.usage_of(request.day));
    BOOST_REQUIRE(usage.size() == 1u);
    BOOST_TEST(usage[0].requests == 2);
    BOOST_TEST((usage[0].tokens == Tokens{20, 40, 60, 80, 10}));
    BOOST_TEST((*usage[0].cost == Cost{1.0, 0.5}));
    std::vector<AnswerKey> const others{{"model", "other"}};
    BOOST_TEST(require(store.usage_of(request.day, others)).empty());
    BOOST_TEST(require(store.usage_of("abstract", "model")).second == 4u);
    // There and back, twice: nothing is lost, and nothing doubled.
    std::vector<std::string> lines;
    require(store.export_lines([&](std::string_view line) { lines.emplace_back(line); }));
    SqliteStore copy = require(SqliteStore::open(dir.path() / "copy.db"));
    for (int i = 0; i < 2; ++i) {
        std::size_t next = 0;
        auto const report = require(copy.import_lines([&]() -> std::optional<std::string_view> {
            return next < lines.size() ? std::optional<std::string_view>(lines[next++]) : std::nullopt;
        }));
        BOOST_TEST(report.problems.empty());
        BOOST_TEST((require(copy.usage_of(request.day)) == usage));
        papers[0].id = papers[0].id.with_version(2);
        BOOST_TEST(require(copy.answers(key, papers)).size() == 2u);
    }
    request.cost.reset();
    require(store.add_request(request, {}));
    BOOST_TEST(!require(store.usage_of(request.day)).at(0).cost.has_value());
}

BOOST_FIXTURE_TEST_CASE(estimates_are_no_labels, Fixture) {
    Digest digest;
    digest.date = day("2026-03-16");
    digest.scorer = "model";
    auto const decide = [&](char const* id, Outcome outcome, std::optional<double> relevance,
                            bool estimated) {
        Decision decision;
        decision.id = ArxivId::parse(id).value();
        decision.title = id;
        decision.outcome = outcome;
        decision.relevance = relevance;
        decision.estimated = estimated;
        decision.steps = {"first", "second"};
        digest.decisions.push_back(decision);
    };
    decide("2603.00001", Outcome::shown, 9, false);
    decide("2603.00002", Outcome::shown, 9, true);
    decide("2603.00003", Outcome::below_cutoff, 0, false);
    decide("2603.00004", Outcome::below_cutoff, 3, true);
    decide("2603.00005", Outcome::below_cutoff, std::nullopt, false);  // left out by a ranking
    DayRecord record;
    record.day = digest.date;
    record.state = DayState::ok;
    require(store.put_digest(digest, record));
    std::vector<std::string> labels;
    require(store.write_labels([&](std::string_view line) { labels.emplace_back(line); }));
    BOOST_REQUIRE(labels.size() == 2u);
    BOOST_TEST(labels[0].find("2603.00001") != std::string::npos);
    BOOST_TEST(labels[1].find("2603.00003") != std::string::npos);
    BOOST_TEST(labels[0].find("relevance") != std::string::npos);
    BOOST_TEST(labels[1].find("relevance") ==
               std::string::npos);  // no grade from 1 to 10, as a label's must be
    BOOST_TEST(require(store.judged_days(day("2026-03-17"), 5)).size() == 1u);
    BOOST_TEST(require(store.judged_days(digest.date, 5)).empty());
    BOOST_TEST(require(store.decisions_of(digest.date)).at(0).steps.size() == 2u);
    for (Decision& decision : digest.decisions) decision.estimated = true;
    require(store.put_digest(digest, record));
    BOOST_TEST(require(store.judged_days(day("2026-03-17"), 5)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
