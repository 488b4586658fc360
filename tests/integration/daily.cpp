// Days over a store: gaps, outages, stale feeds, late papers.
#include "fake_arxiv.hpp"
#include "support.hpp"

#include <lectern/daily/daily.hpp>
#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace lectern;
using namespace std::chrono_literals;
using test::day;
using test::FakeArxiv;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;
using test::require;

BOOST_AUTO_TEST_SUITE(daily)

struct Fixture {
    test::TempDir dir;
    FixedClock clock{test::time("2026-03-16T12:00:00Z")};
    Random random{1};
    test::LogBook log;
    AnnouncementCalendar calendar;
    FakeArxiv arxiv{clock};
    Config config;
    Registry registry = default_registry();
    SqliteStore store = require(SqliteStore::open(dir.path() / "out/lectern.db"));
    net::HttpOptions http_options;

    Fixture() {
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks, gates\n");
        config.profile.topics = dir.path() / "topics.md";
        config.output.dir = dir.path() / "out";
        config.feed.rss_url = config.feed.api_url = arxiv.url();
        config.score.max_papers = 5;
        http_options.retry.base = 1ms;
        http_options.groups["arxiv"].min_interval = 0ms;
        // The waits for a feed that is late are real time.
        for (auto& plugin : registry.feeds) {
            if (plugin.name != "arxiv-rss") continue;
            plugin.make = [](Config const& with) -> Result<std::unique_ptr<Feed>> {
                AnnouncementFeedOptions options;
                options.categories = with.feed.categories;
                options.base_url = with.feed.rss_url;
                options.rollover_waits = {0s};
                return make_arxiv_rss_feed(options);
            };
        }
    }

    template <class Work>
    Result<std::vector<DayResult>> with_daily(Work const& work) {
        net::Runtime runtime;
        auto const http = require(net::make_http_client(http_options, clock, random, log.logger));
        Services services{clock, log.logger, calendar, http.get(), {}, {}};
        services.retry.base = 1ms;
        services.retry.attempts = http_options.retry.attempts;
        Daily daily(config, registry, store, services);
        test::synchronise_with_handlers();
        auto result = runtime.run(work(daily));
        test::synchronise_with_handlers();
        return result;
    }
    std::vector<DayResult> run() {
        return require(with_daily([](Daily& daily) { return daily.run({}); }));
    }
    void at(std::string_view iso) { clock.set(test::time(std::string(iso) + "T12:00:00Z")); }
    DayState state(std::string_view iso) {
        auto const record = require(store.find_day(day(iso)));
        return record ? record->state : DayState::not_run;
    }
    std::string page(std::string const& iso) {
        return test::read(config.output.dir / "md" / iso.substr(0, 7) / (iso + "-output.md"));
    }
};

BOOST_FIXTURE_TEST_CASE(a_missed_day_is_made_up_for, Fixture) {
    for (char const* iso : {"2026-03-16", "2026-03-17", "2026-03-18"}) arxiv.announce_generated(day(iso), 12);
    BOOST_TEST(run().size() == 1u);  // nothing before the first run is a gap
    at("2026-03-18");
    auto const days = run();
    BOOST_REQUIRE(days.size() == 2u);
    BOOST_TEST(days[0].record.day == day("2026-03-17"));
    BOOST_TEST((days[0].record.state == DayState::ok));
    BOOST_TEST(days[0].record.source == "arxiv-api");
    BOOST_TEST(days[0].digest->totals.announced == 12u);
    BOOST_TEST(page("2026-03-17")
                   .starts_with("> This is a remedial run for missed papers from 03/13/2026 to "
                                "03/16/2026.\n> \n> Results generated on 03/18/2026."));
    BOOST_TEST(page("2026-03-18").starts_with("# Personalized"));
    // The front page stays that of the newest day.
    BOOST_TEST(test::read(config.output.dir / "output.md") == page("2026-03-18"));
    BOOST_TEST(page("2026-03-18").find("Coverage of 2026-03-18: complete; 12 received, 12 read (12 new)") !=
               std::string::npos);
}

/// Scores all papers, or is not to be had.
class MoodyScorer final : public Scorer {
public:
    explicit MoodyScorer(bool const& down) : down_(down) {}
    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext&) override {
        ScoreReport report;
        report.scorer = "moody";
        Score score;
        score.relevance = 9;
        score.estimated = down_;
        report.scores.assign(papers.size(), Result<Score>(score));
        report.incomplete = down_;
        co_return std::move(report);
    }

private:
    bool const& down_;
};

BOOST_FIXTURE_TEST_CASE(a_day_without_scores_is_scored_later_from_the_store, Fixture) {
    bool down = true;
    registry.scorers.push_back({"moody", "", [&](Config const&) -> Result<std::unique_ptr<Scorer>> {
                                    return std::make_unique<MoodyScorer>(down);
                                }});
    config.score.kind = "moody";
    config.store.recheck = false;
    for (char const* iso : {"2026-03-16", "2026-03-17", "2026-03-18"}) arxiv.announce_generated(day(iso), 12);
    run();
    BOOST_TEST((state("2026-03-16") == DayState::partial));
    at("2026-03-17");
    BOOST_TEST(run().size() == 2u);  // still down
    down = false;
    at("2026-03-18");
    auto const days = run();
    BOOST_REQUIRE(days.size() == 3u);
    for (DayResult const& result : days) {
        BOOST_TEST((result.record.state == DayState::ok));
        BOOST_TEST(result.record.source == "arxiv-rss");
        BOOST_TEST(result.record.total.parsed == 12u);
    }
    // The announcement was complete: nothing is remedial about the page, and arXiv was not asked again.
    BOOST_TEST(page("2026-03-16").starts_with("# Personalized Daily ArXiv Papers 2026-03-16"));
    BOOST_TEST(page("2026-03-16").find("estimated") == std::string::npos);
    for (ReceivedRequest const& request : arxiv.server().requests())
        BOOST_TEST(request.target.starts_with("/rss/"), request.target);
    BOOST_TEST(!require(store.find_day(test::day("2026-03-16")))->scores_missing);
}

BOOST_FIXTURE_TEST_CASE(a_remedial_page_stays_remedial_when_it_is_scored_again, Fixture) {
    bool down = false;
    registry.scorers.push_back({"moody", "", [&](Config const&) -> Result<std::unique_ptr<Scorer>> {
                                    return std::make_unique<MoodyScorer>(down);
                                }});
    config.score.kind = "moody";
    for (char const* iso : {"2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19"})
        arxiv.announce_generated(day(iso), 12);
    run();
    down = true;
    at("2026-03-18");
    run();  // makes up for 03-17, without scores
    BOOST_TEST((state("2026-03-17") == DayState::partial));
    down = false;
    at("2026-03-19");
    run();
    BOOST_TEST((state("2026-03-17") == DayState::ok));
    BOOST_TEST(page("2026-03-17").starts_with("> This is a remedial run"));
    BOOST_TEST(page("2026-03-18").starts_with("# Personalized"));
}

BOOST_FIXTURE_TEST_CASE(a_second_run_of_the_day_changes_nothing_p10, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 12);
    auto const first = run();
    std::string const before = page("2026-03-16");
    auto const second = run();
    BOOST_TEST(page("2026-03-16") == before);
    BOOST_TEST((second.back().record.total == first.back().record.total));
    BOOST_TEST(second.back().digest->totals.duplicates == 0u);
}

BOOST_FIXTURE_TEST_CASE(papers_that_vanish_from_the_feed_stay, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 12);
    run();
    arxiv.fault = [](ReceivedRequest const& request) -> std::optional<Reply> {
        if (!request.target.starts_with("/rss/")) return std::nullopt;
        return reply_with(test::read(test::source_dir() / "examples/data/day.rss"), 200);
    };
    at("2026-03-17");
    run();  // another day's papers, to have something else in the store
    BOOST_TEST(require(store.papers_of(day("2026-03-16"))).size() == 12u);
}

BOOST_FIXTURE_TEST_CASE(a_paper_is_shown_once_p9, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 3);
    arxiv.announce_generated(day("2026-03-17"), 3);
    Paper again = arxiv.announced().at(day("2026-03-16")).front();
    again.announce = AnnounceType::cross;
    again.categories.insert(again.categories.begin(), Category("cs.AI"));
    arxiv.announce(day("2026-03-17"), {again});
    run();
    at("2026-03-17");
    auto const digest = *run().back().digest;
    BOOST_TEST(digest.totals.announced == 4u);
    auto const decision =
        std::ranges::find_if(digest.decisions, [&](Decision const& d) { return d.id.same_paper(again.id); });
    BOOST_TEST((decision->outcome == Outcome::filtered));
    BOOST_TEST(decision->reason == "already in the announcement of 2026-03-16");
    BOOST_TEST(require(store.decisions_about(again.id)).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(revised_papers_are_listed_on_request, Fixture) {
    config.feed.revised = true;
    arxiv.announce_generated(day("2026-03-16"), 3);
    arxiv.announce_generated(day("2026-03-17"), 1);
    Paper newer = arxiv.announced().at(day("2026-03-16")).front();
    newer.id = newer.id.with_version(2);
    newer.title = "Sparser networks";
    newer.announce = AnnounceType::replace;
    arxiv.announce(day("2026-03-17"), {newer});
    run();
    at("2026-03-17");
    for (int times = 0; times < 2; ++times) {
        auto const digest = *run().back().digest;
        BOOST_REQUIRE(digest.revised.size() == 1u);
        BOOST_TEST(digest.revised[0].changes.at(0) == "Title: was “Sparse networks 2603.00001v1”");
    }
    BOOST_TEST(page("2026-03-17")
                   .find("# Revised Papers\n\n- [Sparser networks](https://arxiv.org/abs/2603.00001) "
                         "(2603.00001v2, announced 2026-03-16)\n  - Title: was") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_stale_feed_is_recognised_f17, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 10);
    arxiv.announce_generated(day("2026-03-17"), 10);
    run();
    at("2026-03-17");
    arxiv.stale_day = day("2026-03-16");
    auto const days = run();
    // The query API takes its place, and the day stays open.
    BOOST_TEST((days.back().record.state == DayState::partial));
    BOOST_TEST(days.back().record.source == "arxiv-api");
    BOOST_TEST(days.back().record.reason.find("its papers are of earlier days") != std::string::npos);
    BOOST_TEST(days.back().digest->totals.announced == 10u);
    BOOST_TEST(page("2026-03-17").find("> **This digest is incomplete.**") != std::string::npos);
    arxiv.stale_day.reset();
    BOOST_TEST((run().back().record.state == DayState::ok));
    BOOST_TEST(page("2026-03-17").find("incomplete") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(without_any_source_the_ledger_says_why, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 5);
    arxiv.announce_generated(day("2026-03-17"), 5);
    run();
    at("2026-03-17");
    arxiv.fault = [](ReceivedRequest const&) {
        return std::optional<Reply>(reply_with("Rate exceeded.", 429));
    };
    auto const days = run();
    BOOST_TEST((days.back().record.state == DayState::failed));
    BOOST_TEST(!days.back().digest.has_value());
    BOOST_TEST(days.back().record.reason.find("Rate exceeded.") != std::string::npos);
    BOOST_TEST((state("2026-03-17") == DayState::failed));
    arxiv.fault = {};
    at("2026-03-18");
    arxiv.announce_generated(day("2026-03-18"), 5);
    BOOST_TEST(run().size() == 2u);
    BOOST_TEST((state("2026-03-17") == DayState::ok));
}

BOOST_FIXTURE_TEST_CASE(a_later_failure_takes_nothing_back, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 5);
    run();
    std::string const before = page("2026-03-16");
    arxiv.fault = [](ReceivedRequest const& request) -> std::optional<Reply> {
        if (!request.target.starts_with("/rss/")) return std::nullopt;
        return reply_with("busy", 500);
    };
    auto const again = run();
    BOOST_TEST((again.back().record.state == DayState::failed));  // of this run; the ledger knows better
    BOOST_TEST((state("2026-03-16") == DayState::ok));
    BOOST_TEST(page("2026-03-16") == before);
    BOOST_TEST(require(store.decisions_of(day("2026-03-16"))).size() == 5u);
}

BOOST_FIXTURE_TEST_CASE(late_papers_join_the_next_digest_f27, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 5);
    run();
    // Two ids were missing from the source for a night.
    auto const window = calendar.announcement(day("2026-03-16"))->submitted;
    Paper missing =
        test::make_paper("2603.09999v1", "Sparse networks of sparse gates", "Sparse networks, gates.");
    missing.submitted = window.from + 1h;
    arxiv.announce(day("2026-03-16"), {missing});
    arxiv.announce_generated(day("2026-03-17"), 5);
    at("2026-03-17");
    auto const digest = *run().back().digest;
    BOOST_TEST(digest.totals.announced == 6u);
    auto const entry = std::ranges::find_if(
        digest.entries, [&](DigestEntry const& e) { return e.paper.id.same_paper(missing.id); });
    BOOST_REQUIRE((entry != digest.entries.end()));
    BOOST_TEST(entry->reason.starts_with("Late arrival, submitted 2026-03-12. Matches \"Sparse networks\""));
    // Again the same day: nothing is asked twice, nothing is lost.
    auto const before = arxiv.server().requests().size();
    BOOST_TEST(run().back().digest->totals.announced == 6u);
    BOOST_TEST(arxiv.server().requests().size() == before + 1);
}

BOOST_FIXTURE_TEST_CASE(forty_percent_failures_are_survived, Fixture) {
    std::mt19937 dice(7);
    http_options.retry.attempts = 8;
    http_options.groups["arxiv"].min_interval = 5ms;
    std::vector<std::chrono::steady_clock::time_point> starts;
    http_options.reserve = [&](std::string_view, Time) {
        starts.push_back(std::chrono::steady_clock::now());
        return 0ms;
    };
    std::string const feed_start = "<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>";
    arxiv.fault = [&](ReceivedRequest const&) -> std::optional<Reply> {
        if (dice() % 100 >= 40) return std::nullopt;
        switch (dice() % 6) {
            case 0:
                return reply_with("Rate exceeded.", 429);
            case 1:
                return reply_with("busy", 503);
            case 2:
                return reply_with("Not Acceptable", 406);
            case 3: {
                Reply dropped = reply_with(std::string(5000, 'x'), 200);
                dropped.drop_after = 100;
                return dropped;
            }
            case 4:
                return reply_with(feed_start, 200);
            default:
                return reply_with("", 200);
        }
    };
    for (char const* iso : {"2026-03-16", "2026-03-18", "2026-03-19"}) {
        at(iso);
        for (char const* announced : {"2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19"}) {
            if (day(announced) <= day(iso) && !arxiv.announced().contains(day(announced)))
                arxiv.announce_generated(day(announced), 250);
        }
        BOOST_TEST((worst(run()) == DayState::ok));
    }
    for (auto const& [date, papers] : arxiv.announced()) {
        BOOST_TEST(require(store.papers_of(date)).size() == papers.size());
    }
    for (std::size_t i = 1; i < starts.size(); ++i) BOOST_TEST((starts[i] - starts[i - 1] >= 5ms));
    BOOST_TEST(arxiv.server().peak_connections() == 1);
}

/// One simulated day of the world.
struct Weather {
    bool run = true;  ///< Whether anybody starts the command.
    bool rss_down = false;
    bool api_down = false;
    bool stale = false;
};

BOOST_FIXTURE_TEST_CASE(thirty_days_without_a_gap, Fixture) {
    std::mt19937 dice(20260530);
    auto const chance = [&](unsigned percent) { return dice() % 100 < percent; };
    // June 2026: weekends, and two days that arXiv deferred.
    Date const first = day("2026-06-08");
    std::map<Date, Weather> weather;
    for (int i = 0; i < 30; ++i) {
        Date const today = add_days(first, i);
        Weather& now = weather[today];
        bool const last = i >= 28;
        if (i > 0 && !last) now = {!chance(15), chance(25), chance(25), chance(15)};
        clock.set(test::time(format_date(today) + "T12:00:00Z"));
        auto const due = calendar.announcement(today);
        if (due) {
            arxiv.announce_generated(today, 10 + dice() % 20);
            // Held back by moderation for some days.
            Paper late = test::make_paper("2605.1" + std::to_string(1000 + i) + "v1", "Sparse late networks",
                                          "Gates.");
            late.submitted = due->submitted.from - std::chrono::days(1 + dice() % 4);
            if (chance(40)) arxiv.announce(today, {late});
        }
        Date const before = calendar.previous_feed_day(today);
        arxiv.stale_day = now.stale && due ? std::optional<Date>(before) : std::nullopt;
        arxiv.fault = [now](ReceivedRequest const& request) -> std::optional<Reply> {
            bool const down = request.target.starts_with("/rss/") ? now.rss_down : now.api_down;
            return down ? std::optional<Reply>(reply_with("busy", 500)) : std::nullopt;
        };
        if (now.run) run();
    }
    std::map<std::string, std::set<std::string>> shown;
    std::size_t pages = 0;
    for (auto const& [date, now] : weather) {
        BOOST_TEST_CONTEXT(format_date(date)) {
            auto const record = require(store.find_day(date));
            BOOST_REQUIRE(record.has_value());
            BOOST_TEST(to_string(record->state) == (calendar.announcement(date) ? "ok" : "no-announcement"));
            for (Decision const& decision : require(store.decisions_of(date))) {
                if (decision.outcome == Outcome::shown) shown[decision.id.base()].insert(format_date(date));
            }
            pages += record->total.shown;
        }
    }
    std::size_t missing = 0;
    for (auto const& [date, papers] : arxiv.announced()) {
        for (Paper const& paper : papers)
            missing += require(store.find_paper(paper.id)).has_value() ? 0u : 1u;
    }
    BOOST_TEST(missing == 0u);
    BOOST_TEST(arxiv.total() > 300u);
    BOOST_TEST(pages == shown.size());
    for (auto const& [id, days] : shown) BOOST_TEST(days.size() == 1u);
    BOOST_TEST(require(store.check()).problems.empty());
}

BOOST_FIXTURE_TEST_CASE(a_remedy_goes_on_after_a_day_without_papers_p6, Fixture) {
    arxiv.announce_generated(day("2026-03-12"), 4);
    arxiv.announce_generated(day("2026-03-16"), 4);
    auto const days = require(with_daily([](Daily& daily) {
        return daily.remedy({day("2026-03-16"), day("2026-03-14"), day("2026-03-12"), day("2026-03-12")});
    }));
    BOOST_REQUIRE(days.size() == 3u);
    BOOST_TEST((days[0].record.state == DayState::ok));
    BOOST_TEST((days[1].record.state == DayState::no_announcement));
    BOOST_TEST((days[2].record.state == DayState::ok));
}

BOOST_FIXTURE_TEST_CASE(a_plan_knows_the_calendar_f23, Fixture) {
    net::Runtime runtime;
    Services services{clock, log.logger, calendar, nullptr, {}, {}};
    Daily const daily(config, registry, store, services);
    auto const plans = require(daily.plan({day("2026-03-17"), day("2026-03-14")}));
    BOOST_TEST(format_time(plans.at(0).due->submitted.from) == "2026-03-13T18:00:00Z");
    BOOST_TEST(format_time(plans.at(0).due->submitted.to) == "2026-03-16T18:00:00Z");
    BOOST_TEST(!plans.at(1).due.has_value());
}

BOOST_FIXTURE_TEST_CASE(many_days_without_papers_are_noticed_p20, Fixture) {
    arxiv.announce_generated(day("2026-03-16"), 2);
    run();
    for (char const* iso : {"2026-03-17", "2026-03-18", "2026-03-19"}) {
        at(iso);
        run();
    }
    BOOST_TEST(std::ranges::any_of(log.lines, [](std::string const& line) {
        return line.find("no papers on the last 3 announcement days") != std::string::npos;
    }));
}

BOOST_AUTO_TEST_SUITE_END()
